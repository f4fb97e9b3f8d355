package debuglog

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"ruthere/crypto/ike/state"
)

var releases = []Release{IOS124, IOS15, IOSXE}

// TestCatalogue compares every line, in its three spellings, with testdata/catalogue.txt, which
// is to be read beside a capture. In that file "·" is a blank at the end of a line, "→" a tab,
// and "⏎" a newline that does not end the message.
func TestCatalogue(t *testing.T) {
	var b strings.Builder
	for _, s := range samples() {
		b.WriteString(s.name + "\n")
		writeSpellings(&b, s.lines)
	}
	want, err := os.ReadFile("testdata/catalogue.txt")
	if err != nil {
		t.Fatal(err)
	}
	got, wanted := strings.Split(b.String(), "\n"), strings.Split(string(want), "\n")
	for i := range max(len(got), len(wanted)) {
		if g, w := at(got, i), at(wanted, i); g != w {
			t.Fatalf("testdata/catalogue.txt:%d, under %s\n got %s\nwant %s", i+1, heading(got, i), g, w)
		}
	}
}

// writeSpellings writes what each release says, once for releases that say the same.
func writeSpellings(b *strings.Builder, lines []Line) {
	var names, spellings []string
	for _, r := range releases {
		var said strings.Builder
		for _, l := range lines {
			if text, ok := l.Text(r); ok {
				said.WriteString("        " + visible(text) + "\n")
			}
		}
		if n := len(names); n > 0 && spellings[n-1] == said.String() {
			names[n-1] += " " + r.String()
			continue
		}
		names, spellings = append(names, r.String()), append(spellings, said.String())
	}
	for i, name := range names {
		if spellings[i] != "" {
			b.WriteString("    " + name + "\n" + spellings[i])
		}
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(the end)"
}

// heading is the name above line i.
func heading(lines []string, i int) string {
	for i = min(i, len(lines)-1); i > 0 && strings.HasPrefix(lines[i], " "); i-- {
	}
	return lines[i]
}

// visible shows the white space that matters, and puts continuation lines under their first line.
func visible(text string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		trimmed := strings.TrimRight(l, " ")
		lines[i] = strings.ReplaceAll(trimmed, "\t", "→") + strings.Repeat("·", len(l)-len(trimmed))
	}
	return strings.TrimRight(strings.Join(lines, "⏎\n        "), "\n ")
}

// TestSamplesAreComplete: a constructor that no sample calls would never be looked at.
func TestSamplesAreComplete(t *testing.T) {
	sampled := map[string]bool{"VendorID": true} // has a test of its own
	for _, s := range samples() {
		sampled[s.name] = true
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && isConstructor(f) {
				found++
				if !sampled[f.Name.Name] {
					t.Errorf("%s: no sample of %s", name, f.Name.Name)
				}
			}
		}
	}
	if found < 100 {
		t.Errorf("only %d constructors found", found)
	}
}

// isConstructor reports whether f is an exported function that returns a Line or several.
func isConstructor(f *ast.FuncDecl) bool {
	if f.Recv != nil || !f.Name.IsExported() || f.Type.Results == nil {
		return false
	}
	result := f.Type.Results.List[0].Type
	if list, ok := result.(*ast.ArrayType); ok {
		result = list.Elt
	}
	name, ok := result.(*ast.Ident)
	return ok && name.Name == "Line"
}

var nameLeft = regexp.MustCompile("<[a-z]+>")

// TestPhrasesAndValuesAgree: each name in a spelling has a value, and each value a name.
func TestPhrasesAndValuesAgree(t *testing.T) {
	for _, s := range samples() {
		for _, l := range s.lines {
			values := 0
			for l.value(values).kind != kindNone {
				values++
			}
			if names := strings.Fields(l.phrase.args); len(names) != values {
				t.Errorf("%s: %d values for the names %q", s.name, values, names)
			}
			for _, r := range releases {
				if text, _ := l.Text(r); nameLeft.MatchString(text) {
					t.Errorf("%s: a name without a value on %v: %s", s.name, r, text)
				}
			}
		}
	}
}

// TestReleasesSayOnlyTheirs: lines that came or went with a release.
func TestReleasesSayOnlyTheirs(t *testing.T) {
	tests := []struct {
		name       string
		line       Line
		g2, g3, g4 bool
	}{
		{"SendingIPv4Packet", SendingIPv4Packet(first), false, true, true},
		{"SKEYIDGenerated", SKEYIDGenerated(first), true, false, false},
		{"EnqueuedDeleteSAs", EnqueuedDeleteSAs(first, 1), false, false, true},
		{"SendingPacket", SendingPacket(first, peer, 500, 500, state.Initiator, state.QMIdle), true, true, true},
		{"the zero Line", Line{}, false, false, false},
	}
	for _, tt := range tests {
		for r, want := range []bool{tt.g2, tt.g3, tt.g4} {
			if _, ok := tt.line.Text(Release(r)); ok != want {
				t.Errorf("%s on %v: said is %v", tt.name, Release(r), ok)
			}
		}
	}
}

func TestSeverity(t *testing.T) {
	tests := []struct {
		line               Line
		sw                 Switch
		severity           Level
		facility, mnemonic string
	}{
		{DPDEnabled(first), ISAKMPDPD, Debugging, "", ""},
		{NoOffersAccepted(first), ISAKMPError, Debugging, "", ""},
		{EnableOutbound(), IPsec, Debugging, "", ""},
		{SendingIPv4Packet(first), ISAKMP, Debugging, "", ""},
		{SessionDown(peer, 500, ""), Always, Notifications, "CRYPTO", "SESSION_STATUS"},
		{LinkUpDown("Serial0/0", true), Always, Errors, "LINK", "UPDOWN"},
		{LoginFailed("a", peer, 22, "", ""), Always, Warnings, "SEC_LOGIN", "LOGIN_FAILED"},
	}
	for _, tt := range tests {
		l := tt.line
		if l.Switch() != tt.sw || l.Severity() != tt.severity || l.Facility() != tt.facility || l.Mnemonic() != tt.mnemonic {
			t.Errorf("got %v %v %q %q, want %v %v %q %q", l.Switch(), l.Severity(), l.Facility(), l.Mnemonic(),
				tt.sw, tt.severity, tt.facility, tt.mnemonic)
		}
	}
}

// TestEverySyslogMessageHasItsHeader: the severity is read from the text, so that it must be there.
func TestEverySyslogMessageHasItsHeader(t *testing.T) {
	for _, s := range samples() {
		for _, l := range s.lines {
			if (l.Switch() == Always) != (l.Mnemonic() != "") {
				t.Errorf("%s: switch %d, mnemonic %q", s.name, l.Switch(), l.Mnemonic())
			}
		}
	}
}

// TestSayingIsCheap: most lines are said and never printed, because no debug is on.
func TestSayingIsCheap(t *testing.T) {
	var l Line
	allocations := testing.AllocsPerRun(100, func() {
		l = SendingPacket(first, peer, 500, 500, state.Initiator, state.QMIdle)
	})
	if allocations > 1 {
		t.Errorf("%v allocations for an unprinted line", allocations)
	}
	if l.Conn() != first {
		t.Errorf("the line is about %v", l.Conn())
	}
}
