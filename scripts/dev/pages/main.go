// Pages makes those pages of docs that are made from the program itself: the pictures, from transcripts, and the command
// reference, from the grammar.
//
//	go run ./scripts/dev/pages
//
// writes them anew. The test of this package fails when one of them is not what the program says now.
package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// A page is a file of docs and what it has to say.
type page struct {
	path string // from the top of the tree
	text string
}

// makePages makes all of them.
func makePages() ([]page, error) {
	picture, err := drawTranscript("first-look.transcript", "Router#ping")
	if err != nil {
		return nil, err
	}
	dead, sas, err := drawRuns()
	if err != nil {
		return nil, err
	}
	commands, inert := writeCommands()
	return []page{
		{"docs/first-look.svg", picture},
		{"docs/ladder.svg", dead},
		{"docs/sas.svg", sas},
		{"docs/commands.md", commands},
		{"docs/commands-inert.md", inert},
	}, nil
}

func main() {
	if err := writePages("."); err != nil {
		fmt.Fprintln(os.Stderr, "error:", err)
		os.Exit(1)
	}
}

// writePages writes the pages that have changed below the folder top.
func writePages(top string) error {
	pages, err := makePages()
	if err != nil {
		return err
	}
	for _, p := range pages {
		path := filepath.Join(top, filepath.FromSlash(p.path))
		if before, err := os.ReadFile(path); err == nil && string(before) == p.text {
			continue
		}
		if err := os.WriteFile(path, []byte(p.text), 0o644); err != nil {
			return err
		}
		fmt.Println(p.path)
	}
	return nil
}
