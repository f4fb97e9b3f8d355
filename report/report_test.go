package report

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"io"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestLine(t *testing.T) {
	for text, want := range map[string]string{
		"Zoë O'Neil, 9b":             "Zoë O'Neil, 9b",
		"a\n::error::b":              `a\n::error::b`,
		"\x1b[2Jgone\r\a":            `\x1b[2Jgone\r\a`,
		"abc\u202ecba":               `abc\u202ecba`,
		"zero\u200bwidth":            `zero\u200bwidth`,
		"no ##[set-env name=x]break": `no #\#[set-env name=x]break`,
		`back\slash`:                 `back\\slash`,
		"\xff":                       `�`,
	} {
		if got := Line(text); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	if got := Lines("a\r\nb\nc\n\n", 2); !slices.Equal(got, []string{"a", "b", "and more: 1"}) {
		t.Errorf("%q", got)
	}
}

// The value is the same, whatever is spelt out.
func TestHarmlessJSON(t *testing.T) {
	text, err := json.Marshal("Zoë ##[error] \u202e \U000e0001 \x1b \"##[\"")
	if err != nil {
		t.Fatal(err)
	}
	got := string(HarmlessJSON(text))
	if want := `"Zoë \u0023#[error] \u202e \udb40\udc01 \u001b \"\u0023#[\""`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	var before, after string
	if json.Unmarshal(text, &before) != nil || json.Unmarshal([]byte(got), &after) != nil || before != after {
		t.Errorf("%q became %q", before, after)
	}
}

// What a spreadsheet would run stands behind an apostrophe; what comes back from a reader is one cell a cell.
func TestCSV(t *testing.T) {
	var b strings.Builder
	row := []string{`=HYPERLINK("http://x")`, "+1", "-1", "@SUM(A1)", "  =1", "＝1", "a,\"b\"", "two\nlines", "::error::x", "10", "'=1"}
	if err := WriteCSV(&b, [][]string{row, {"next"}}); err != nil {
		t.Fatal(err)
	}
	r := csv.NewReader(strings.NewReader(b.String()))
	got, err := r.Read()
	if err != nil {
		t.Fatal(err)
	}
	want := []string{`'=HYPERLINK("http://x")`, "'+1", "'-1", "'@SUM(A1)", "'  =1", "'＝1", `a,"b"`, `two\nlines`, "::error::x", "10", "''=1"}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	for line := range strings.Lines(b.String()) {
		if !strings.HasPrefix(line, `"`) {
			t.Errorf("a line begins with what stands in it: %s", line)
		}
	}
}

// A workflow command is one line, and only what it says ends its properties.
func TestAnnotation(t *testing.T) {
	got := Annotation("a,b:c.yaml", 3, "t::x\n", "50 %\r\n::set-output name=x::y")
	want := "::error file=a%2Cb%3Ac.yaml,line=3,title=t%3A%3Ax%0A::50 %25%0D%0A::set-output name=x::y\n"
	if got != want {
		t.Errorf("%q\nwant %q", got, want)
	}
}

func TestMarkdown(t *testing.T) {
	got := Markdown("|x| <img src=a> [l](u) `c` *b*\n# @team")
	want := `\|x\| \<img src\=a\> \[l\]\(u\) \` + "`c\\`" + ` \*b\*\\n\# \@team`
	if got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

// Every XML reader takes it, whatever names and texts say, and counts are those of the cases.
func TestJUnit(t *testing.T) {
	evil := "<x a=\"1\">&amp;]]>\x1b[2J\x00\n::error::##[error]"
	text, err := JUnit([]Suite{{evil, []Case{
		{Class: evil, Name: evil, Took: 1500 * time.Millisecond, Failure: &Fault{evil, evil}},
		{Class: "c", Name: "n", File: "f", Took: time.Second, Error: &Fault{"m", "t"}},
		{Class: "c", Name: "o"},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(strings.NewReader(string(text)))
	elements := 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if _, ok := token.(xml.StartElement); ok {
			elements++
		}
	}
	if elements != 7 {
		t.Errorf("%d elements, want 7", elements)
	}
	for _, want := range []string{`<testsuites tests="3" failures="1" errors="1">`, `time="2.500"`,
		`classname="c" name="n" file="f" time="1.000"`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s in\n%s", want, text)
		}
	}
	for line := range strings.Lines(string(text)) {
		if strings.HasPrefix(strings.TrimSpace(line), "::") || strings.Contains(line, "##[") {
			t.Errorf("a workflow command: %s", line)
		}
	}
}
