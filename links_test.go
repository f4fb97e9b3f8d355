package ruthere_test

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	link      = regexp.MustCompile(`\]\(([^)\s]+)\)`)
	heading   = regexp.MustCompile(`(?m)^#+ +(.*)$`)
	codeBlock = regexp.MustCompile("(?s)```.*?```")
	codeSpan  = regexp.MustCompile("`[^`\n]*`")
)

// Every relative link of a page leads to a file, and to a heading of it where it names one. Every page of docs can be
// reached from README.
func TestLinks(t *testing.T) {
	reached := map[string]bool{}
	next := []string{"README.md"}
	for len(next) > 0 {
		page := next[0]
		next = next[1:]
		if reached[page] {
			continue
		}
		reached[page] = true
		next = append(next, linkedPages(t, page)...)
	}
	for _, page := range allPages(t) {
		if strings.HasPrefix(page, "docs/") && !reached[page] {
			t.Errorf("no way leads from README.md to %s", page)
		}
		if !reached[page] {
			linkedPages(t, page)
		}
	}
}

// namedFile is a file of the tree that a page names in the font of code.
var namedFile = regexp.MustCompile("`((?:\\.\\./)?[a-z0-9_]+(?:/[a-z0-9_.-]+)+\\.(?:go|sh|md|yaml|syntax|transcript))`")

// Every file that a page names, with its folder, is there.
func TestNamedFiles(t *testing.T) {
	for _, page := range allPages(t) {
		if page == "CHANGELOG.md" {
			continue // it names what was
		}
		for _, found := range namedFile.FindAllStringSubmatch(readPage(t, page), -1) {
			if _, err := os.Stat(filepath.FromSlash(found[1])); err != nil {
				t.Errorf("%s names %s, which is not there", page, found[1])
			}
		}
	}
}

// allPages lists the Markdown files of the tree, but not those of test data.
func allPages(t *testing.T) (pages []string) {
	t.Helper()
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (strings.HasPrefix(d.Name(), ".") && p != "." || d.Name() == "testdata"):
			return filepath.SkipDir
		case strings.HasSuffix(p, ".md"):
			pages = append(pages, filepath.ToSlash(p))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return pages
}

// linkedPages checks the links of a page and lists the pages that they lead to.
func linkedPages(t *testing.T, page string) (pages []string) {
	t.Helper()
	text := codeSpan.ReplaceAllString(codeBlock.ReplaceAllString(readPage(t, page), ""), "")
	for _, found := range link.FindAllStringSubmatch(text, -1) {
		target, anchor, _ := strings.Cut(found[1], "#")
		if strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") {
			continue
		}
		to := page
		if target != "" {
			to = path.Join(path.Dir(page), target)
		}
		if _, err := os.Stat(filepath.FromSlash(to)); err != nil {
			t.Errorf("%s: the link %s leads nowhere", page, found[1])
			continue
		}
		if strings.HasSuffix(to, ".md") {
			pages = append(pages, to)
			if anchor != "" && !slices.Contains(anchors(t, to), anchor) {
				t.Errorf("%s: %s has no heading #%s", page, to, anchor)
			}
		}
	}
	return pages
}

// pageAnchors are the anchors of the pages that were read.
var pageAnchors = map[string][]string{}

// anchors are what the headings of a page are called in links, as code hosts name them.
func anchors(t *testing.T, page string) []string {
	t.Helper()
	if known, read := pageAnchors[page]; read {
		return known
	}
	var all []string
	for _, found := range heading.FindAllStringSubmatch(codeBlock.ReplaceAllString(readPage(t, page), ""), -1) {
		all = append(all, strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case r == '-', r == '_', '0' <= r && r <= '9', 'a' <= r && r <= 'z':
				return r
			}
			return -1
		}, strings.ToLower(found[1])))
	}
	pageAnchors[page] = all
	return all
}
