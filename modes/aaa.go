package modes

import (
	"fmt"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/parser"
)

var aaaHelp = H{"aaa": "Authentication, Authorization and Accounting."}

var aaaNewModel = Cmd[global]{
	Syntax: `aaa new-model`,
	Help:   with(aaaHelp, H{"new-model": "Enable NEW access control commands and functions.(Disables OLD commands.)"}),
	Set: func(_ *Context, c global, _ parser.Args) error {
		c.AAA.NewModel = true
		for _, l := range c.Lines { // what the old commands said is gone for good
			l.Login, l.LoginLocal = l.Kind == "vty", false
		}
		return nil
	},
	Unset:  func(_ *Context, c global, _ parser.Args) error { c.AAA = config.AAA{}; return nil },
	Show:   func(c global) []parser.Args { return when(c.AAA.NewModel) },
	ShowNo: func(c global) []parser.Args { return when(!c.AAA.NewModel) },
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

func methodsHelp() H {
	h := H{}
	for n := 1; n <= maxMethods; n++ {
		h[fmt.Sprintf("server-group-%d", n)] = "Server-group name: radius, tacacs+, or one of your own"
	}
	return with(h, H{"group": "Use Server-group"})
}

var methodTexts = H{
	"cache": "Use Cached-group", "enable": "Use enable password for authentication.", "krb5": "Use Kerberos 5 authentication.",
	"line": "Use line password for authentication.", "local": "Use local username authentication.",
	"local-case": "Use case-sensitive local username authentication.", "none": "NO authentication.",
	"if-authenticated": "Succeed if user has authenticated.",
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
func methodLists(lead string, help H, words []string, lists func(global) *[]config.MethodList) Cmd[global] {
	texts := H{}
	for _, w := range words {
		texts[w] = methodTexts[w]
	}
	return Cmd[global]{
		Syntax: lead + ` {default | list:WORD} ` + methodsSyntax(words),
		Help:   with(aaaHelp, methodsHelp(), texts, H{"default": "The default list.", "list": "Named list."}, help),
		Set: func(_ *Context, c global, a parser.Args) error {
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
		Unset: func(_ *Context, c global, a parser.Args) error {
			if !a.Has("default") && !a.Has("list") {
				return errIncomplete
			}
			*lists(c) = slices.DeleteFunc(*lists(c), func(m config.MethodList) bool { return m.Name == methodListName(a) })
			return nil
		},
		Show: func(c global) (lines []parser.Args) {
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

	authentication = H{"authentication": "Authentication configurations parameters."}
	authorization  = H{"authorization": "Authorization configurations parameters."}

	aaaLogin = methodLists(`aaa authentication login`, with(authentication, H{"login": "Set authentication lists for logins."}),
		loginWords, func(c global) *[]config.MethodList { return &c.AAA.Login })
	aaaExec = func() Cmd[global] {
		c := methodLists(`aaa authorization exec`, with(authorization, H{"exec": "For starting an exec (shell)."}),
			execWords, func(c global) *[]config.MethodList { return &c.AAA.Exec })
		c.Spell = func(_ debuglog.Release, line string) string { return line + " " }
		return c
	}()
)

var aaaEnable = Cmd[global]{
	Syntax: `aaa authentication enable default ` + methodsSyntax(enableWords),
	Help: with(aaaHelp, authentication, methodsHelp(), H{"enable": "Use enable password for authentication.", "default": "The default authentication list.",
		"line": methodTexts["line"], "none": methodTexts["none"]}),
	Set: func(_ *Context, c global, a parser.Args) error {
		c.AAA.Enable = methodsOf(a, enableWords)
		return nil
	},
	No:    `aaa authentication enable default`,
	Unset: func(_ *Context, c global, _ parser.Args) error { c.AAA.Enable = nil; return nil },
	Show: func(c global) []parser.Args {
		if c.AAA.Enable == nil {
			return nil
		}
		return []parser.Args{methodArgs(parser.Args{}, c.AAA.Enable)}
	},
}

var aaaConsole = flag(`aaa authorization console`, with(aaaHelp, authorization, H{"console": "For enabling console authorization"}),
	func(c global) *bool { return &c.AAA.Console })

var aaaAttempts = Cmd[global]{
	Syntax: `aaa authentication attempts login number:<1-25>`,
	Help: with(aaaHelp, authentication, H{"attempts": "Set the maximum number of login attempts", "login": "Set the maximum number of login attempts",
		"number": "Number of attempts"}),
	Set: func(_ *Context, c global, a parser.Args) error { c.AAA.Attempts = a.Int("number"); return nil },
	Unset: func(_ *Context, c global, _ parser.Args) error {
		c.AAA.Attempts = 0
		return nil
	},
	Show: func(c global) []parser.Args {
		if c.AAA.Attempts == 0 {
			return nil
		}
		return []parser.Args{{"number": c.AAA.Attempts}}
	},
}

// aaaPrompt is `aaa authentication username-prompt` or `password-prompt`.
func aaaPrompt(word string, i int) Cmd[global] {
	return Cmd[global]{
		Syntax: `aaa authentication ` + word + ` text:LINE`,
		Help:   with(aaaHelp, authentication, H{word: "Text to use when prompting", "text": "Text of prompt"}),
		Set: func(_ *Context, c global, a parser.Args) error {
			c.AAA.Prompts[i] = strings.Trim(a.Str("text"), `"`)
			return nil
		},
		Unset: func(_ *Context, c global, _ parser.Args) error { c.AAA.Prompts[i] = ""; return nil },
		Show: func(c global) []parser.Args {
			if text := c.AAA.Prompts[i]; strings.Contains(text, " ") {
				return []parser.Args{{"text": `"` + text + `"`}}
			} else if text != "" {
				return []parser.Args{{"text": text}}
			}
			return nil
		},
	}
}

var (
	aaaPasswordPrompt = aaaPrompt("password-prompt", 1)
	aaaUsernamePrompt = aaaPrompt("username-prompt", 0)
)

// aaaSession is printed by every router with `aaa new-model`; nothing else can be said.
var aaaSession = Cmd[global]{
	Syntax: `aaa session-id {common | unique}`,
	Help: with(aaaHelp, H{"session-id": "AAA Session ID", "common": "Use same session-id for authentication, authorization and accounting",
		"unique": "Use different session-id for each service"}),
	Set:   func(*Context, global, parser.Args) error { return nil },
	Unset: func(*Context, global, parser.Args) error { return nil },
	Show: func(c global) []parser.Args {
		if !c.AAA.NewModel {
			return nil
		}
		return []parser.Args{{"common": true}}
	},
}

func init() {
	Global.Add(aaaNewModel, aaaLogin, aaaEnable, aaaAttempts, aaaPasswordPrompt, aaaUsernamePrompt, aaaExec, aaaConsole, aaaSession)
	Global.addInert(
		inertList(`aaa accounting rest:LINE`, with(aaaHelp, H{"accounting": "Accounting configurations parameters.", "rest": "What to account, when, and to whom"})),
		inertList(`aaa authorization {commands | config-commands | configuration | network | reverse-access} [rest:LINE]`, with(aaaHelp, authorization,
			H{"commands": "For exec (shell) commands.", "config-commands": "For configuration mode commands.", "configuration": "For downloading configurations from AAA server",
				"network": "For network services. (PPP, SLIP, ARAP)", "reverse-access": "For reverse access connections", "rest": "A list and its methods"})),
		inertList(`aaa authentication {arap | dot1x | ppp | sgbp} rest:LINE`, with(aaaHelp, authentication, H{"arap": "Set authentication lists for arap.",
			"dot1x": "Set authentication lists for IEEE 802.1x.", "ppp": "Set authentication lists for ppp.", "sgbp": "Set authentication lists for sgbp.", "rest": "A list and its methods"})),
		inertList(`aaa local authentication rest:LINE`, with(aaaHelp, H{"local": "AAA Local method options", "authentication": "AAA Local authentication", "rest": "Parameters"})),
	)
}
