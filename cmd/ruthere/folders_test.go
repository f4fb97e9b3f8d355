package main

import (
	"os"
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
