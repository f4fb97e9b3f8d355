package access

import (
	"fmt"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

func aaaHelp() modes.H {
	return modes.H{"aaa": "Authentication, Authorization and Accounting."}
}

func aaaNewModel() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `aaa new-model`,
		Help:   modes.MergeHelp(aaaHelp(), modes.H{"new-model": "Enable NEW access control commands and functions.(Disables OLD commands.)"}),
		Set: func(_ *modes.Context, c modes.Global, _ parser.Args) error {
			c.AAA.NewModel = true
			for _, l := range c.Lines { // what the old commands said is gone for good
				l.Login, l.LoginLocal = l.Kind == config.LineVTY, false
			}
			return nil
		},
		Unset:  func(_ *modes.Context, c modes.Global, _ parser.Args) error { c.AAA = config.AAA{}; return nil },
		Show:   func(c modes.Global) []parser.Args { return modes.LineIf(c.AAA.NewModel) },
		ShowNo: func(c modes.Global) []parser.Args { return modes.LineIf(!c.AAA.NewModel) },
	}
}

// maxMethods is how many methods a list holds at most.
const maxMethods = 4

// methodsSyntax is the syntax of a list of methods: each one of words, or a group of
// servers by its name.
func methodsSyntax(words []string) string {
	text := ""
	for n := maxMethods; n > 0; n-- {
		var choice []string
		for _, w := range words {
			choice = append(choice, fmt.Sprintf("%s-%d=%s", w, n, w))
		}
		choice = append(choice, fmt.Sprintf("group-%d=group server-group-%d:WORD", n, n))
		one := "{" + strings.Join(choice, " | ") + "}"
		if n < maxMethods {
			one += " [" + text + "]"
		}
		text = one
	}
	return text
}

func methodsHelp() modes.H {
	h := modes.H{}
	for n := 1; n <= maxMethods; n++ {
		h[fmt.Sprintf("server-group-%d", n)] = "Server-group name: radius, tacacs+, or one of your own"
	}
	return modes.MergeHelp(h, modes.H{"group": "Use Server-group"})
}

func methodTexts() modes.H {
	return modes.H{
		"cache": "Use Cached-group", "enable": "Use enable password for authentication.", "krb5": "Use Kerberos 5 authentication.",
		"line": "Use line password for authentication.", "local": "Use local username authentication.",
		"local-case": "Use case-sensitive local username authentication.", "none": "NO authentication.",
		"if-authenticated": "Succeed if user has authenticated.",
	}
}

// methodsOf are the methods that were typed.
func methodsOf(a parser.Args, words []string) (methods []string) {
	for n := 1; n <= maxMethods; n++ {
		for _, w := range words {
			if a.Has(fmt.Sprintf("%s-%d", w, n)) {
				methods = append(methods, w)
			}
		}
		if g := a.Str(fmt.Sprintf("server-group-%d", n)); g != "" {
			methods = append(methods, "group "+g)
		}
	}
	return methods
}

// methodArgs is the inverse of methodsOf.
func methodArgs(a parser.Args, methods []string) parser.Args {
	for i, m := range methods {
		if g, ok := strings.CutPrefix(m, "group "); ok {
			a[fmt.Sprintf("group-%d", i+1)], a[fmt.Sprintf("server-group-%d", i+1)] = true, g
		} else {
			a[fmt.Sprintf("%s-%d", m, i+1)] = true
		}
	}
	return a
}

// methodLists is a command that keeps lists of methods by name.
func methodLists(lead string, help modes.H, words []string, lists func(modes.Global) *[]config.MethodList) modes.Cmd[modes.Global] {
	texts := modes.H{}
	for _, w := range words {
		texts[w] = methodTexts()[w]
	}
	return modes.Cmd[modes.Global]{
		Syntax: lead + ` {default | list:WORD} ` + methodsSyntax(words),
		Help:   modes.MergeHelp(aaaHelp(), methodsHelp(), texts, modes.H{"default": "The default list.", "list": "Named list."}, help),
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			have := lists(c)
			l := config.MethodList{Name: methodListName(a), Methods: methodsOf(a, words)}
			at := slices.IndexFunc(*have, func(m config.MethodList) bool { return m.Name == l.Name })
			switch {
			case at >= 0:
				(*have)[at] = l
			case l.Name == config.DefaultList:
				*have = slices.Insert(*have, 0, l)
			default:
				*have = append(*have, l)
			}
			return nil
		},
		No: lead + ` {default | list:WORD}`,
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if !a.Has("default") && !a.Has("list") {
				return modes.ErrIncomplete
			}
			*lists(c) = slices.DeleteFunc(*lists(c), func(m config.MethodList) bool { return m.Name == methodListName(a) })
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, l := range *lists(c) {
				a := parser.Args{"list": l.Name}
				if l.Name == config.DefaultList {
					a = parser.Args{"default": true}
				}
				lines = append(lines, methodArgs(a, l.Methods))
			}
			return lines
		},
		Spell: func(_ debuglog.Release, line string) string { return line },
	}
}

func methodListName(a parser.Args) string {
	if a.Has("list") {
		return a.Str("list")
	}
	return config.DefaultList
}

var (
	loginWords  = []string{"enable", "krb5", "line", "local", "local-case", "none"}
	enableWords = []string{"enable", "line", "none"}
	execWords   = []string{"if-authenticated", "local", "none"}
)

func authentication() modes.H {
	return modes.H{"authentication": "Authentication configurations parameters."}
}
func authorization() modes.H {
	return modes.H{"authorization": "Authorization configurations parameters."}
}

func aaaLogin() modes.Cmd[modes.Global] {
	return methodLists(`aaa authentication login`, modes.MergeHelp(authentication(), modes.H{"login": "Set authentication lists for logins."}),
		loginWords, func(c modes.Global) *[]config.MethodList { return &c.AAA.Login })
}
func aaaExec() modes.Cmd[modes.Global] {
	c := methodLists(`aaa authorization exec`, modes.MergeHelp(authorization(), modes.H{"exec": "For starting an exec (shell)."}),
		execWords, func(c modes.Global) *[]config.MethodList { return &c.AAA.Exec })
	c.Spell = func(_ debuglog.Release, line string) string { return line + " " }
	return c
}

func aaaNetwork() modes.Cmd[modes.Global] {
	return methodLists(`aaa authorization network`, modes.MergeHelp(authorization(),
		modes.H{"network": "For network services. (PPP, SLIP, ARAP)"}),
		execWords, func(c modes.Global) *[]config.MethodList { return &c.AAA.Network })
}

func aaaEnable() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `aaa authentication enable default ` + methodsSyntax(enableWords),
		Help: modes.MergeHelp(aaaHelp(), authentication(), methodsHelp(), modes.H{"enable": "Use enable password for authentication.",
			"default": "The default authentication list.",
			"line":    methodTexts()["line"], "none": methodTexts()["none"]}),
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.AAA.Enable = methodsOf(a, enableWords)
			return nil
		},
		No:    `aaa authentication enable default`,
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error { c.AAA.Enable = nil; return nil },
		Show: func(c modes.Global) []parser.Args {
			if c.AAA.Enable == nil {
				return nil
			}
			return []parser.Args{methodArgs(parser.Args{}, c.AAA.Enable)}
		},
	}
}

func aaaConsole() modes.Cmd[modes.Global] {
	return modes.Flag(`aaa authorization console`, modes.MergeHelp(aaaHelp(), authorization(),
		modes.H{"console": "For enabling console authorization"}),
		func(c modes.Global) *bool { return &c.AAA.Console })
}

func aaaAttempts() modes.Cmd[modes.Global] {
	return modes.Number(`aaa authentication attempts login number:<1-25>`,
		modes.MergeHelp(aaaHelp(), authentication(), modes.H{"attempts": "Set the maximum number of login attempts",
			"login":  "Set the maximum number of login attempts",
			"number": "Number of attempts"}),
		0, func(c modes.Global) *int { return &c.AAA.Attempts }).WithoutDefaultLine()
}

// aaaPrompt is `aaa authentication username-prompt` or `password-prompt`.
func aaaPrompt(word string, i int) modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `aaa authentication ` + word + ` text:LINE`,
		Help:   modes.MergeHelp(aaaHelp(), authentication(), modes.H{word: "Text to use when prompting", "text": "Text of prompt"}),
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.AAA.Prompts[i] = strings.Trim(a.Str("text"), `"`)
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error { c.AAA.Prompts[i] = ""; return nil },
		Show: func(c modes.Global) []parser.Args {
			if text := c.AAA.Prompts[i]; strings.Contains(text, " ") {
				return []parser.Args{{"text": `"` + text + `"`}}
			} else if text != "" {
				return []parser.Args{{"text": text}}
			}
			return nil
		},
	}
}

func aaaPasswordPrompt() modes.Cmd[modes.Global] {
	return aaaPrompt("password-prompt", 1)
}
func aaaUsernamePrompt() modes.Cmd[modes.Global] {
	return aaaPrompt("username-prompt", 0)
}

// aaaSession is printed by every router with `aaa new-model`; nothing else can be said.
func aaaSession() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `aaa session-id {common | unique}`,
		Help: modes.MergeHelp(aaaHelp(), modes.H{"session-id": "AAA Session ID",
			"common": "Use same session-id for authentication, authorization and accounting",
			"unique": "Use different session-id for each service"}),
		Set:   func(*modes.Context, modes.Global, parser.Args) error { return nil },
		Unset: func(*modes.Context, modes.Global, parser.Args) error { return nil },
		Show: func(c modes.Global) []parser.Args {
			if !c.AAA.NewModel {
				return nil
			}
			return []parser.Args{{"common": true}}
		},
	}
}

// afterNewModel keeps a command to consoles of routers with `aaa new-model`.
func afterNewModel(c modes.Cmd[modes.Global]) modes.Cmd[modes.Global] {
	c.Syntax = strings.Replace(c.Syntax, "aaa ", "aaa <new-model> ", 1)
	c.No = strings.Replace(c.No, "aaa ", "aaa <new-model> ", 1)
	return c
}

func addAAA(l *modes.Language) {
	l.Add("global", aaaNewModel())
	for _, c := range []modes.Cmd[modes.Global]{aaaLogin(), aaaEnable(), aaaAttempts(), aaaPasswordPrompt(), aaaUsernamePrompt(),
		aaaExec(), aaaNetwork(),
		aaaConsole(), aaaSession()} {
		l.Add("global", afterNewModel(c))
	}
}
