package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"ruthere/lab"
	"ruthere/lab/grade"
)

// Which answers folders are taken for: what lies beside the folders of students makes no student of a class, and what unpacking
// adds hides no answer.
func TestFolders(t *testing.T) {
	a := &grade.Assignment{Topology: &lab.Topology{Routers: []lab.Router{{Name: "R1"}, {Name: "R2"}}}}
	for _, c := range []struct{ files, want string }{
		{"R1.cfg", "class:R1.cfg"},
		{"R1.cfg old/R1.cfg", "class:R1.cfg"},
		{"anna/R1.cfg bert/R2.cfg", "anna:R1.cfg bert:R2.cfg"},
		{"README.txt solution.cfg anna/R1.cfg", "anna:R1.cfg"},
		{".DS_Store __MACOSX/anna/._R1.cfg anna/R1.cfg", "anna:R1.cfg"},
		{"anna/work/R1.cfg bert/a/b/R2.cfg", "anna:R1.cfg bert:R2.cfg"},
		{"anna/work/R1.cfg anna/__MACOSX/._R1.cfg", "anna:R1.cfg"},
		{"anna/old/R1.cfg anna/new/R1.cfg", "anna:"},
		{"Switch.cfg", "class:Switch.cfg"},
	} {
		class := filepath.Join(t.TempDir(), "class")
		for _, name := range strings.Fields(c.files) {
			name = filepath.Join(class, name)
			if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte("hostname X\n"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		found, err := findAnswers(a, []string{class})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, one := range found {
			var names []string
			for _, f := range one.files {
				names = append(names, f.Name)
			}
			got = append(got, one.student+":"+strings.Join(names, "+"))
		}
		if all := strings.Join(got, " "); all != c.want {
			t.Errorf("%s: %s, want %s", c.files, all, c.want)
		}
	}
}

// The labs of the course are among those that the program carries.
func TestLabList(t *testing.T) {
	said, err := exec.Command("ruthere", "lab", "list").Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"\ngraded ", "\nfirst-tunnel ", " The first tunnel\n"} {
		if !strings.Contains(string(said), want) {
			t.Errorf("%q is missing in %s", want, said)
		}
	}
}

// The run of an incident is played with the commands by which it was answered.
func TestPlayedIncident(t *testing.T) {
	run := filepath.Join(t.TempDir(), "mine.run")
	start := exec.Command("ruthere", "incident", "start", "two-sites-5qkxny", "--seed", "3", "--record", run)
	start.Stdin = strings.NewReader("enable\nlab answer cause no-kei\nlab answer cause no-key\nlab exit\n")
	if said, err := start.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	said, err := exec.Command("ruthere", "play", run).Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"no-kei" is none of the choices: `, "answered: cause is no-key"} {
		if !strings.Contains(string(said), want) {
			t.Errorf("%q is missing in %s", want, said)
		}
	}
}
