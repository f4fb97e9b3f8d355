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
	"ruthere/scripts"
)

// runReplay plays transcripts, from files or from those that the program carries.
func runReplay(_ context.Context, args []string) error {
	f := newFlags("replay")
	pcap := f.String("pcap", "", "write all packets of the lab to `FILE`")
	recording := captureFlag(f)
	lenient := lenientFlag(f)
	list := f.Bool("list", false, "list the transcripts that the program carries")
	if err := f.parseArguments(args, 0, -1); err != nil {
		return err
	}
	switch {
	case *list:
		return listTranscripts(os.Stdout)
	case len(f.arguments) == 0:
		return f.usageError("replay needs a transcript; --list shows those that the program carries")
	case (*pcap != "" || *recording != "") && len(f.arguments) > 1:
		return f.usageError("--capture and --pcap take the packets of one transcript only")
	}
	for _, name := range f.arguments {
		if err := replayTranscript(name, *pcap, *recording, *lenient); err != nil {
			return err
		}
	}
	return nil
}

// replayTranscript plays one transcript. The error is the first difference from what it expects.
// With a recording on standard output what comes out otherwise is not shown.
func replayTranscript(name, pcap, recording string, lenient bool) (err error) {
	text, files, name, err := findFile(name, ".transcript")
	if err != nil {
		return err
	}
	options := lab.ReplayOptions{Refused: tellRefused(lenient), CreateCapture: createCapture}
	if recording != "" {
		if options.Capture, err = openCapture(recording, false); err != nil {
			return err
		}
	}
	if pcap != "" {
		file, err := os.Create(pcap)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, file.Close()) }()
		options.Packets = file
	}
	actual, diff, err := lab.ReplayWith(name, string(text), files, options)
	if recording != capture.Standard {
		if _, failed := os.Stdout.WriteString(actual); err == nil {
			err = failed
		}
	}
	return errors.Join(err, diff)
}

// findFile reads a file of the host, or else one that the program carries, with or
// without the suffix of its name. Other files are found beside it in files.
func findFile(name, suffix string) (text []byte, files fs.FS, found string, err error) {
	text, err = os.ReadFile(name)
	if err == nil {
		return text, hostFiles{}, filepath.ToSlash(name), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, "", err
	}
	for _, carried := range []string{name, name + suffix} {
		if text, err := fs.ReadFile(scripts.Files, carried); err == nil {
			return text, scripts.Files, carried, nil
		}
	}
	return nil, nil, "", fmt.Errorf("there is no file %s here, and the program carries none of that name (see: ruthere replay --list)", name)
}

// hostFiles are the files of the host by the names that a shell would take, which
// os.DirFS does not: absolute ones, and those with "..".
type hostFiles struct{}

func (hostFiles) Open(name string) (fs.File, error) { return os.Open(filepath.FromSlash(name)) }

// listTranscripts lists what the program carries, each with its first sentence.
func listTranscripts(w io.Writer) error {
	names, err := fs.Glob(scripts.Files, "*.transcript")
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := fs.ReadFile(scripts.Files, name)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%-24s %s\n", strings.TrimSuffix(name, ".transcript"), firstSentence(string(text)))
	}
	return nil
}

// firstSentence is the beginning of the comment at the head of a transcript.
func firstSentence(text string) string {
	var words []string
	for line := range strings.Lines(text) {
		comment, ok := strings.CutPrefix(line, "#")
		if !ok {
			break
		}
		words = append(words, strings.Fields(comment)...)
		if n := len(words); n > 0 && strings.HasSuffix(words[n-1], ".") {
			break
		}
	}
	sentence, _, _ := strings.Cut(strings.Join(words, " ")+" ", ". ")
	return strings.TrimSuffix(sentence, ".")
}
