package proof

import (
	"os"
	"strings"
	"testing"

	"ruthere/lab/grade"
)

// readLab reads a lab of testdata, with some of its text replaced.
func readLab(t *testing.T, name string, replace ...string) *grade.Assignment {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	changed := strings.NewReplacer(replace...).Replace(string(text))
	if len(replace) > 0 && changed == string(text) {
		t.Fatalf("nothing of %q is there", replace)
	}
	a, err := grade.Read(name, []byte(changed), os.DirFS("testdata"))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func prove(t *testing.T, a *grade.Assignment) Report {
	t.Helper()
	p, err := New(a)
	if err != nil {
		t.Fatal(err)
	}
	return try(t, p, 1)
}

// Labs that are all right: what is counted, class by class.
func TestCompleteLabs(t *testing.T) {
	for name, want := range map[string]string{
		"route.yaml": `A way to the other office

change         made   caught  harmless
drop              3        2         1
block             1        0         1
address           7        7         0
mask              2        0         2
word              2        2         0
name              2        0         2
interface         1        0         1
answer            4        4         0
all              22       15         7

3 more change nothing: they leave the configurations of the solution
`,
		"console.yaml": `A name that stays

change         made   caught  harmless
drop              5        5         0
word              6        6         0
name              2        2         0
all              13       13         0

0 more change nothing: they leave the configurations of the solution
`,
	} {
		r := prove(t, readLab(t, name))
		var b strings.Builder
		if err := r.Write(&b); err != nil {
			t.Fatal(err)
		}
		if b.String() != want || len(r.Faults()) > 0 {
			t.Errorf("%s: %s", name, b.String())
		}
	}
}

// What is wrong with a lab is found out, and told with file and line.
func TestIncompleteLabs(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"a harmless change is not listed", "change: mask", "change: mask 255.255.255.0 becomes 255.255.255.128", `
route.yaml:48: R1: ip route 192.168.2.0 255.255.255.0 10.0.0.2: mask 255.255.255.0 becomes 255.255.254.0: it loses nothing`},
		{"a change is listed that is caught", "change: mask", "change: address", `
route.yaml:48: R1: ip route 192.168.2.0 255.255.255.0 10.0.0.2: mask 255.255.255.0 becomes 255.255.255.128: it loses nothing
route.yaml:48: R1: ip route 192.168.2.0 255.255.255.0 10.0.0.2: mask 255.255.255.0 becomes 255.255.254.0: it loses nothing
route.yaml:62: listed as harmless, and no change that loses nothing is meant: R1: ip route 192.168.2.0 255.255.255.0 10.0.0.2: address`},
		{"a line is listed that is not there", "line: description to R2", "line: description to R3", `
route.yaml:45: R1: description to R2: drop: it loses nothing
route.yaml:45: R1: description to R2: name to becomes toX: it loses nothing
route.yaml:45: R1: description to R2: name to becomes To: it loses nothing
route.yaml:56: listed as harmless, and no change that loses nothing is meant: R1: description to R3`},
		{"a command whose effect is in no configuration", "no shutdown\n", "no shutdown\n       do clear crypto session\n", `
route.yaml:47: R1: do clear crypto session: drop: it loses nothing`},
		{"a lab that is done before anybody begins", "expect: ping PC1 PC2", "expect: not ping PC1 PC2", `
route.yaml: the lab as it is earned 1 of 2 points
  1 for: The offices reach each other
route.yaml:42: the solution earned 1 of 2 points
  0 of 1 for: The offices reach each other: PC1 reaches PC2 in 6 ms
route.yaml:51: another solution, a way for everything earned 1 of 2 points
  0 of 1 for: The offices reach each other: PC1 reaches PC2 in 6 ms
route.yaml:42: the configurations of the solved lab, handed in earned 1 of 2 points
  0 of 1 for: The offices reach each other: PC1 reaches PC2 in 6 ms`},
		{"a solution that does not solve", "10.0.0.2\n  answers", "10.0.0.9\n  answers", `
route.yaml:42: the solution earned 1 of 2 points
  0 of 1 for: The offices reach each other: PC1 does not reach PC2: no answer within 2s
route.yaml:42: the configurations of the solved lab, handed in earned 1 of 2 points
  0 of 1 for: The offices reach each other: PC1 does not reach PC2: no answer within 2s`},
		{"another solution that does not", "0.0.0.0 10.0.0.2", "0.0.0.0 10.0.0.9", `
route.yaml:51: another solution, a way for everything earned 1 of 2 points
  0 of 1 for: The offices reach each other: PC1 does not reach PC2: no answer within 2s`},
		{"a solution that a router refuses", "description to R2\n", "descripion to R2\n", `
route.yaml:42: the solution earned 2 of 2 points
  route.yaml:45:7: R1 says of "descripion to R2": ^ % Invalid input detected at '^' marker.`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if raceDetector && !strings.HasPrefix(c.name, "a harmless") {
				t.Skip("one lab will do under the race detector")
			}
			text := ""
			for _, f := range prove(t, readLab(t, "route.yaml", c.old, c.new)).Faults() {
				text += "\n" + f.String()
			}
			if text != c.want {
				t.Errorf("%s", text)
			}
		})
	}
}
