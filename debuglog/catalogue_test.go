package debuglog

import (
	"go/ast"
	"go/parser"
	"go/token"
	"net/netip"
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

// isConstructor reports whether f is an exported function that returns a Line or several, or a
// method of Voice that says them.
func isConstructor(f *ast.FuncDecl) bool {
	if f.Recv != nil {
		of, pointer := f.Recv.List[0].Type.(*ast.StarExpr)
		return pointer && of.X.(*ast.Ident).Name == "Voice" && f.Name.IsExported() && f.Name.Name != "Say" && f.Name.Name != "Wants"
	}
	if !f.Name.IsExported() || f.Type.Results == nil {
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
				if text, _ := l.Text(r); nameLeft.MatchString(strings.ReplaceAll(text, "password <omitted>", "")) { // the device's own word
					t.Errorf("%s: a name without a value on %v: %s", s.name, r, text)
				}
			}
		}
	}
}

// TestReleasesSayOnlyTheirs: lines that came or went with a release.
func TestReleasesSayOnlyTheirs(t *testing.T) {
	tests := []struct {
		name                 string
		line                 Line
		ios124, ios15, iosxe bool
	}{
		{"SendingIPv4Packet", said(first, func(v *Voice) { v.SendingIPv4Packet() })[0], false, true, true},
		{"SKEYIDGenerated", said(first, func(v *Voice) { v.SKEYIDGenerated() })[0], true, false, false},
		{"EnqueuedDeleteSAs", said(first, func(v *Voice) { v.EnqueuedDeleteSAs(1) })[0], false, false, true},
		{"SendingPacket", said(first, func(v *Voice) { v.SendingPacket(peer, 500, 500, state.Initiator, state.QMIdle) })[0],
			true, true, true},
		{"the zero Line", Line{}, false, false, false},
	}
	for _, tt := range tests {
		for r, want := range []bool{tt.ios124, tt.ios15, tt.iosxe} {
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
		{said(first, func(v *Voice) { v.DPDEnabled() })[0], ISAKMPDPD, Debugging, "", ""},
		{said(first, func(v *Voice) { v.NoOffersAccepted() })[0], ISAKMPError, Debugging, "", ""},
		{EnableOutbound(), IPsec, Debugging, "", ""},
		{said(first, func(v *Voice) { v.SendingIPv4Packet() })[0], ISAKMP, Debugging, "", ""},
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

// TestEverySyslogMessageHasItsHeader: the severity is read from the text, so that it must be there. What the device logs without one,
// though no debug lets it out, counts as debugging.
func TestEverySyslogMessageHasItsHeader(t *testing.T) {
	for _, s := range samples() {
		for _, l := range s.lines {
			text, _ := l.Text(IOS124)
			if (l.Switch() == Always) != (l.Mnemonic() != "" || strings.HasPrefix(text, "CRYPTO_PKI:  Certificate Request Fingerprint")) {
				t.Errorf("%s: switch %d, mnemonic %q", s.name, l.Switch(), l.Mnemonic())
			}
		}
	}
}

// TestSayingIsCheap: most lines are said and never printed, because no debug is on.
func TestSayingIsCheap(t *testing.T) {
	v := &Voice{Conn: first, To: deaf{}}
	allocations := testing.AllocsPerRun(100, func() {
		v.SendingPacket(peer, 500, 500, state.Initiator, state.QMIdle)
	})
	if allocations > 0 {
		t.Errorf("%v allocations for a line that nobody wants", allocations)
	}
}

type deaf struct{}

func (deaf) Wants(Switch, netip.Addr) bool { return false }
func (deaf) Hear(Line)                     { panic("a line that nobody wants was made") }
