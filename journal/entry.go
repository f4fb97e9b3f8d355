package journal

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"ruthere/router"
)

// An Entry is one input of a run.
type Entry struct {
	At    time.Time // when it entered
	After int       // how many events of that instant had happened before; All: all that were due
	// Who is the router that took Input; "" is the lab, which took Command. With neither Input nor
	// Command nothing entered: so far the run was looked at.
	Who     string
	Input   router.Input
	Command string
	Line    int // of the file that it was read from; 0: of none
}

// All says that an input entered when everything due at its instant had happened.
const All = -1

// lab is who takes a command, end who takes nothing.
const (
	labWord = "@"
	endWord = "end"
)

const (
	dateForm  = "2006-01-02"
	clockForm = "15:04:05.999999999"
)

// Append writes an entry as a line, after one of the instant before (zero: it is the first).
func Append(dst []byte, e Entry, before time.Time) ([]byte, error) {
	at := e.At.UTC()
	if before.IsZero() || before.UTC().Format(dateForm) != at.Format(dateForm) {
		dst = at.AppendFormat(dst, dateForm+"T")
	}
	dst = at.AppendFormat(dst, clockForm)
	if e.After != All {
		dst = append(dst, '+')
		dst = strconv.AppendInt(dst, int64(e.After), 10)
	}
	dst = append(dst, ' ')
	switch {
	case e.Input != nil:
		text, err := inputText(e.Who, e.Input)
		if err != nil {
			return nil, err
		}
		dst = append(dst, text...)
	case e.Command != "":
		dst = append(append(dst, labWord+" "...), plainOrQuoted(e.Command)...)
	default:
		dst = append(dst, endWord...)
	}
	return append(dst, '\n'), nil
}

// parseLine reads a line; before is the instant of the one before it.
func parseLine(line string, before time.Time) (e Entry, err error) {
	stamp, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	if e.At, e.After, err = parseStamp(stamp, before); err != nil {
		return e, err
	}
	if e.At.Before(before) {
		return e, fmt.Errorf("%s is before the line above it", stamp)
	}
	rest = strings.TrimLeft(rest, " ")
	who, rest, _ := strings.Cut(rest, " ")
	switch {
	case who == endWord && rest == "":
		return e, nil
	case who == labWord:
		if e.Command, err = readPlainOrQuoted(rest); err == nil && e.Command == "" {
			err = errors.New("a lab command is missing after @")
		}
		return e, err
	case who == "":
		return e, errors.New("after the instant comes a router, or @ and a lab command, or end")
	}
	e.Who, e.Input, err = parseInput(who, strings.TrimLeft(rest, " "))
	return e, err
}

// parseStamp reads 2004-03-25T15:17:25.003+2 with or without its date and its events.
func parseStamp(stamp string, before time.Time) (at time.Time, after int, err error) {
	clock, events, counted := strings.Cut(stamp, "+")
	after = All
	if counted {
		if after, err = strconv.Atoi(events); err != nil || after < 0 {
			return at, 0, fmt.Errorf("%q is not a number of events", events)
		}
	}
	if at, err = time.Parse(dateForm+"T"+clockForm, clock); err == nil {
		return at, after, nil
	}
	day, err := time.Parse(clockForm, clock)
	switch {
	case err != nil:
		return at, 0, fmt.Errorf("%q is not an instant such as 15:17:25.003 or 2004-03-25T15:17:25.003", clock)
	case before.IsZero():
		return at, 0, errors.New("the first line needs a date: 2004-03-25T15:17:25.003")
	}
	y, m, d := before.UTC().Date()
	return time.Date(y, m, d, day.Hour(), day.Minute(), day.Second(), day.Nanosecond(), time.UTC), after, nil
}

// plainOrQuoted is a text as it is, or quoted as in Go where it would not be read back so.
func plainOrQuoted(text string) string {
	if text == "" || text[0] == '"' || strings.TrimSpace(text) != text || strings.ContainsFunc(text, unprintable) {
		return strconv.Quote(text)
	}
	return text
}

func unprintable(r rune) bool { return !strconv.IsPrint(r) || r == '\uFFFD' }

func readPlainOrQuoted(text string) (string, error) {
	if !strings.HasPrefix(text, `"`) {
		return text, nil
	}
	one, err := strconv.Unquote(text)
	if err != nil {
		return "", fmt.Errorf("%s is not a text in quotes", text)
	}
	return one, nil
}
