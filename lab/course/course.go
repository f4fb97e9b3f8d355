package course

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"gopkg.in/yaml.v3"

	"ruthere/lab/grade"
)

// Files holds the course that the program carries.
//
//go:embed labs
var Files embed.FS

// Shipped is the folder of [Files] in which that course lies.
const Shipped = "labs"

const (
	courseFile = "course.yaml" // says the order
	labFile    = "lab.yaml"    // in each lab's folder
)

// A Course is graded labs in the order in which they are to be done.
type Course struct {
	Name  string // one word: under it progress is kept
	Title string
	Labs  []Lab
}

// A Lab of a course.
type Lab struct {
	Name string // its folder's, without the number before it: by it people start it
	File string // its lab.yaml
	*grade.Assignment
}

// Read reads the course in a folder of files: course.yaml, and the labs that it names. An error names the file, and the
// line if there is one.
func Read(files fs.FS, folder string) (*Course, error) {
	name := path.Join(folder, courseFile)
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	var page struct {
		Name, Title string
		Labs        []string
	}
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&page); err != nil {
		return nil, fmt.Errorf("%s: %s", name, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	c := &Course{Name: page.Name, Title: page.Title}
	if !isName(c.Name) {
		return nil, fmt.Errorf("%s: the name %q of the course is not one word of letters, digits and hyphens", name, c.Name)
	}
	for _, one := range page.Labs {
		l, err := readLab(files, path.Join(folder, one))
		if err != nil {
			return nil, err
		}
		if err := c.add(l); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	if len(c.Labs) == 0 {
		return nil, fmt.Errorf("%s: there is no lab; labs lists the names of folders", name)
	}
	return c, nil
}

func readLab(files fs.FS, folder string) (Lab, error) {
	l := Lab{Name: labName(path.Base(folder)), File: path.Join(folder, labFile)}
	text, err := fs.ReadFile(files, l.File)
	if err != nil {
		return l, err
	}
	if l.Assignment, err = grade.Read(l.File, text, files); errors.Is(err, grade.ErrUngraded) {
		err = fmt.Errorf("%s: %w", l.File, err)
	}
	return l, err
}

// add adds a lab, whose name must be new, and behind those that it needs.
func (c *Course) add(l Lab) error {
	if !isName(l.Name) {
		return fmt.Errorf("the folder %q gives no name for a lab; one is called such as 02-first-tunnel", path.Dir(l.File))
	}
	if c.Find(l.Name) != nil {
		return fmt.Errorf("two labs are called %s", l.Name)
	}
	for _, needed := range l.Needs {
		if c.Find(needed) == nil {
			return fmt.Errorf("%s needs %q, which does not come before it", l.Name, needed)
		}
	}
	c.Labs = append(c.Labs, l)
	return nil
}

// Find is the lab of a name, or of a folder's name; nil: there is none.
func (c *Course) Find(name string) *Lab {
	for i := range c.Labs {
		if strings.EqualFold(c.Labs[i].Name, labName(name)) {
			return &c.Labs[i]
		}
	}
	return nil
}

// Next is the first lab that is not done; nil: all are.
func (c *Course) Next(p *Progress) *Lab {
	for i := range c.Labs {
		if r := p.Of(c.Labs[i].Name); r == nil || !r.Passed {
			return &c.Labs[i]
		}
	}
	return nil
}

// labName is the name of a folder without the number before it: first-tunnel of 02-first-tunnel.
func labName(folder string) string {
	number, name, found := strings.Cut(folder, "-")
	if found && number != "" && strings.Trim(number, "0123456789") == "" {
		return name
	}
	return folder
}

// isName says whether a text is letters, digits and hyphens: it can be typed, and be part of a file's name.
func isName(text string) bool {
	return text != "" && strings.Trim(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == ""
}
