package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ruthere/capture"
	"ruthere/journal"
	"ruthere/lab"
	"ruthere/lab/course"
	"ruthere/plaintext"
	"ruthere/scripts"
)

// replayFlags are what is wanted of a replay.
type replayFlags struct {
	pcap, config, junit   string
	capture               *string
	lenient, paste        *bool
	events                *string
	record                *string
	pictures              pictures
	update, quiet, asJSON bool
}

// runReplay plays transcripts, from files or from those that the program carries.
func runReplay(_ context.Context, args []string) error {
	f := newFlags("replay")
	var o replayFlags
	f.StringVar(&o.pcap, "pcap", "", "write all packets of the lab to `FILE`")
	o.lenient, o.events, o.capture, o.record = lenientFlag(f), eventsFlag(f), captureFlag(f), recordFlag(f)
	o.pictures = pictureFlags(f)
	list := f.Bool("list", false, "list the transcripts that the program carries")
	o.paste = f.Bool("paste", false, "take a text that names no lab for a session copied from another router")
	f.StringVar(&o.config, "config", "", "the startup-config, in `FILE`, of the router of a text that names no lab")
	like := f.String("ios", "12.4", "its `RELEASE`, 12.4, 15 or xe")
	f.BoolVar(&o.update, "update", false, "write what came out into transcripts that differ")
	f.BoolVar(&o.quiet, "quiet", false, "do not show what comes out, only whether it is as expected")
	f.StringVar(&o.junit, "junit", "", "write the results to `FILE` as JUnit XML")
	f.BoolVar(&o.asJSON, "json", false, "write the results as JSON, one line a transcript, in place of what comes out")
	if err := f.parseArguments(args, 0, -1); err != nil {
		return err
	}
	if err := o.pictures.check(f); err != nil {
		return err
	}
	release, known := releases[*like]
	switch {
	case *list:
		return listCarried(os.Stdout, transcriptSuffix)
	case len(f.arguments) == 0:
		return f.usageError("replay needs a transcript; --list shows those that the program carries")
	case *o.capture == capture.Standard && (o.asJSON || *o.events == standardOutput):
		return f.usageError("--capture - and --json, or --events -, cannot both have standard output")
	case *o.events != "" && len(f.arguments) > 1:
		return f.usageError("--events takes the events of one transcript only")
	case *o.record != "" && len(f.arguments) > 1:
		return f.usageError("--record takes the run of one transcript only")
	case o.pictures.asked() && len(f.arguments) > 1:
		return f.usageError("--ladder and --sas draw one transcript only")
	case *o.pictures.ladder == standardOutput && (o.asJSON || *o.events == standardOutput || *o.capture == capture.Standard):
		return f.usageError("--ladder - and --json, --events - or --capture - cannot both have standard output")
	case *o.events == standardOutput && o.asJSON:
		return f.usageError("--events - and --json both want standard output")
	case !known:
		return f.usageError(fmt.Sprintf("--ios %s: there is 12.4, 15 and xe", *like))
	}
	router := lab.Router{Name: "Router", Release: release}
	if o.config != "" {
		text, err := readConfiguration(o.config)
		if err != nil {
			return err
		}
		router.Config, router.HasConfig, router.Source = text, true, lab.Source{File: o.config, Line: 1, Column: 1}
	}
	names, err := expandFolders(f.arguments)
	switch {
	case err != nil:
		return err
	case (o.pcap != "" || *o.capture != "") && len(names) > 1:
		return f.usageError("--capture and --pcap take the packets of one transcript only")
	}
	return replayAll(names, router, o)
}

// expandFolders replaces a folder by the transcripts in it.
func expandFolders(names []string) (files []string, err error) {
	for _, name := range names {
		if info, err := os.Stat(name); err != nil || !info.IsDir() {
			files = append(files, name)
			continue
		}
		found, err := filepath.Glob(filepath.Join(name, "*"+transcriptSuffix))
		if err != nil || len(found) == 0 {
			return nil, errors.Join(err, fmt.Errorf("there is no transcript (*%s) in the folder %s", transcriptSuffix, name))
		}
		files = append(files, found...)
	}
	return files, nil
}

// replayAll plays transcripts one after the other, whatever comes of each, and reports.
func replayAll(names []string, router lab.Router, o replayFlags) error {
	var results []replayResult
	for _, name := range names {
		r := replayOne(name, router, o)
		results = append(results, r)
		r.report(o)
	}
	if o.junit != "" {
		if err := writeJUnit(o.junit, results); err != nil {
			return err
		}
	}
	failed := slices.DeleteFunc(slices.Clone(results), replayResult.passed)
	switch {
	case len(failed) == 0:
		return nil
	case len(results) == 1:
		return results[0].err
	}
	return fmt.Errorf("%d of %d transcripts failed", len(failed), len(results))
}

// replayOne plays one transcript.
func replayOne(name string, router lab.Router, o replayFlags) (r replayResult) {
	r.Name = name
	text, files, found, err := findFile(name, transcriptSuffix)
	if err != nil {
		r.err = err
		return r
	}
	r.Name = found
	options := lab.ReplayOptions{Refused: tellRefused(*o.lenient), ReadTopology: readAnyTopology, Router: &router, Pasted: *o.paste,
		CreateCapture: createCapture}
	if o.pictures.asked() {
		options.Ended = o.pictures.draw
	}
	if *o.capture != "" {
		if options.Capture, r.err = openCapture(*o.capture, false); r.err != nil {
			return r
		}
	}
	if o.pcap != "" {
		file, err := os.Create(o.pcap)
		if err != nil {
			r.err = err
			return r
		}
		defer func() { r.err = errors.Join(r.err, file.Close()) }()
		options.Packets = file
	}
	log, err := openEvents(*o.events)
	if err != nil {
		r.err = err
		return r
	}
	defer func() {
		if err := log.close(); err != nil {
			r.err = errors.Join(r.err, err)
		}
	}()
	options.Event = log.listener()
	if journal.IsRun(text) {
		r.replayed.Actual, r.err = playRun(found, text, options)
		return r
	}
	if *o.record != "" {
		file, err := createRecord(*o.record)
		if err != nil {
			r.err = err
			return r
		}
		defer func() { r.err = errors.Join(r.err, file.Close()) }()
		options.Record, options.Program = file, describeBuild()
	}
	if r.replayed, r.err = lab.ReplayWith(found, string(text), files, options); r.err != nil || r.replayed.Difference == nil {
		return r
	}
	if _, onHost := files.(hostFiles); o.update && onHost {
		r.updated, r.err = true, os.WriteFile(name, []byte(r.replayed.Updated), 0o644)
		return r
	}
	r.err = r.replayed.Difference
	return r
}

// findFile reads a file of the host, or else one that the program carries, with or
// without the suffix of its name: the one that is asked for, or else the other. Other files are found
// beside it in files.
func findFile(name, suffix string) (text []byte, files fs.FS, found string, err error) {
	text, err = os.ReadFile(name)
	if err == nil {
		return []byte(plaintext.Decode(string(text))), hostFiles{}, filepath.ToSlash(name), nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, nil, "", err
	}
	for _, suffix := range []string{"", suffix, labSuffix, transcriptSuffix} {
		if text, err := fs.ReadFile(scripts.Files, name+suffix); err == nil {
			return text, scripts.Files, name + suffix, nil
		}
	}
	if text, found, ok := courseLabFile(name); ok && suffix == labSuffix {
		return text, course.Files, found, nil
	}
	return nil, nil, "", fmt.Errorf("there is no file %s here, and the program carries none of that name "+
		"(see: ruthere lab list, ruthere course, ruthere replay --list)", name)
}

// The suffixes of the files that the program carries.
const (
	labSuffix        = ".yaml"
	transcriptSuffix = ".transcript"
)

// hostFiles are the files of the host by the names that a shell would take, which
// os.DirFS does not: absolute ones, and those with "..".
type hostFiles struct{}

func (hostFiles) Open(name string) (fs.File, error) { return os.Open(filepath.FromSlash(name)) }

// listCarried lists the files of a kind that the program carries, each with its first sentence.
func listCarried(w io.Writer, suffix string) error {
	names, err := fs.Glob(scripts.Files, "*"+suffix)
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := fs.ReadFile(scripts.Files, name)
		if err != nil {
			return err
		}
		fmt.Fprintf(w, "%-24s %s\n", strings.TrimSuffix(name, suffix), firstSentence(string(text)))
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
