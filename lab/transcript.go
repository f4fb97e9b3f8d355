package lab

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"ruthere/capture"
	"ruthere/event"
	"ruthere/router"
	"ruthere/shell"
)

// Replay runs a transcript in virtual time and returns the transcript as it really is,
// how it differs from text (a *Difference, or nil), and the error that stopped it.
//
// In a transcript a line that starts with the prompt of a console is typed there; a line
// that starts with # is a comment; one that starts with @ steers:
//
//	@ lab FILE           the topology, relative to the transcript; or "@ lab" alone,
//	                     with the topology in the lines after it, each after "@|"
//	@ 10s                time passes
//	@ until 15:47:35     time passes until that time of day
//	@ console Peer       what the console of another router shows comes next
//	@ cut Router Peer    and all other lab commands, see [Lab.Commands]
//	@ mask stamps        from here on what a mask hides does not count: stamps, times, hex,
//	                     numbers, or /REGEXP/; "@ mask off" ends all masks
//	@ any                stands for any number of lines that are shown
//
// All other lines are what the consoles are expected to show, every blank counts where no mask
// is. A backslash protects output that starts with #, @ or a backslash. A typed line that ends
// in ? asks for help; ^Z and ^C at the end of a line are the control keys. Where a
// single key is asked for, an empty line is Return. A command that takes time is waited
// for. Log lines stand on lines of their own, without the prompt again after them.
// What a console shows while another one is in use is shown when it is turned to.
//
// Where a user of a console has logged in to another host, what is typed stands behind that host's prompt. ^^ is the
// escape character there: a line that ends in ^^x leads back. The other prompt alone is what is left standing; a blank
// behind it, or an empty line where no prompt stands, is RETURN.
//
// A text without a line that starts with a prompt is typed line by line at the console
// of the first router; only lines starting with "@ " then mean something else. Nothing
// is compared.
func Replay(name, text string, files fs.FS) (actual string, diff, err error) {
	r, err := ReplayWith(name, text, files, ReplayOptions{})
	if r.Difference != nil {
		diff = r.Difference
	}
	return r.Actual, diff, err
}

// A TopologyReader reads a topology as [ParseTopology] does.
type TopologyReader = func(name string, text []byte, files fs.FS) (*Topology, error)

// ReplayOptions are what else is wanted of a replay.
type ReplayOptions struct {
	Packets io.Writer         // nil, or takes all packets of the lab as a pcap file
	Capture *capture.Recorder // nil, or takes them in a format that it chose
	Refused func(RefusedLine) // as in [Options]
	// CreateCapture is as in [Options]; nil has what transcripts capture forgotten.
	CreateCapture func(name string) (*capture.Recorder, error)
	// ReadTopology reads the lab that a transcript names; nil is [ParseTopology].
	ReadTopology TopologyReader
	Event        func(event.Stamped)         // as in [Options]
	Ended        func(*Lab) error            // nil, or is called with the lab when all is done, also of a transcript that differs
	Record       RecordFile                  // nil, or takes the run, see [Lab.WriteRun]
	Program      string                      // the build, for Record
	change       func(*Options, func() *Lab) // of the lab's options, for tests
	// Router is that of a text which names no lab; nil is one out of its box.
	Router *Router
	// Start is a run that the transcript goes on from, instead of the lab that it names; nil: that one is built.
	Start  *Run
	Bounds Bounds // as in [Options]
	// AnyPrompt has lines typed that look typed, whichever prompt stands where they are typed: see [player.findAnyway].
	AnyPrompt bool
	// Pasted says that such a text was copied from another router: ours gets the name and the mode of its first prompt.
	Pasted bool
}

// Replayed is what came of a transcript.
type Replayed struct {
	Expected   string        // the transcript as it was read
	Actual     string        // the transcript as it really is
	Updated    string        // the transcript with what is not so put right; what masks hide is as it was
	Difference *Difference   // the first; nil if there is none
	Elapsed    time.Duration // in the lab
	Run        *Run          // that came of it, as far as it went; nil: there is no lab
}

// ReplayWith is Replay with options.
func ReplayWith(name, text string, files fs.FS, o ReplayOptions) (Replayed, error) {
	p := &player{name: name, files: files, options: o}
	p.lines = strings.Split(strings.TrimSuffix(strings.ReplaceAll(text, "\r\n", "\n"), "\n"), "\n")
	if o.Pasted {
		p.lines = unpage(p.lines)
	}
	err := errors.Join(p.playLines(), p.stopCaptures(), p.tellEnd())
	r := Replayed{Expected: strings.Join(p.lines, "\n") + "\n", Actual: p.out.String()}
	if p.lab != nil {
		r.Elapsed = p.lab.now.Sub(p.began)
		run := p.lab.Run()
		r.Run = &run
		p.lab.EndRun()
	}
	var refused RefusedLines
	if errors.As(err, &refused) {
		return r, refused // they say themselves where they stand
	} else if err != nil {
		return r, fmt.Errorf("%s:%d: %w", name, p.at, err)
	}
	r.Updated = r.Actual
	if !p.plain {
		parts := p.compareParts(r.Actual)
		r.Difference, r.Updated = p.findDifference(parts), joinUpdated(parts)
	}
	return r, nil
}

// A player is a transcript being replayed.
type player struct {
	name     string
	files    fs.FS
	options  ReplayOptions
	lines    []string
	at       int // lines taken: the number of the line being worked on
	plain    bool
	lab      *Lab
	told     time.Time // to which instant a run that is done again has been written down
	began    time.Time
	anchors  []anchor
	screens  []*screen // of the routers, in order
	shown    *screen
	out      recorder
	untyped  string // why a line that looks typed was not, the first such
	mark     int    // length of out when something was last typed or steered
	expected int    // lines of the transcript since then that were in out
	notices  int
	echo     echo
}

// patience is how long a command may take before its prompt is given up.
const patience = time.Hour

func (p *player) playLines() error {
	for p.at < len(p.lines) {
		line := p.lines[p.at]
		p.at++
		switch {
		case p.lab == nil && isLabLine(line):
			p.recordAnchor(line)
			if err := p.readLab(strings.TrimSpace(strings.TrimPrefix(line, "@ lab"))); err != nil {
				return err
			}
		case p.lab == nil && !strings.HasPrefix(line, "#"):
			p.at--
			if p.options.Start != nil {
				if err := p.startLab(p.options.Start.topology, nil); err != nil {
					return err
				}
				continue
			}
			topology, before := p.readSession()
			if err := p.startLab(topology, before); err != nil {
				return err
			}
		case p.lab == nil: // a comment
			p.recordAnchor(line)
		default:
			if err := p.takeLine(line); err != nil {
				return err
			}
		}
	}
	if p.lab == nil { // nothing but comments
		return nil
	}
	return p.lab.captureErr
}

// takeLine works on one line once there is a lab.
func (p *player) takeLine(line string) error {
	switch {
	case line == anyLines && !p.plain:
		return nil
	case strings.HasPrefix(line, "@ "), !p.plain && strings.HasPrefix(line, "@"):
		return p.steerLab(line)
	case p.plain:
		return p.typeAt(p.shown, line)
	case strings.HasPrefix(line, "#"):
		p.recordAnchor(line)
		return nil
	}
	if s := p.promptedBy(line); s != nil {
		return p.typeAt(s, line[len(s.prompt()):])
	}
	if s, text := p.findAnyway(line); s != nil {
		return p.typeAt(s, text)
	}
	p.expected++
	p.suspectLine(line)
	return nil
}

// promptedBy is the screen whose prompt a line starts with, the one in use first.
func (p *player) promptedBy(line string) *screen {
	if p.shown.leavesStanding(line) {
		return nil
	}
	if p.shown.asksFor(line) && (p.shown.prompt() != "" || !p.wasShown(line)) {
		return p.shown
	}
	for _, s := range p.screens {
		if s.asksFor(line) && s.request.Prompt != "" {
			return s
		}
	}
	return nil
}

// wasShown says whether a line is the next of those that came out. Where lines are asked
// for without a prompt, it alone tells what is typed.
func (p *player) wasShown(line string) bool {
	lines := strings.Split(p.out.String()[p.mark:], "\n")
	return p.expected < len(lines)-1 && lines[p.expected] == line
}

// recordAnchor writes down a line of the transcript that is done.
func (p *player) recordAnchor(line string) {
	p.out.startLine()
	p.anchors = append(p.anchors, anchor{p.at - 1, p.out.lines})
	p.out.recordLine(line)
}

// noteLine forgets what was shown: what follows is the answer to what is done now.
func (p *player) noteLine() { p.mark, p.expected = p.out.Len(), 0 }

// suspectLine notes a line that was meant to be typed, by the looks of it.
func (p *player) suspectLine(line string) {
	if p.shown.leavesStanding(line) {
		return
	}
	for i, m := range p.lab.machines {
		if m.box == nil {
			continue
		}
		rest, ok := strings.CutPrefix(line, m.box.Hostname())
		if ok && rest != "" && strings.ContainsRune(">#(", rune(rest[0])) && p.untyped == "" {
			p.untyped = fmt.Sprintf("line %d was not typed: the prompt of %s is %q", p.at, m.Name, p.screens[i].request.Prompt)
		}
	}
}

// typeAt types the rest of a line at a screen and waits for the next prompt.
func (p *player) typeAt(s *screen, text string) error {
	p.turnTo(s)
	if !s.ready {
		return fmt.Errorf("%s does not ask for anything", s.name)
	}
	request := s.request
	if !request.Raw {
		p.recordAnchor(request.Prompt + text)
		p.noteLine()
	}
	switch {
	case request.Raw:
		return p.typeRaw(s, text)
	case request.Key:
		if text == "" {
			text = "\r"
		}
		for i := 0; i < len(text) && s.ready && s.request.Key; i++ {
			if err := p.runLine(s, router.Key{Terminal: Console, Key: text[i]}); err != nil {
				return err
			}
		}
	case strings.HasSuffix(text, "?") && !request.Secret && request.Prompt != "":
		p.showText(p.lab.Help(s.name, Console, strings.TrimSuffix(text, "?")))
		return nil
	default:
		line, end := lineEnd(text)
		if err := p.runLine(s, router.Typed{Terminal: Console, Text: line, End: end}); err != nil {
			return err
		}
	}
	return p.waitForPrompt(s)
}

// lineEnd takes the control key off the end of a typed line.
func lineEnd(text string) (line string, end shell.End) {
	if line, ok := strings.CutSuffix(text, "^Z"); ok {
		return line, shell.CtrlZ
	}
	if line, ok := strings.CutSuffix(text, "^C"); ok {
		return line, shell.CtrlC
	}
	return text, shell.Return
}
