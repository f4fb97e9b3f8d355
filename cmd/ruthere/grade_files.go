package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ruthere/lab/grade"
	"ruthere/lab/grade/handin"
)

// A foundAnswer is what somebody handed in, as files.
type foundAnswer struct {
	student  string
	files    []handin.File
	problems []grade.Problem // with reading them

	untouched bool // nobody was asked for an answer
}

// grade marks it.
func (f foundAnswer) grade(a *grade.Assignment) (grade.Result, error) {
	if f.untouched {
		return grade.Grade(a, grade.Answer{})
	}
	answer, problems := handin.Read(a, f.student, f.files)
	r, err := grade.Grade(a, answer)
	r.Problems = slices.Concat(f.problems, problems, r.Problems)
	return r, err
}

// findAnswers finds the answers that arguments name: a folder is that of a student, or of students; configurations together
// are one answer, and so is each transcript and each run. No argument is one answer, of nothing done.
func findAnswers(a *grade.Assignment, names []string) (all []foundAnswer, err error) {
	var one *foundAnswer // of the configurations
	var alone []int      // transcripts and runs
	folders := false
	for _, name := range names {
		info, err := os.Stat(name)
		if err != nil {
			return nil, err
		}
		if info.IsDir() {
			found, err := readFolder(a, name)
			if err != nil {
				return nil, err
			}
			all, folders = append(all, found...), true
			continue
		}
		text, err := readBounded(os.Open(name))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		file := handin.File{Name: filepath.ToSlash(name), Text: text}
		switch kind := handin.KindOf(file.Name); {
		case kind == handin.Unknown:
			return nil, fmt.Errorf("%s: %s", name, handin.Wanted)
		case kind == handin.Transcript || kind == handin.Run:
			alone = append(alone, len(all))
			all = append(all, foundAnswer{student: file.Name, files: []handin.File{file}})
		default:
			if one == nil {
				one = &foundAnswer{}
			}
			one.files = append(one.files, file)
		}
	}
	switch {
	case len(names) == 0:
		return []foundAnswer{{untouched: true}}, nil
	case one != nil && len(alone) == 1:
		all[alone[0]].files = append(all[alone[0]].files, one.files...)
	case one != nil:
		all = append(all, *one)
	}
	if len(all) == 1 && !folders { // whoever names files knows whose
		all[0].student = ""
	}
	return all, nil
}

// readFolder reads the folder of one student, or of students: what lies beside their folders and belongs to no answer is not read.
func readFolder(a *grade.Assignment, name string) ([]foundAnswer, error) {
	root, err := os.OpenRoot(name)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	isOne := slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return !e.IsDir() && handin.Belongs(a, e.Name()) })
	if isOne || len(foldersIn(entries)) == 0 && slices.ContainsFunc(entries, isHandedIn) {
		return []foundAnswer{readAnswer(root, filepath.Base(filepath.Clean(name)), entries)}, nil
	}
	var all []foundAnswer
	for _, folder := range foldersIn(entries) {
		one, err := readStudent(root, folder)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", filepath.Join(name, folder), err)
		}
		all = append(all, one)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s: there is no answer here, nor folders of students: %s", name, handin.Wanted)
	}
	return all, nil
}

// isHandedIn says whether an entry of a folder is a file of a kind that answers are made of.
func isHandedIn(e fs.DirEntry) bool { return !e.IsDir() && handin.KindOf(e.Name()) != handin.Unknown }

// foldersIn are the folders among entries, but for those that systems hide, and what macOS adds to archives.
func foldersIn(entries []fs.DirEntry) (names []string) {
	for _, e := range entries {
		if e.IsDir() && !strings.HasPrefix(e.Name(), ".") && e.Name() != "__MACOSX" {
			names = append(names, e.Name())
		}
	}
	return names
}

// mostNested is how many folders without a file of an answer an answer may be in: those that unpacking makes.
const mostNested = 4

// readStudent reads the folder of one student among those of others. Where it holds but one folder, the answer is in that.
func readStudent(class *os.Root, name string) (foundAnswer, error) {
	root, err := class.OpenRoot(name)
	if err != nil {
		return foundAnswer{}, err
	}
	defer root.Close()
	entries, err := fs.ReadDir(root.FS(), ".")
	for range mostNested {
		inner := foldersIn(entries)
		if err != nil || len(inner) != 1 || slices.ContainsFunc(entries, isHandedIn) {
			break
		}
		nested, err := root.OpenRoot(inner[0])
		if err != nil {
			return foundAnswer{}, err
		}
		defer nested.Close()
		root = nested
		if entries, err = fs.ReadDir(root.FS(), "."); err != nil {
			return foundAnswer{}, err
		}
	}
	return readAnswer(root, name, entries), err
}

// readAnswer reads the files of a student. Nothing outside the folder is read, wherever links lead; what cannot be read is a
// problem of the answer.
func readAnswer(root *os.Root, student string, entries []fs.DirEntry) foundAnswer {
	a := foundAnswer{student: student}
	for _, e := range entries {
		if e.IsDir() || handin.KindOf(e.Name()) == handin.Unknown {
			continue
		}
		if len(a.files) == handin.MostFiles {
			a.problems = append(a.problems, grade.Problem{Text: fmt.Sprintf("more than %d files; the rest is not read", handin.MostFiles)})
			break
		}
		text, err := readRegular(root, e.Name())
		if err != nil {
			a.problems = append(a.problems, grade.Problem{Place: e.Name(), Text: err.Error()})
			continue
		}
		a.files = append(a.files, handin.File{Name: e.Name(), Text: text})
	}
	return a
}

// readRegular reads a file that is one: opening a pipe would wait for whoever writes to it.
func readRegular(root *os.Root, name string) (string, error) {
	info, err := root.Stat(name)
	switch {
	case err != nil:
		return "", errors.New("it cannot be read, or leads out of the folder")
	case !info.Mode().IsRegular():
		return "", errors.New("this is no file")
	}
	return readBounded(root.Open(name))
}

// readBounded reads an open file, of a size that an answer may have, and closes it.
func readBounded(f *os.File, err error) (string, error) {
	if err != nil {
		return "", err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, handin.Most+1))
	if err == nil && len(text) > handin.Most {
		err = fmt.Errorf("it is larger than %d MB", handin.Most>>20)
	}
	return string(text), err
}
