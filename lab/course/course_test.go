package course_test

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"ruthere/lab/course"
)

func shipped(t *testing.T) *course.Course {
	t.Helper()
	c, err := course.Read(course.Files, course.Shipped)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The course says its order in one place; the numbers of the folders agree with it, and no folder is left out.
func TestFoldersAreInOrder(t *testing.T) {
	c := shipped(t)
	entries, err := fs.ReadDir(course.Files, course.Shipped)
	if err != nil {
		t.Fatal(err)
	}
	var folders, listed []string
	for _, e := range entries {
		if e.IsDir() {
			folders = append(folders, e.Name())
		}
	}
	for i, l := range c.Labs {
		folder := path.Base(path.Dir(l.File))
		listed = append(listed, folder)
		if want := fmt.Sprintf("%02d-%s", i+1, l.Name); folder != want {
			t.Errorf("the lab at place %d lies in %s, not in %s", i+1, folder, want)
		}
	}
	if !slices.Equal(folders, listed) {
		t.Errorf("course.yaml lists %v, and the folders are %v", listed, folders)
	}
}

// Each lab tells what somebody needs who does it alone, and points at what comes before it.
func TestLabsAreComplete(t *testing.T) {
	for i, l := range shipped(t).Labs {
		t.Run(l.Name, func(t *testing.T) {
			if l.Title == "" || l.Story == "" || l.After == "" || l.Minutes < 5 || l.Minutes > 60 {
				t.Error("it wants a title, minutes from 5 to 60, a story, and what is told after it")
			}
			if len(l.Needs) == 0 && i > 0 {
				t.Error("it says in needs of no lab that it comes before")
			}
			if len(l.Others) == 0 {
				t.Error("it has no other solution: a right answer that nobody thought of would fail unseen")
			}
			for _, task := range l.Tasks {
				if task.Text == "" && len(task.Checks) > 0 {
					t.Errorf("the task %q says nothing", task.Title)
				}
				for _, c := range task.Checks {
					if len(strings.Fields(c.Advice)) < 8 {
						t.Errorf("the advice of %q is too short for somebody who failed", c.Title)
					}
				}
			}
			for n, line := range strings.Split(l.Story+"\n"+l.After, "\n") {
				if len(line) > 100 {
					t.Errorf("line %d of the story is too long for a terminal: %s", n+1, line)
				}
			}
		})
	}
}

// A course of a teacher's own: what is wrong with it is told with its file.
func TestCourseMistakes(t *testing.T) {
	lab, err := fs.ReadFile(course.Files, "labs/01-console/lab.yaml")
	if err != nil {
		t.Fatal(err)
	}
	lab = []byte(strings.ReplaceAll(string(lab), "  - name: cut short, and saved with copy\n    transcript: short.transcript\n",
		"  - name: the same\n"))
	for _, c := range []struct{ page, says string }{
		{"name: mine\nlabs: [1-a, 2-b]", "2-b/lab.yaml"},
		{"name: mine\nlabs: [1-a, 01-a]", "two labs are called a"},
		{"name: mine\nlabs: []", "there is no lab"},
		{"name: my course\nlabs: [1-a]", "is not one word"},
		{"name: mine\norder: [1-a]", "field order not found"},
		{"name: mine\nlabs: [3-c]", "which does not come before it"},
		{"name: mine\nlabs: [4-d]", "no tasks"},
	} {
		files := fstest.MapFS{
			"x/course.yaml":   {Data: []byte(c.page)},
			"x/1-a/lab.yaml":  {Data: lab},
			"x/01-a/lab.yaml": {Data: lab},
			"x/3-c/lab.yaml":  {Data: append([]byte("needs: [a]\n"), lab...)},
			"x/4-d/lab.yaml":  {Data: []byte("routers: [{name: R}]")},
		}
		if _, err := course.Read(files, "x"); err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "x/") {
			t.Errorf("%q: the error is %v, and should name the file and say %q", c.page, err, c.says)
		}
	}
}

// The course's page lists its labs.
func TestCoursePage(t *testing.T) {
	page, err := os.ReadFile("../../docs/course.md")
	if err != nil {
		t.Fatal(err)
	}
	for i, l := range shipped(t).Labs {
		row := fmt.Sprintf("| %d | `%s` | %s | %d min |", i+1, l.Name, l.Title, l.Minutes)
		if !strings.Contains(string(page), row) {
			t.Errorf("docs/course.md has no line that begins with %s", row)
		}
	}
}
