package explain_test

import (
	"encoding/binary"
	"errors"
	"flag"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"ruthere/explain"
)

var judge = flag.Bool("judge", false, "write into testdata/posts what is said now; read the difference")

// A post is a log as people paste it, what is to be said of it, and the first lines to change.
type post struct{ file, name, want, log string }

func posts(t testing.TB) (list []post) {
	t.Helper()
	files, err := filepath.Glob("testdata/posts/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range strings.Split("\n"+string(text), "\n=== ")[1:] {
			name, log, _ := strings.Cut(one, "\n")
			p := post{file: file, name: name, log: log}
			for strings.HasPrefix(p.log, "> ") {
				line, rest, _ := strings.Cut(p.log, "\n")
				p.want, p.log = p.want+line+"\n", rest
			}
			list = append(list, p)
		}
	}
	return list
}

// verdict is what a report says of a post: the first failure, or that there is none, and what to change or to do.
func verdict(log string) string {
	f, err := explain.Read(strings.NewReader(log), explain.Options{})
	if err != nil {
		return "> status 2: " + err.Error() + "\n"
	}
	r := explain.Diagnose(f)
	if !r.Failed() {
		return "> status 0\n"
	}
	var b strings.Builder
	b.WriteString("> status 1: " + claim(r) + "\n")
	for _, x := range r.Findings {
		if x.End {
			continue
		}
		for _, s := range x.Change {
			b.WriteString("> " + s.Where + ": " + strings.Join(s.Lines, " / ") + "\n")
		}
		if len(x.Change) == 0 {
			b.WriteString("> next: " + x.Next + "\n")
		}
		break
	}
	return b.String()
}

// Of what people paste, from devices and daemons that our labs have not, the right is said, and never too much.
func TestPosts(t *testing.T) {
	texts, names := map[string]string{}, []string{}
	for _, p := range posts(t) {
		t.Run(filepath.Base(p.file)+"/"+p.name, func(t *testing.T) {
			got := verdict(p.log)
			if got != p.want && !*judge {
				t.Errorf("got\n%swant\n%s", got, p.want)
			}
			if texts[p.file] == "" {
				names = append(names, p.file)
			}
			texts[p.file] += "=== " + p.name + "\n" + got + strings.TrimSuffix(p.log, "\n") + "\n"
		})
	}
	for _, file := range names {
		if *judge {
			if err := os.WriteFile(file, []byte(texts[file]), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// Every line of a post that is quoted stands there.
func TestPostsAreQuotedRight(t *testing.T) {
	for _, p := range posts(t) {
		f, err := explain.Read(strings.NewReader(p.log), explain.Options{})
		if errors.Is(err, explain.ErrUnknown) {
			continue
		}
		lines := strings.Split(p.log, "\n")
		for _, x := range explain.Diagnose(f).Findings {
			if len(x.Evidence) == 0 && !(x.Cause == explain.NotShown && x.Negotiation == 0) {
				t.Errorf("%s: %s without evidence", p.name, x.Cause)
			}
			for _, e := range x.Evidence {
				quoted := strings.TrimSuffix(e.Text, "...")
				here := strings.Join(lines[e.Number-1:min(len(lines), e.Number+2)], "")
				if !strings.Contains(here, quoted) && !strings.Contains(lines[e.Number-1], strings.TrimSuffix(quoted, "# ")) {
					t.Errorf("%s: line %d is %q, quoted as %q", p.name, e.Number, lines[e.Number-1], e.Text)
				}
			}
		}
	}
}

// A post that is cut, wrapped, or has lost its time stamps never leads to a cause that is called certain and is not that of the whole.
// Every second line is tried, all of them in the wide run.
func TestDamagedPosts(t *testing.T) {
	for _, p := range posts(t) {
		f, err := explain.Read(strings.NewReader(p.log), explain.Options{})
		if err != nil {
			continue
		}
		s := sample{name: p.name, allowed: map[explain.Cause]bool{}}
		for _, x := range explain.Diagnose(f).Findings {
			s.allowed[x.Cause] = true
		}
		lines := strings.SplitAfter(p.log, "\n")
		for i := 0; i < len(lines); i += rounds(2, 1) {
			checkClaims(t, s, "from a line on", strings.Join(lines[i:], ""))
			checkClaims(t, s, "up to a line", strings.Join(lines[:i], ""))
			checkClaims(t, s, "without a line", strings.Join(lines[:i], "")+strings.Join(lines[i+1:], ""))
		}
		checkClaims(t, s, "wrapped", wrap(p.log, 80))
		checkClaims(t, s, "twice", p.log+p.log)
	}
}

// otherNumbers are those of a second negotiation in the same log, and of the threads that work on it.
var otherNumbers = strings.NewReplacer("198.51.100.7", "198.51.100.8", "(1001)", "(1801)", "(1002)", "(1802)", "(1003)", "(1803)",
	"(1004)", "(1804)", "(1011)", "(1811)", "(1033)", "(1833)", "#1:", "#7:", "#2:", "#8:", `"office"`, `"other"`,
	"03[", "33[", "04[", "34[", "05[", "35[", "06[", "36[", "07[", "37[", "08[", "38[",
	"09[", "39[", "10[", "40[", "11[", "41[", "12[", "42[", "13[", "43[", "14[", "44[",
	"15[", "45[", "16[", "46[", "17[", "47[")

// Two posts in one log, line by line in any order, lead to no cause that is called certain and is of neither.
func TestMixedPosts(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	all := posts(t)
	for range rounds(80, 5000) {
		a, b := all[random.IntN(len(all))], all[random.IntN(len(all))]
		s := sample{name: a.name + " with " + b.name, allowed: map[explain.Cause]bool{}}
		for _, p := range []post{a, b} {
			if f, err := explain.Read(strings.NewReader(p.log), explain.Options{}); err == nil {
				for _, x := range explain.Diagnose(f).Findings {
					s.allowed[x.Cause] = true
				}
			}
		}
		checkClaims(t, s, "interleaved", interleave(a.log+"\n", otherNumbers.Replace(b.log)+"\n", random))
		checkClaims(t, s, "one behind the other", a.log+"\n"+otherNumbers.Replace(b.log))
	}
}

// What a console of Windows saved, in UTF-16 of either byte order, is the same text.
func TestWidePosts(t *testing.T) {
	for _, p := range posts(t) {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			var wide []byte
			for _, v := range utf16.Encode([]rune("\ufeff" + strings.ReplaceAll(p.log, "\n", "\r\n"))) {
				wide = order.AppendUint16(wide, v)
			}
			if got := verdict(string(wide)); got != p.want {
				t.Errorf("%s: got\n%swant\n%s", p.name, got, p.want)
			}
		}
	}
}
