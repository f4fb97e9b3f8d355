package lab

import (
	"strings"
)

// What may be typed next in a lab command: for `?` and Tab, at a router and at the lab's prompt.

// Expect lists what the last word of a line may become, with what it means. Words in capitals stand for
// something that the user chooses; "<cr>" says that the line may end there.
func (l *Lab) Expect(line string) (rows [][2]string) {
	words := strings.Fields(line)
	last := ""
	if n := len(words); n > 0 && !strings.HasSuffix(line, " ") {
		words, last = words[:n-1], words[n-1]
	}
	if len(words) == 0 {
		return l.commandsLike(last)
	}
	c := l.findCommand(words[0])
	if c == nil {
		return nil
	}
	if c.name == untilCommand {
		return l.expectCondition(words[1:], last)
	}
	for _, alternative := range strings.Split(c.arguments, "|") {
		tokens := strings.Fields(alternative)
		at := min(len(words)-1, len(tokens)-1)
		if !wordsStand(tokens, words[1:]) || at < 0 || at < len(words)-1 && !strings.HasSuffix(alternative, "...]") || len(words) > c.most {
			continue
		}
		if tokens[at] == "...]" {
			at--
		}
		for _, row := range l.wordsFor(c, strings.Trim(tokens[at], "[]")) {
			_, standsForAnother := placeholders[row[0]]
			if standsForAnother && last != "" || strings.HasPrefix(strings.ToLower(row[0]), strings.ToLower(last)) {
				rows = append(rows, row)
			}
		}
	}
	if len(words)-1 >= c.least && last == "" {
		rows = append(rows, [2]string{"<cr>", ""})
	}
	return rows
}

// wordsStand says whether the words that are typed can be the beginning of what may be typed.
func wordsStand(tokens, words []string) bool {
	for i, token := range tokens[:min(len(tokens), len(words))] {
		if word := strings.Trim(token, "[]"); word == strings.ToLower(word) && word != "..." && !strings.HasPrefix(word, words[i]) {
			return false
		}
	}
	return true
}

// commandsLike lists the commands that begin with a text.
func (l *Lab) commandsLike(text string) (rows [][2]string) {
	for _, row := range l.Commands() {
		if strings.HasPrefix(row[0], text) {
			rows = append(rows, row)
		}
	}
	return rows
}

// findCommand is the command that a word names: in full, or as the only one that begins so.
func (l *Lab) findCommand(word string) (found *command) {
	count := 0
	for _, c := range l.commands() {
		switch {
		case !l.offers(&c):
		case c.name == word:
			return &c
		case strings.HasPrefix(c.name, word):
			found = &c
			count++
		}
	}
	if count != 1 {
		return nil
	}
	return found
}

// wordsFor lists what an argument of a command may be. One in small letters is itself.
func (l *Lab) wordsFor(c *command, argument string) (rows [][2]string) {
	switch {
	case argument == strings.ToLower(argument):
		return [][2]string{{argument, ""}}
	}
	if c.of != nil && c.of.Words != nil {
		if rows := c.of.Words(argument); rows != nil {
			return rows
		}
	}
	switch c.name + " " + argument {
	case "manners NAME":
		for _, m := range allMisbehaviours {
			rows = append(rows, [2]string{m.name, m.help})
		}
		return append(rows, [2]string{good, "does none of this"})
	case "release NAME", "heal NAME":
		for _, f := range l.faults {
			rows = append(rows, [2]string{f.Name, f.text()})
		}
		return rows
	case "capture LINK":
		for _, w := range l.wires {
			rows = append(rows, [2]string{w.name, "link"})
		}
		return rows
	}
	switch argument {
	case "A", "B", "ROUTER", "HOST", "NODE":
		for _, m := range l.machines {
			if argument != "HOST" {
				rows = append(rows, [2]string{m.Name, "router"})
			}
		}
		for _, h := range l.hosts {
			if argument != "ROUTER" {
				rows = append(rows, [2]string{h.Name, "host " + h.Address.String()})
			}
		}
		return rows
	case "TRANSLATOR":
		for _, t := range l.translators {
			rows = append(rows, [2]string{t.Name, "translator " + t.Outside.Addr().String()})
		}
		return rows
	case "ADDRESS":
		return append([][2]string{{argument, placeholders[argument]}}, l.wordsFor(c, "HOST")...)
	}
	return [][2]string{{argument, placeholders[argument]}}
}

// placeholders say what stands for an argument that cannot be listed.
var placeholders = map[string]string{
	"ADDRESS":  "such as 192.168.1.1",
	"TIME":     "such as 50ms, 10s or 5m",
	"PERCENT":  "such as 20%",
	"SENTENCE": "such as drop main mode message 3 from R1 twice",
	"NAME":     "a name",
	"FILE":     "of this host",
	"N":        "a number",
	"xN":       "such as x10 or x0.5",
	"BACK-TO":  "a checkpoint, 5m ago, or a time of day",
	"MEANING":  "such as R_U_THERE, quick mode or ESP",
	"PREFIX":   "such as 192.168.2.0/24",
	`"REGEX"`:  "a regular expression",
}
