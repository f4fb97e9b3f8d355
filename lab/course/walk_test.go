package course_test

import (
	"flag"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ruthere/lab"
	"ruthere/lab/course"
	"ruthere/lab/grade"
)

// rewrite fills in what the routers answer in the walks. Commit the difference only if you can say why each changed
// line is right.
var rewrite = flag.Bool("rewrite", false, "rewrite the walks of the course's labs")

// A walk is what a beginner types who does the lab.
const walkFile = "walk.transcript"

func readWalk(t *testing.T, l *course.Lab) (name, text string) {
	t.Helper()
	name = path.Join(path.Dir(l.File), walkFile)
	data, err := fs.ReadFile(course.Files, name)
	if err != nil {
		t.Fatal(err)
	}
	return name, string(data)
}

// Each lab can be done as its text says: the walk through it shows what it promises.
func TestWalks(t *testing.T) {
	for _, l := range shipped(t).Labs {
		t.Run(l.Name, func(t *testing.T) {
			name, text := readWalk(t, &l)
			got, diff, err := lab.Replay(name, text, course.Files)
			if err != nil {
				t.Fatal(err)
			}
			if *rewrite && got != text {
				if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			} else if diff != nil {
				t.Errorf("%v", diff)
			}
		})
	}
}

// logLine begins a line of a log that a text quotes.
var logLine = regexp.MustCompile(`^(ISAKMP|IPSEC\(|%[A-Z]+-\d|map_db)`)

// codeSpan is code within a line.
var codeSpan = regexp.MustCompile("`([^`]+)`")

// quotedLines are the lines of logs that a text quotes, in blocks of code and within sentences. What goes on in a
// following line of a block is joined.
func quotedLines(text string) (quoted []string) {
	block := false
	for line := range strings.Lines(text) {
		trimmed := strings.TrimSpace(line)
		inBlock := strings.HasPrefix(line, "    ")
		switch {
		case inBlock && logLine.MatchString(trimmed):
			quoted = append(quoted, trimmed)
		case inBlock && block && len(quoted) > 0 && trimmed != "":
			quoted[len(quoted)-1] += " " + trimmed
		}
		block = inBlock && (block || logLine.MatchString(trimmed))
		if !inBlock {
			for _, span := range codeSpan.FindAllStringSubmatch(line, -1) {
				if logLine.MatchString(span[1]) {
					quoted = append(quoted, span[1])
				}
			}
		}
	}
	return quoted
}

// textsOf are all texts of a lab that a beginner reads.
func textsOf(a *grade.Assignment) []string {
	texts := []string{a.Story, a.After}
	for _, task := range a.Tasks {
		texts = append(texts, task.Text)
		for _, h := range task.Hints {
			texts = append(texts, h.Text)
		}
		for _, c := range task.Checks {
			texts = append(texts, c.Advice)
		}
	}
	return texts
}

// Lines of logs that a lab quotes are lines that its routers say: they stand in the walk through it.
func TestQuotedLinesAreSaid(t *testing.T) {
	found := 0
	for _, l := range shipped(t).Labs {
		_, walk := readWalk(t, &l)
		walk = strings.Join(strings.Fields(walk), " ")
		for _, text := range textsOf(l.Assignment) {
			for _, quoted := range quotedLines(text) {
				found++
				for _, part := range strings.Split(quoted, "...") {
					if part = strings.Join(strings.Fields(part), " "); !strings.Contains(walk, part) {
						t.Errorf("%s: nobody says %q in %s", l.Name, part, walkFile)
					}
				}
			}
		}
	}
	if found < 10 {
		t.Errorf("%d lines of logs were found in the texts: the pattern is wrong", found)
	}
}

// Blocks of code in the tasks are typed: routers understand them, in the EXEC or in configuration mode.
func TestCommandsOfTheTextsAreUnderstood(t *testing.T) {
	found := 0
	for _, l := range shipped(t).Labs {
		first := l.Topology.Routers[0]
		for _, task := range l.Tasks {
			for _, block := range codeBlocks(task.Text) {
				if slices.ContainsFunc(block, func(line string) bool { return strings.Contains(line, "...") || logLine.MatchString(line) }) {
					continue
				}
				found++
				name := path.Join(path.Dir(l.File), "block.transcript")
				typed := func(before string) string {
					script := "@ lab lab.yaml\n@ 10s\nenable\n" + before + strings.Join(block, "\n") + "\n"
					shown, _, err := lab.Replay(name, script, course.Files)
					if err != nil {
						return err.Error()
					}
					return refusal.FindString(shown)
				}
				if exec, configuration := typed(""), typed("configure terminal\n"); exec != "" && configuration != "" {
					t.Errorf("%s: of %q router %s says %q, and in configuration mode %q", l.Name, block, first.Name, exec, configuration)
				}
			}
		}
	}
	if found < 8 {
		t.Errorf("%d blocks of code were found in the tasks: the pattern is wrong", found)
	}
}

// refusal is what a router says of a line that it does not understand, or that it cannot do.
var refusal = regexp.MustCompile(`(?m)^(% (Invalid|Incomplete|Ambiguous|Unknown|Unrec).*|.*there is no lab command.*|usage: .*)$`)

// codeBlocks are the indented lines of a text, in blocks.
func codeBlocks(text string) (blocks [][]string) {
	inBlock := false
	for line := range strings.Lines(text) {
		code, ok := strings.CutPrefix(line, "    ")
		switch {
		case ok && inBlock:
			blocks[len(blocks)-1] = append(blocks[len(blocks)-1], strings.TrimRight(code, " \n"))
		case ok && strings.TrimSpace(code) != "":
			blocks = append(blocks, []string{strings.TrimRight(code, " \n")})
		}
		inBlock = ok
	}
	return blocks
}
