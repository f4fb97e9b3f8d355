package modes

import (
	"fmt"
	"maps"
	"regexp"
	"strconv"
	"strings"
	"time"

	"ruthere/parser"
)

// A setting is one value with a default: Number, Time and Choice make its whole command from
// what is said once, where it is called. The syntax gives the range, Set and Unset follow from
// it, the running-config shows the value where it is not the default, and `show running-config
// all` shows the default.

// Flag is a command without values that turns something on, and with `no` off.
func Flag[T any](syntax string, help H, of func(T) *bool) Cmd[T] {
	return Cmd[T]{
		Syntax:  syntax,
		Help:    help,
		Set:     func(_ *Context, t T, _ parser.Args) error { *of(t) = true; return nil },
		Unset:   func(_ *Context, t T, _ parser.Args) error { *of(t) = false; return nil },
		Show:    func(t T) []parser.Args { return LineIf(*of(t)) },
		Default: "no " + withoutMarks(syntax),
	}
}

// mark is what says before a word who has it.
var mark = regexp.MustCompile(`(^| )<[^>]+> `)

// withoutMarks is a syntax of keywords as it is typed.
func withoutMarks(syntax string) string { return mark.ReplaceAllString(syntax, "$1") }

// FlagOn is a flag that is on by default: only its `no` form is shown.
func FlagOn[T any](syntax string, help H, of func(T) *bool) Cmd[T] {
	c := Flag(syntax, help, of)
	c.Reset = c.Set
	c.Show, c.Default = nil, withoutMarks(syntax)
	c.ShowNo = func(t T) []parser.Args { return LineIf(!*of(t)) }
	return c
}

// Number is a setting that is one number. The syntax is keywords and the number with its
// range, as in `lifetime secs:<60-86400>`, which is the only place where the range is said. A
// default outside of it is said by the `no` form.
func Number[T any](syntax string, help H, byDefault int, of func(T) *int) Cmd[T] {
	n := numberIn(syntax)
	return setting(syntax, help, byDefault, of,
		func(a parser.Args) int { return a.Int(n.name) },
		func(value int) parser.Args { return parser.Args{n.name: value} },
		n.line(byDefault))
}

// Time is a Number of units: of time.Second, time.Minute or time.Hour.
func Time[T any](syntax string, help H, unit, byDefault time.Duration, of func(T) *time.Duration) Cmd[T] {
	n := numberIn(syntax)
	return setting(syntax, help, byDefault, of,
		func(a parser.Args) time.Duration { return time.Duration(a.Int(n.name)) * unit },
		func(value time.Duration) parser.Args { return parser.Args{n.name: int(value / unit)} },
		n.line(int(byDefault/unit)))
}

// Text is a setting that is one text, and by default none. The syntax is keywords and the text,
// as in `prompt prompt-text:LINE`.
func Text[T any](syntax string, help H, of func(T) *string) Cmd[T] {
	argument := strings.TrimPrefix(syntax, LeadingKeywords(syntax)+" ")
	name, _, typed := strings.Cut(argument, ":")
	if !typed || strings.Contains(argument, " ") {
		panic(fmt.Sprintf("modes: the syntax of a text is keywords and NAME:TYPE, not %q", syntax))
	}
	return setting(syntax, help, "", of,
		func(a parser.Args) string { return a.Str(name) },
		func(value string) parser.Args { return parser.Args{name: value} }, "")
}

// Description is the Text `description`, without the blanks at its end.
func Description[T any](help H, of func(T) *string) Cmd[T] {
	c := Text(`description text:LINE`, help, of)
	c.Set = func(_ *Context, t T, a parser.Args) error {
		*of(t) = strings.TrimRight(a.Str("text"), " ")
		return nil
	}
	return c
}

// An Option is what a Choice is made of: a keyword, what `?` says of it, and what it stands for.
type Option[V comparable] struct {
	Keyword, Help string
	Value         V
	marks         string // of where it is: see marks.go
}

// OptionOf is an option.
func OptionOf[V comparable](keyword, help string, value V) Option[V] {
	return Option[V]{Keyword: keyword, Help: help, Value: value}
}

// In is the option where the marks say: 15,xe for a choice that 12.4 does not have.
func (o Option[V]) In(marks string) Option[V] { o.marks = "<" + marks + "> "; return o }

// Choice is a setting that is one of several keywords after others. A default that none of
// them stands for is said by the `no` form. Two choices may be of the same value, each of its
// own options: the running-config shows the one whose option it is.
func Choice[T any, V comparable](keywords string, help H, byDefault V, of func(T) *V, options ...Option[V]) Cmd[T] {
	help, words, defaultLine := maps.Clone(help), make([]string, len(options)), "no "+keywords
	for i, o := range options {
		help[o.Keyword], words[i] = o.Help, o.marks+o.Keyword
		if o.Value == byDefault {
			defaultLine = keywords + " " + o.Keyword
		}
	}
	alone := len(options) == 1 // its keyword is one of those before it, which are not recorded
	read := func(a parser.Args) V {
		if alone {
			return options[0].Value
		}
		for _, o := range options {
			if a.Has(o.Keyword) {
				return o.Value
			}
		}
		return byDefault
	}
	write := func(value V) parser.Args {
		for _, o := range options {
			switch {
			case o.Value != value:
			case alone:
				return parser.Args{}
			default:
				return parser.Args{o.Keyword: true}
			}
		}
		return nil
	}
	if alone {
		c := setting(keywords+" "+words[0], help, byDefault, of, read, write, defaultLine)
		c.No = keywords + " [" + words[0] + "]" // so that it can be left off, as one of several can
		return c
	}
	return setting(keywords+" {"+strings.Join(words, " | ")+"}", help, byDefault, of, read, write, defaultLine)
}

// setting is the command of one value, given how its arguments are read and written.
func setting[T any, V comparable](syntax string, help H, byDefault V, of func(T) *V,
	read func(parser.Args) V, write func(V) parser.Args, defaultLine string) Cmd[T] {
	return Cmd[T]{
		Syntax: syntax,
		Help:   help,
		Set:    func(_ *Context, t T, a parser.Args) error { *of(t) = read(a); return nil },
		Unset:  func(_ *Context, t T, _ parser.Args) error { *of(t) = byDefault; return nil },
		Show: func(t T) []parser.Args {
			if value := *of(t); value != byDefault {
				if a := write(value); a != nil {
					return []parser.Args{a}
				}
			}
			return nil
		},
		Default: defaultLine,
	}
}

// WithoutDefaultLine is the setting of which `show running-config all` says nothing while it
// has its default: as of a part that follows the whole where it says nothing itself.
func (c Cmd[T]) WithoutDefaultLine() Cmd[T] { c.Default = ""; return c }

// ForShow is the command of which nothing follows but that it is kept, printed and shown;
// feature is what it would be part of.
func (c Cmd[T]) ForShow(feature string) Cmd[T] { c.KeptFor = feature; return c }

// numberSyntax is the syntax of a Number, taken apart.
type numberSyntax struct {
	keywords, name string
	least, most    int
}

// numberIn takes the syntax of a Number apart. It panics if it is not that of one.
func numberIn(syntax string) (n numberSyntax) {
	n.keywords = LeadingKeywords(syntax)
	argument, closed := strings.CutSuffix(strings.TrimPrefix(syntax, n.keywords+" "), ">")
	name, limits, ranged := strings.Cut(argument, ":<")
	low, high, _ := strings.Cut(limits, "-")
	var errs [2]error
	n.name = name
	n.least, errs[0] = strconv.Atoi(low)
	n.most, errs[1] = strconv.Atoi(high)
	if !closed || !ranged || strings.Contains(name, " ") || errs != [2]error{} || n.least > n.most {
		panic(fmt.Sprintf("modes: the syntax of a number is keywords and NAME:<LEAST-MOST>, not %q", syntax))
	}
	return n
}

// line is the line that gives a value, or the `no` form for one that is out of range.
func (n numberSyntax) line(value int) string {
	if value < n.least || value > n.most {
		return "no " + n.keywords
	}
	return n.keywords + " " + strconv.Itoa(value)
}

// FlagNegated is FlagOn for a value that holds the `no` form: off is true once it was typed.
// `show running-config all` says nothing of it.
func FlagNegated[T any](syntax string, help H, off func(T) *bool) Cmd[T] {
	on := func(_ *Context, t T, _ parser.Args) error { *off(t) = false; return nil }
	return Cmd[T]{
		Syntax: syntax,
		Help:   help,
		Set:    on,
		Unset:  func(_ *Context, t T, _ parser.Args) error { *off(t) = true; return nil },
		Reset:  on,
		ShowNo: func(t T) []parser.Args { return LineIf(*off(t)) },
	}
}

// LineIf is one line without values if cond holds.
func LineIf(cond bool) []parser.Args {
	if cond {
		return []parser.Args{{}}
	}
	return nil
}

// DropFalse takes the keywords that are false out of lines.
func DropFalse(lines []parser.Args) []parser.Args {
	for _, a := range lines {
		for name, value := range a {
			if value == false {
				delete(a, name)
			}
		}
	}
	return lines
}

// TextLine is one line with one value, or none if the value is empty.
func TextLine(name, value string) []parser.Args {
	if value == "" {
		return nil
	}
	return []parser.Args{{name: value}}
}
