package results

import (
	"encoding/json"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"ruthere/lab/grade"
	"ruthere/report"
)

// rewrite writes what comes into testdata. Commit the difference only if you can say why each changed line is right.
var rewrite = flag.Bool("rewrite", false, "rewrite the outputs in testdata")

// assignment is a lab of two checks.
var assignment = &grade.Assignment{Name: "lab.yaml", Title: "The first tunnel", Pass: 75, Tasks: []grade.Task{
	{Title: "Phase 1", Checks: []grade.Check{{Title: "Both offices reach each other", Points: 3}, {Title: "=You name the group", Points: 1}}}}}

// answer is what a student earned: the first check, or not.
func answer(student string, reached bool, problems ...grade.Problem) grade.Result {
	r := grade.Result{Lab: "lab.yaml", Student: student, Most: 4, Pass: 75, Problems: problems}
	first := grade.CheckResult{Title: "Both offices reach each other", Status: grade.Passed, Points: 3, Most: 3,
		Want: "ping PC1 PC2 within 20s"}
	if !reached {
		first = grade.CheckResult{Title: "Both offices reach each other", Status: grade.Failed, Most: 3, Want: "ping PC1 PC2 within 20s",
			Saw: "PC1 sent 20 pings to PC2 and had no answer", Packet: "main mode message 1 from Router to Peer",
			When:   grade.Instant{At: time.Date(2026, 3, 25, 15, 17, 30, 5e6, time.UTC), Since: 20 * time.Second},
			Advice: "Compare both ends of\n`show crypto isakmp policy`.\n"}
	}
	second := grade.CheckResult{Title: "=You name the group", Status: grade.Open, Most: 1, Want: "Which group?",
		Saw: "nobody has answered: lab answer group TEXT"}
	t := grade.TaskResult{Title: "Phase 1", Points: first.Points, Most: 4, Checks: []grade.CheckResult{first, second}}
	if student == "hinted" {
		t.HintCost = 1
		t.Points--
	}
	r.Points, r.Tasks = t.Points, []grade.TaskResult{t}
	r.Passed = r.Points*100 >= r.Pass*r.Most
	return r
}

// hostile are names and texts that imitate output, commands, markup and formulas.
var hostile = []string{
	"passed     4/4  100 %  mallory",
	"a\n::error file=x::owned\n",
	"##[set-output name=x]y",
	"x ##[error]y",
	"\x1b[2J\x1b[1;1Hall passed",
	"=HYPERLINK(\"http://evil\",\"ok\")",
	"@SUM(1)", "-1+1", "+1",
	`</failure></testcase><testcase name="free"/>`,
	"]]><x>",
	"| passed | 4/4 | 100 % | me | |",
	"<script>alert(1)</script>",
	"[click](http://evil) **bold** `code` # h",
	`","4","0","4","100","yes"` + "\n\"next",
	"\u202edessap",
	"\xff\xfe",
	"a\r\nb",
	`"}],"passed":100`,
	"%0A::error::x",
}

func hostileClass() *Class {
	c := Of(assignment)
	for _, text := range hostile {
		r := answer(text, false, grade.Problem{Place: text, Text: text})
		check := &r.Tasks[0].Checks[0]
		check.Saw, check.Packet = "the banner was\n"+text, text
		c.Results = append(c.Results, r)
	}
	return c
}

// allForms are the texts of a class in every form.
func allForms(t *testing.T, c *Class) map[string]string {
	t.Helper()
	var people, detailed, table strings.Builder
	if err := c.Write(&people, false); err != nil {
		t.Fatal(err)
	}
	if err := c.Write(&detailed, true); err != nil {
		t.Fatal(err)
	}
	if err := report.WriteCSV(&table, c.CSV(assignment)); err != nil {
		t.Fatal(err)
	}
	forms := map[string]string{"people": people.String(), "details": detailed.String(), "csv": table.String(),
		"annotations": c.Annotations(), "summary": c.Summary()}
	for name, make := range map[string]func() ([]byte, error){"json": c.JSON, "junit": c.JUnit} {
		text, err := make()
		if err != nil {
			t.Fatal(err)
		}
		forms[name] = string(text)
	}
	if len(c.Results) == 1 {
		text, err := c.Gradescope()
		if err != nil {
			t.Fatal(err)
		}
		forms["gradescope"] = string(text)
	}
	return forms
}

// What people and programs get of three answers and of one: to be read in testdata.
func TestForms(t *testing.T) {
	class := Of(assignment)
	class.Results = []grade.Result{answer("anna", true), answer("bob", false,
		grade.Problem{Place: "Router.cfg:7:2", Text: "Router refuses a line of its configuration\n  crypto isakmp polcy 1\n               ^"}),
		answer("hinted", true)}
	one := Of(assignment)
	one.Results = class.Results[1:2]
	for name, forms := range map[string]map[string]string{"class": allForms(t, class), "one": allForms(t, one)} {
		for form, text := range forms {
			golden := "testdata/" + name + "." + form
			if *rewrite {
				if err := os.WriteFile(golden, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if text != string(want) {
				t.Errorf("%s is not as in %s:\n%s", form, golden, text)
			}
		}
	}
}

// ours are the workflow commands that are meant: the annotations of a result.
var ours = regexp.MustCompile(`^::error [^\n]*::`)

// No text of an answer becomes a workflow command, a line of verdict or a control character, in any form; and all forms are
// what their readers take, with as many rows, cases and students as there are.
func TestAnswersCannotTalkToReaders(t *testing.T) {
	class := hostileClass()
	for form, text := range allForms(t, class) {
		commands := 0
		for line := range strings.Lines(text) {
			line = strings.TrimSuffix(line, "\n")
			switch {
			case form == "annotations" && ours.MatchString(line):
				commands++
			case strings.HasPrefix(strings.TrimSpace(line), "::"), form != "annotations" && strings.Contains(line, "##["):
				t.Errorf("%s has a workflow command: %q", form, line)
			case strings.ContainsAny(line, "\x1b\r\a\b\u202e"):
				t.Errorf("%s has a control character: %q", form, line)
			}
		}
		if want := 3 * len(hostile); form == "annotations" && commands != want {
			t.Errorf("%d annotations, want %d", commands, want)
		}
	}
	forms := allForms(t, class)
	if n := len(regexp.MustCompile(`(?m)^passed`).FindAllString(forms["people"], -1)); n != 1 { // passed by
		t.Errorf("%d lines begin with passed:\n%s", n, forms["people"])
	}
	if n := strings.Count(forms["csv"], "\n"); n != len(hostile)+1 {
		t.Errorf("CSV has %d lines", n)
	}
	if n := len(regexp.MustCompile(`(?m)^\|`).FindAllString(forms["summary"], -1)); n != len(hostile)+2 {
		t.Errorf("the summary's table has %d lines", n)
	}
	for _, mark := range []string{"<", "`", "](", "**b"} {
		bare := regexp.MustCompile(`(^|[^\\])` + regexp.QuoteMeta(mark))
		if found := bare.FindString(strings.ReplaceAll(forms["summary"], "**failed**", "")); found != "" {
			t.Errorf("the summary has a mark that counts: %q", found)
		}
	}
	var document classDocument
	if err := json.Unmarshal([]byte(forms["json"]), &document); err != nil || len(document.Answers) != len(hostile) || document.Passed != 0 {
		t.Errorf("JSON: %d answers, %d passed, %v", len(document.Answers), document.Passed, err)
	}
	for i, one := range document.Answers {
		if want := strings.ToValidUTF8(hostile[i], ""); strings.ReplaceAll(one.Student, "\ufffd", "") != want {
			t.Errorf("JSON: %q is %q", hostile[i], one.Student)
		}
	}
	cases, d := 0, xml.NewDecoder(strings.NewReader(forms["junit"]))
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "testcase" {
			cases++
		}
	}
	if cases != 2*len(hostile) {
		t.Errorf("JUnit: %d cases", cases)
	}
}

// A mark that was just missed is not shown as reached.
func TestPercent(t *testing.T) {
	for _, c := range []struct{ points, most, want int }{{0, 0, 100}, {0, 7, 0}, {5, 7, 71}, {799, 1000, 79}, {7, 7, 100}} {
		if got := Percent(grade.Result{Points: c.points, Most: c.most}); got != c.want {
			t.Errorf("%d of %d: %d %%, want %d", c.points, c.most, got, c.want)
		}
	}
	if _, err := Of(assignment).Gradescope(); err != ErrNotOneAnswer {
		t.Errorf("Gradescope of nobody: %v", err)
	}
}
