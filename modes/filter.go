package modes

import (
	"maps"
	"strings"

	"ruthere/parser"
)

// A Filter is what the output of a show command is sent through: `| include RE`.
type Filter struct {
	Kind       string // include, exclude, begin, count, section, section-exclude; append, redirect, tee
	Expression string // or the URL, for the last three

	write   func(text string) error // for the last three
	send    func(text string)       // for them, if the file is a server's
	matches regularExpression       // for the others
}

const filterSyntax = ` [\| {append append-url:WORD | begin begin-re:REGEXP | count count-re:REGEXP | exclude exclude-re:REGEXP |
	format format-url:WORD |
	include include-re:REGEXP | redirect redirect-url:WORD |
	section {section-exclude=exclude section-exclude-re:REGEXP | section-include=include section-include-re:REGEXP | section-re:REGEXP} |
	tee [tee-append=/append] tee-url:WORD}]`

// jsonSyntax is the filter of those show commands alone that have a status, before the others.
const jsonSyntax = `as-json=json`

// filtersOf is what may follow a show command.
func filtersOf(hasStatus bool) string {
	if hasStatus {
		return strings.Replace(filterSyntax, "{", "{"+jsonSyntax+" | ", 1)
	}
	return filterSyntax
}

func filterHelp() H {
	return H{
		"|":                  "Output modifiers",
		"append":             "Append redirected output to URL (URLs supporting append operation only)",
		"append-url":         "URL to append to",
		"begin":              "Begin with the line that matches",
		"begin-re":           "Regular Expression",
		"count":              "Count number of lines which match regexp",
		"count-re":           "Regular Expression",
		"exclude":            "Exclude lines that match",
		"exclude-re":         "Regular Expression",
		"format":             "Format the output using the specified spec file",
		"format-url":         "Name of the spec file",
		"include":            "Include lines that match",
		"include-re":         "Regular Expression",
		"redirect":           "Redirect output to URL",
		"redirect-url":       "URL to redirect to",
		"section":            "Filter a section of output",
		"section-exclude":    "Exclude section(s) of output",
		"section-include":    "Include section(s) of output",
		"section-exclude-re": "Regular Expression",
		"section-include-re": "Regular Expression",
		"section-re":         "Regular Expression",
		"tee":                "Copy output to URL",
		"/append":            "Append redirected output to URL (URLs supporting append operation only)",
		"tee-url":            "URL to copy to",
	}
}

// withFilters is the help of a show command that output filters may follow, JSON among them if it has a status.
func withFilters(help H, hasStatus bool) H {
	all := maps.Clone(filterHelp())
	if hasStatus {
		all["as-json"] = "Print the status as JSON (ruthere's own, no IOS has it)"
	}
	maps.Copy(all, help)
	return all
}

// filterOf takes the filter out of a show command's arguments, nil if there is none.
func filterOf(a parser.Args) *Filter {
	for name := range filterHelp() {
		kind, isExpression := strings.CutSuffix(name, "-re")
		if !isExpression {
			kind, isExpression = strings.CutSuffix(name, "-url")
		}
		if isExpression && a.Has(name) {
			f := &Filter{Kind: strings.TrimSuffix(kind, "-include"), Expression: a.Str(name)}
			if a.Has("tee-append") {
				f.Kind = "tee-append"
			}
			return f
		}
	}
	return nil
}

// aim makes the filter ready, and refuses what cannot be done.
func (x *Context) aim(f *Filter) error {
	switch f.Kind {
	case "format": // no file here is a spec
		return Refuse("% Format spec file " + f.Expression + " not found")
	case "append", "redirect", "tee", "tee-append":
		p, err := x.ParseFileName(f.Expression)
		if err != nil {
			return err
		}
		more := f.Kind == "append" || f.Kind == "tee-append"
		if p.Kind == RemoteFile && x.Device.Language().SendOutput != nil {
			if more { // which servers cannot
				return OpeningError(p.Text(), errNoAppend)
			}
			f.write = func(string) error { return nil }
			f.send = func(text string) { x.Device.Language().SendOutput(x, p, text) }
			return nil
		}
		f.write = func(text string) error { return x.WriteFile(p, text, more) }
		if more {
			return f.write("")
		}
		return x.CheckWritable(p)
	}
	return f.compile()
}

// Search is a filter of the kinds that keep lines, such as include.
func Search(kind, expression string) (*Filter, error) {
	f := &Filter{Kind: kind, Expression: expression}
	return f, f.compile()
}

func (f *Filter) compile() (err error) {
	f.matches, err = compileExpression(f.Expression)
	return err
}

// errNoAppend is why nothing is appended to a file of a server.
var errNoAppend = TransferError("Function not implemented")

// Send sends output to the server that the filter names, if it does.
func (f *Filter) Send(text string) {
	if f.send != nil {
		f.send(text)
	}
}

// Store writes output to the filter's file, if it has one. Rest is what goes to the
// screen.
func (f *Filter) Store(text string) (rest string, err error) {
	if f.write == nil {
		return text, nil
	}
	err = f.write(text)
	if strings.HasPrefix(f.Kind, "tee") {
		return text, err
	}
	return "", err
}

// Apply filters whole lines.
func (f *Filter) Apply(lines []string) []string {
	if f.write != nil {
		return lines
	}
	switch f.Kind {
	case "include", "exclude":
		return keep(lines, func(l string) bool { return f.matches(l) == (f.Kind == "include") })
	case "begin":
		for i, l := range lines {
			if f.matches(l) {
				return lines[i:]
			}
		}
		return nil
	case "count":
		matching := keep(lines, f.matches)
		return []string{"Number of lines which match regexp = " + Itoa(len(matching))}
	}
	return section(lines, f.matches, f.Kind == "section")
}

func keep(lines []string, wanted func(string) bool) []string {
	var kept []string
	for _, l := range lines {
		if wanted(l) {
			kept = append(kept, l)
		}
	}
	return kept
}

// section keeps (or drops) the lines that match, each with the deeper indented lines
// below it.
func section(lines []string, matches func(string) bool, wanted bool) []string {
	inside := -1 // indent of the matching line above; -1 for none
	return keep(lines, func(l string) bool {
		indent := len(l) - len(strings.TrimLeft(l, " "))
		if inside >= 0 && (indent <= inside || l == "") {
			inside = -1
		}
		if inside < 0 && matches(l) {
			inside = indent
		}
		return (inside >= 0) == wanted
	})
}
