package lab

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"ruthere/ladder"
)

// Story is what happened in the lab from its start to now, as a picture shows it. The run is done again for it, while
// nobody hears: a lab that draws nothing has nothing to remember.
func (l *Lab) Story() (ladder.Story, error) {
	run := l.Run()
	names := l.nodeNames()
	shown := &screens{}
	again := &Lab{hand: hand{rerun: true}, collector: ladder.NewCollector(names)}
	if err := again.build(run.topology, l.options.muted(shown)); err != nil {
		return ladder.Story{}, err
	}
	if err := again.rerun(run.instant, shown); err != nil {
		return ladder.Story{}, err
	}
	return again.collector.Story(run.title(), l.now), nil
}

// title is the name of the file that a run's topology was read from.
func (r Run) title() string {
	if r.topology.Origin.Name == "" {
		return "lab"
	}
	return r.topology.Origin.Name
}

const ladderArguments = "[last TIME] [between A B] [only KIND,...] [sas] [FILE]"

// ladderCommand draws what has passed.
func ladderCommand() command {
	return command{"ladder", ladderArguments, "draw what passed between the routers, here or in a new file: .txt, .svg, .html or .mmd; " +
		"sas: their SAs on an axis of time, .svg", nil, runLadder, 0, 9, nil}
}

// A drawing is what `ladder` was asked for.
type drawing struct {
	ladder.Options
	file string // "" = here
	sas  bool
	last time.Duration
}

func runLadder(l *Lab, args []string) (string, error) {
	d, err := l.readDrawing(args)
	if err != nil {
		return "", err
	}
	l.request(func() error {
		text, err := l.draw(d)
		switch {
		case err != nil:
			l.options.Notice("no ladder: " + err.Error())
		case d.file == "":
			l.options.Notice(strings.TrimSuffix(text, "\n"))
		default:
			l.options.Notice(l.savePicture(d.file, text))
		}
		return nil
	})
	return "", nil
}

func (l *Lab) readDrawing(args []string) (d drawing, err error) {
	for len(args) > 0 {
		word := args[0]
		args = args[1:]
		need := map[string]int{"last": 1, "between": 2, "only": 1}[word]
		if len(args) < need {
			return d, fmt.Errorf("usage: ladder %s", ladderArguments)
		}
		switch word {
		case "last":
			if d.last, err = time.ParseDuration(args[0]); err != nil || d.last <= 0 {
				return d, fmt.Errorf("%q is not a time such as 30s", args[0])
			}
		case "between":
			d.Between = args[:2]
		case "only":
			if d.Kinds, err = readKinds(args[0]); err != nil {
				return d, err
			}
		case "sas":
			d.sas = true
		default:
			if _, err := ladder.FormatOf(word); err != nil || d.file != "" || word == ladder.Standard {
				return d, fmt.Errorf("usage: ladder %s; %q is neither", ladderArguments, word)
			}
			d.file = word
		}
		args = args[need:]
	}
	if d.sas && !strings.HasSuffix(strings.ToLower(d.file), ".svg") {
		return d, fmt.Errorf("SAs on an axis of time are drawn as SVG: ladder sas FILE.svg")
	}
	if d.file != "" && l.options.CreatePicture == nil {
		return d, fmt.Errorf("no files can be written here")
	}
	return d, nil
}

func readKinds(list string) (kinds []ladder.Kind, err error) {
	for _, word := range strings.Split(list, ",") {
		if !slices.Contains(ladder.Kinds(), ladder.Kind(word)) {
			return nil, fmt.Errorf("there is no kind %q; there is %v", word, ladder.Kinds())
		}
		kinds = append(kinds, ladder.Kind(word))
	}
	return kinds, nil
}

// draw makes the picture.
func (l *Lab) draw(d drawing) (string, error) {
	s, err := l.Story()
	if err != nil {
		return "", err
	}
	if d.last > 0 {
		d.From = l.now.Add(-d.last)
	}
	if d.sas {
		return s.Lifetimes.SVG(), nil
	}
	format := ladder.FormatText
	if d.file != "" {
		if format, err = ladder.FormatOf(d.file); err != nil {
			return "", err
		}
	} else {
		d.Width = 80
	}
	return ladder.Draw(s, format, d.Options)
}

// savePicture writes a new file and says so, or why not.
func (l *Lab) savePicture(name, text string) string {
	file, err := l.options.CreatePicture(name)
	if err == nil {
		_, err = io.WriteString(file, text)
		if closed := file.Close(); err == nil {
			err = closed
		}
	}
	if err != nil {
		return "no ladder: " + err.Error()
	}
	return "the ladder is in " + name
}
