package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"ruthere/capture"
	"ruthere/lab"
	"ruthere/ladder"
)

// pictures are the files that a run is drawn into.
type pictures struct{ ladder, sas *string }

// pictureFlags are the flags of those commands that can draw a run.
func pictureFlags(f *flags) pictures {
	return pictures{
		f.String("ladder", "", "draw what passed between the routers into `FILE`, .txt, .svg, .html or .mmd; - is text on standard output"),
		f.String("sas", "", "draw the SAs of the routers on an axis of time into `FILE`.svg"),
	}
}

func (p pictures) asked() bool { return *p.ladder != "" || *p.sas != "" }

// check refuses names that tell no format.
func (p pictures) check(f *flags) error {
	if *p.sas != "" && !strings.HasSuffix(strings.ToLower(*p.sas), ".svg") {
		return f.usageError("--sas draws SVG: name a file that ends in .svg")
	}
	if *p.ladder != "" {
		if _, err := ladder.FormatOf(*p.ladder); err != nil {
			return f.usageError("--ladder: " + err.Error())
		}
	}
	return nil
}

// draw draws the run of a lab.
func (p pictures) draw(l *lab.Lab) error {
	s, err := l.Story()
	if err != nil {
		return err
	}
	return p.drawStory(s, ladder.Options{})
}

func (p pictures) drawStory(s ladder.Story, o ladder.Options) error {
	if *p.ladder != "" {
		format, err := ladder.FormatOf(*p.ladder)
		if err != nil {
			return err
		}
		text, err := ladder.Draw(s, format, o)
		if err != nil {
			return err
		}
		if *p.ladder == ladder.Standard {
			if _, err := os.Stdout.WriteString(text); err != nil {
				return err
			}
		} else if err := os.WriteFile(*p.ladder, []byte(text), 0o644); err != nil {
			return err
		}
	}
	if *p.sas != "" {
		return os.WriteFile(*p.sas, []byte(s.Lifetimes.SVG()), 0o644)
	}
	return nil
}

// createPicture opens what the lab command `ladder` names: a new file, and one below the working folder, for who may give that
// command need not be who owns the host's files.
func createPicture(name string) (io.WriteCloser, error) {
	if !filepath.IsLocal(name) {
		return nil, fmt.Errorf("%s is not below the folder in which ruthere was started: choose a name there", name)
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("%s is there already: choose another name", name)
	}
	return file, err
}

// largestCapture bounds the files that are read, in bytes.
const largestCapture = 1 << 30

// runLadder draws a capture.
func runLadder(_ context.Context, args []string) error {
	f := newFlags("ladder")
	none := ""
	p := pictures{sas: &none}
	p.ladder = f.String("o", ladder.Standard, "draw into `FILE`, .txt, .svg, .html or .mmd; - is text on standard output")
	width := f.Int("width", 0, "of text in `COLUMNS`; 0 is 100")
	keys := f.String("keys", "", "open IKE with Wireshark's table ikev1_decryption_table in `FILE`; without it with that beside the capture")
	ascii := f.Bool("ascii", false, "text without lines of Unicode")
	between := f.String("between", "", "only these two `ADDRESSES`, with a comma between them")
	last := f.Duration("last", 0, "only the last `TIME`, such as 30s")
	if err := f.parseArguments(args, 1, 1); err != nil {
		return err
	}
	if err := p.check(f); err != nil {
		return err
	}
	s, err := readCaptured(f.arguments[0], *keys)
	if err != nil {
		return err
	}
	o := ladder.Options{Width: *width}
	if *between != "" {
		o.Between = strings.Split(*between, ",")
	}
	if *last > 0 {
		o.From = s.End().Add(-*last)
	}
	if *ascii && *p.ladder == ladder.Standard {
		text, err := ladder.Draw(s, ladder.FormatASCII, o)
		fmt.Print(text)
		return err
	}
	return p.drawStory(s, o)
}

// readCaptured reads a capture and the table of keys for it.
func readCaptured(name, table string) (s ladder.Story, err error) {
	if info, err := os.Stat(name); err == nil && info.Size() > largestCapture {
		return s, fmt.Errorf("%s has more than %d bytes: cut it with editcap or tshark -Y isakmp", name, largestCapture)
	}
	file, err := os.ReadFile(name)
	if err != nil {
		return s, err
	}
	packets, others, err := capture.Read(file)
	switch {
	case err != nil && len(packets) == 0:
		return s, fmt.Errorf("%s: %w", name, err)
	case err != nil:
		printNotice(fmt.Sprintf("%s: %v; what is before that is drawn", name, err))
	}
	if others > 0 {
		printNotice(fmt.Sprintf("%s: %d packets are not IPv4 and not drawn", name, others))
	}
	optional := table == ""
	if optional {
		table = filepath.Join(profileOf(name), "ikev1_decryption_table")
	}
	var keys ladder.Keys
	switch text, err := os.ReadFile(table); {
	case err == nil:
		if keys, err = ladder.ReadKeys(string(text)); err != nil {
			return s, fmt.Errorf("%s: %w", table, err)
		}
	case !optional || !errors.Is(err, fs.ErrNotExist):
		return s, err
	}
	return ladder.Captured(filepath.Base(name), packets, keys), nil
}
