package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/modes/ios"
	"ruthere/parser"
)

// referenceHead opens the page of the commands that have an effect. The counts are filled in.
const referenceHead = `# Commands that have an effect

Made from the grammar by %[1]sgo run ./scripts/dev/pages%[1]s. %[2]d commands in %[3]d modes do what they say; another %[4]d
are accepted, kept and printed back without effect: [commands-inert.md](commands-inert.md).

Words in small letters are typed as they stand, words in CAPITALS are to be replaced. %[1]s[ ]%[1]s may be left out, of
%[1]s{ | }%[1]s one is chosen, of %[1]s&{ | }%[1]s any in any order; %[1]s...%[1]s is one or more. After each command stands
what %[1]s?%[1]s says of it and of its parts, and what is in force where nothing is configured. Any abbreviation that is
unique will do. Configuration commands have a %[1]sno%[1]s and a %[1]sdefault%[1]s form, unless they only lead somewhere else.
The output of %[1]sshow%[1]s and %[1]smore%[1]s takes filters:
%[1]s| {begin | include | exclude | section | count | redirect | tee | append}%[1]s.

`

// inertHead opens the page of the commands without effect.
const inertHead = `# Commands without effect

Made from the grammar by %[1]sgo run ./scripts/dev/pages%[1]s. These %[2]d commands are accepted, kept and printed back, so that
the configuration of a real router loads whole, and nothing else follows from them. %[1]sruthere check --effect FILE%[1]s
lists those that a configuration uses. The notation is that of [commands.md](commands.md), where the commands with an
effect are; here %[1]s?%[1]s at the prompt explains the words after the first.

`

// A referenceMode is a mode and its commands, as the reference lists them.
type referenceMode struct {
	*modes.Mode
	doing, inert []modes.Entry
	openedBy     []string // how it is entered
}

// readReference lists the modes of the language, EXEC and global configuration first.
func readReference() []referenceMode {
	language := ios.Language(debuglog.IOS15)
	var all []referenceMode
	openedBy := map[string][]string{}
	for _, m := range language.Modes() {
		r := referenceMode{Mode: m}
		entries := m.Commands()
		slices.SortStableFunc(entries, func(a, b modes.Entry) int { return cmp.Compare(a.Syntax(), b.Syntax()) })
		for _, e := range entries {
			if e.HasEffect() {
				r.doing = append(r.doing, e)
			} else {
				r.inert = append(r.inert, e)
			}
			if to := e.Opens(); to != "" {
				openedBy[to] = append(openedBy[to], fmt.Sprintf("%s in %s", code(readableSyntax(e.Syntax())), m.ID))
			}
		}
		all = append(all, r)
	}
	for i := range all {
		all[i].openedBy = openedBy[all[i].ID]
	}
	order := []string{modes.ExecMode, modes.GlobalMode}
	slices.SortStableFunc(all, func(a, b referenceMode) int {
		return cmp.Compare(place(order, a.ID), place(order, b.ID))
	})
	return all
}

// place is where a word stands in a list, after all others if it does not.
func place(order []string, word string) int {
	if at := slices.Index(order, word); at >= 0 {
		return at
	}
	return len(order)
}

// onlyLeaves says whether no command with an effect does more than leave the mode.
func (r referenceMode) onlyLeaves() bool {
	return !slices.ContainsFunc(r.doing, func(e modes.Entry) bool {
		return e.Changes() || r.ID == modes.ExecMode
	})
}

// writeCommands writes both pages of the reference.
func writeCommands() (doing, inert string) {
	all := readReference()
	var useful, kept []referenceMode
	doingCount, inertCount := 0, 0
	for _, r := range all {
		inertCount += len(r.inert)
		if !r.onlyLeaves() {
			useful, doingCount = append(useful, r), doingCount+len(r.doing)
		}
		if len(r.inert) > 0 {
			kept = append(kept, r)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, referenceHead, "`", doingCount, len(useful), inertCount)
	writeContents(&b, useful, func(r referenceMode) int { return len(r.doing) })
	for _, r := range useful {
		r.writeDoing(&b)
	}
	doing = b.String()

	b.Reset()
	fmt.Fprintf(&b, inertHead, "`", inertCount)
	writeContents(&b, kept, func(r referenceMode) int { return len(r.inert) })
	for _, r := range kept {
		r.writeInert(&b)
	}
	return doing, b.String()
}

// writeContents writes a table of contents: each mode, its prompt and how many commands it has.
func writeContents(b *strings.Builder, all []referenceMode, count func(referenceMode) int) {
	b.WriteString("| mode | prompt | commands |\n|---|---|---|\n")
	for _, r := range all {
		fmt.Fprintf(b, "| [%s](#%s) | %s | %d |\n", r.ID, r.ID, code(promptOf(r.Mode)), count(r))
	}
	b.WriteString("\n")
}

func promptOf(m *modes.Mode) string {
	if m.Name == "" {
		return "Router#"
	}
	return "Router(" + m.Name + ")#"
}

func (r referenceMode) writeHead(b *strings.Builder) {
	fmt.Fprintf(b, "## %s\n\n", r.ID)
	if len(r.openedBy) > 0 {
		fmt.Fprintf(b, "Entered by %s.\n\n", strings.Join(r.openedBy, ", "))
	}
}

func (r referenceMode) writeDoing(b *strings.Builder) {
	r.writeHead(b)
	for _, e := range r.doing {
		fmt.Fprintf(b, "- %s", code(readableSyntax(e.Syntax())))
		summary, parts := explain(e)
		if summary != "" {
			b.WriteString(": " + summary)
		}
		if notes := r.notesOn(e); len(notes) > 0 {
			fmt.Fprintf(b, " (%s)", strings.Join(notes, "; "))
		}
		b.WriteString("\n")
		if len(parts) > 0 {
			b.WriteString("  <br>" + strings.Join(parts, "; ") + "\n")
		}
	}
	if len(r.inert) > 0 {
		fmt.Fprintf(b, "\nAnother %d are kept without effect: [%s](commands-inert.md#%s).\n", len(r.inert), r.ID, r.ID)
	}
	b.WriteString("\n")
}

// notesOn is what else there is to know about a command.
func (r referenceMode) notesOn(e modes.Entry) (notes []string) {
	if r.ID == modes.ExecMode && e.Level() > 1 {
		notes = append(notes, fmt.Sprintf("level %d", e.Level()))
	}
	if e.Hidden() {
		notes = append(notes, "not shown by `?`")
	}
	if defaults := e.Defaults(); len(defaults) > 0 {
		notes = append(notes, "default: "+code(strings.Join(defaults, " / ")))
	}
	return notes
}

// writeInert lists the commands without effect by what they would be part of.
func (r referenceMode) writeInert(b *strings.Builder) {
	r.writeHead(b)
	features := map[string][]modes.Entry{}
	var names []string
	for _, e := range r.inert {
		if features[e.Feature()] == nil {
			names = append(names, e.Feature())
		}
		features[e.Feature()] = append(features[e.Feature()], e)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintf(b, "%s: accepted, kept, no effect.\n\n", name)
		for _, e := range features[name] {
			fmt.Fprintf(b, "- %s", code(readableSyntax(e.Syntax())))
			if summary, _ := explain(e); summary != "" {
				b.WriteString(": " + summary)
			}
			b.WriteString("\n")
		}
		b.WriteString("\n")
	}
}

// explain is what `?` says of the last keyword that every line begins with, and of what comes after.
func explain(e modes.Entry) (summary string, parts []string) {
	rows := e.HelpOf()
	lead := len(strings.Fields(e.Keywords()))
	if lead > 0 && lead <= len(rows) {
		summary = plain(rows[lead-1].Text)
	}
	for _, row := range rows[min(lead, len(rows)):] {
		part := explainPart(row)
		if !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	return summary, parts
}

func explainPart(row parser.Row) string {
	name, kind, isArgument := strings.Cut(row.Item, ":")
	if !isArgument || kind == "" {
		return strings.TrimSpace(code(row.Item) + " " + plain(row.Text))
	}
	if name = strings.ToUpper(name); name != kind {
		return strings.TrimSpace(fmt.Sprintf("%s (%s) %s", code(name), plain(kind), plain(row.Text)))
	}
	return strings.TrimSpace(code(name) + " " + plain(row.Text))
}

// readableSyntax writes a syntax text as a manual would: arguments in capitals and without their types, keywords
// without their labels.
func readableSyntax(syntax string) string {
	syntax = parser.WithoutMarks(syntax)
	var b, word strings.Builder
	flush := func() {
		b.WriteString(readableWord(word.String()))
		word.Reset()
	}
	for i := 0; i < len(syntax); i++ {
		switch c := syntax[i]; {
		case c == '\\' && i+1 < len(syntax):
			i++
			word.WriteString(`\` + syntax[i:i+1])
		case strings.IndexByte(" []{}()|&", c) >= 0:
			flush()
			b.WriteByte(c)
		default:
			word.WriteByte(c)
		}
	}
	flush()
	return b.String()
}

func readableWord(word string) string {
	name, kind, isArgument := strings.Cut(word, ":")
	if isArgument && !strings.HasSuffix(name, `\`) {
		if strings.HasSuffix(kind, "...") {
			return strings.ToUpper(name) + "..."
		}
		return strings.ToUpper(name)
	}
	if _, keyword, labelled := strings.Cut(word, "="); labelled {
		word = keyword
	}
	return strings.ReplaceAll(word, `\`, "")
}

// code writes text in the font of code; plain keeps Markdown from reading meaning into it.
func code(text string) string { return "`" + text + "`" }

var plain = strings.NewReplacer("<", "&lt;", ">", "&gt;", "*", `\*`, "_", `\_`, "|", `\|`, "[", `\[`, "]", `\]`).Replace
