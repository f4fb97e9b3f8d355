package live

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"time"

	"ruthere/router"
	"ruthere/shell"
	"ruthere/shell/lineedit"
)

// A Backend is the router that a Frontend belongs to: a live one, or one in a lab. Its
// methods are called from the frontend's goroutines.
type Backend interface {
	Do(router.UserInput)
	Help(terminal int, text string) string
	Complete(terminal int, text string) (string, bool)
}

// A Stream is where a terminal's bytes come from and go to. If In is an io.Closer it is
// closed with the terminal.
type Stream struct {
	In     io.Reader
	Out    io.Writer
	Plain  bool // a pipe; otherwise a terminal in raw mode
	Width  int  // of the screen, in columns
	Height int  // in rows
}

// A Frontend joins a line editor to a router: it shows what the router shows, in order,
// and reads lines and keys when the router asks for them.
type Frontend struct {
	id          int
	backend     Backend
	editor      lineedit.LineEditor
	promptShown chan struct{} // something was written since it was last drained

	mu          sync.Mutex
	queue       []router.TerminalOutput
	wake        chan struct{}
	screen      shell.Size          // as the router last had it
	asked       *shell.InputRequest // what is being read
	replacement *shell.InputRequest // what to read instead as soon as that is over
}

// queueLimit bounds the log lines kept for a terminal that takes none, such as one on
// which Ctrl-S was pressed; further ones are dropped. Nothing else can pile up: commands
// wait for their user.
const queueLimit = 10_000

// NewFrontend makes the frontend of the backend's terminal number id. It shows and reads
// nothing until Serve.
func NewFrontend(id int, s Stream, host Backend) (*Frontend, error) {
	t := &Frontend{id: id, backend: host, promptShown: make(chan struct{}, 1), wake: make(chan struct{}, 1),
		screen: shell.Size{Rows: s.Height, Columns: s.Width}}
	hooks := lineedit.Hooks{
		Help:      t.answerHelp,
		Complete:  func(line string) (string, bool) { return host.Complete(id, line) },
		Interrupt: func() { host.Do(router.Interrupt{Terminal: id}) },
	}
	out := writeNotifier{s.Out, t.promptShown}
	if s.Plain {
		t.editor = lineedit.NewPlain(s.In, out, hooks)
		return t, nil
	}
	var err error
	in := &activityReader{Reader: s.In, tell: func() { host.Do(router.UserActive{Terminal: id}) }}
	t.editor, err = lineedit.New(readWriter{in, out}, s.Width, s.Height, hooks)
	return t, err
}

// Show queues something to show or to ask for. It never waits.
func (t *Frontend) Show(o router.TerminalOutput) {
	t.mu.Lock()
	if _, isLog := o.(router.TerminalLog); !isLog || len(t.queue) < queueLimit {
		t.queue = append(t.queue, o)
	}
	t.mu.Unlock()
	wakeUp(t.wake)
}

// Resize tells the size of the terminal's window.
func (t *Frontend) Resize(width, height int) {
	t.editor.Resize(width, height)
	t.backend.Do(router.Resize{Terminal: t.id, Height: height, Width: width})
}

// Serve shows and reads until the login ends (nil), the user is gone (io.EOF), or ctx is
// done (nil). A read that cannot be interrupted, as of a blocking standard input, may
// outlive it.
func (t *Frontend) Serve(ctx context.Context) error {
	requests := make(chan shell.InputRequest, 1)
	ended := make(chan error, 1)
	go func() { ended <- t.readRequested(requests) }()
	err := t.showQueue(ctx, requests, ended)
	close(requests)
	_ = t.editor.Close() // the frontend ends anyway
	return err
}

// showQueue carries out the queue.
func (t *Frontend) showQueue(ctx context.Context, requests chan<- shell.InputRequest, ended <-chan error) error {
	for {
		for _, o := range t.takeQueue() {
			switch o := o.(type) {
			case router.TerminalText:
				_, _ = t.editor.Write([]byte(o.Text)) // a dead terminal shows when it is read
			case router.TerminalLog:
				t.editor.Async(o.Text, o.Synchronous)
			case router.TerminalClosed:
				return nil
			case router.TerminalReady:
				if err := t.handRequest(ctx, o.Request, requests, ended); err != nil {
					return ignoreDone(err)
				}
			}
		}
		select {
		case <-t.wake:
		case err := <-ended:
			return err
		case <-ctx.Done():
			return nil
		}
	}
}

// answerHelp answers `?`, a page at a time.
func (t *Frontend) answerHelp(line string) string {
	lines := strings.SplitAfter(t.backend.Help(t.id, line), "\n")
	rows := t.screenRows()
	for n := rows - 1; rows > 0 && len(lines)-1 > n; {
		_, _ = t.editor.Write([]byte(strings.Join(lines[:n], "") + shell.More))
		lines = lines[n:]
		key, err := t.editor.ReadKey()
		if err != nil {
			return ""
		}
		_, _ = t.editor.Write([]byte(shell.EraseMore))
		if n = shell.NextPage(key, rows); n == 0 {
			return "\n"
		}
	}
	return strings.Join(lines, "")
}

func (t *Frontend) screenRows() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.screen.Rows
}

// followScreen adapts the editor when the router's idea of the screen has changed, as by
// `terminal width`. A request that was made before the window changed says nothing new.
func (t *Frontend) followScreen(s *shell.Size) {
	if s == nil {
		return
	}
	t.mu.Lock()
	changed := t.screen.Columns != s.Columns
	t.screen = *s
	t.mu.Unlock()
	if changed {
		t.editor.Resize(s.Columns, s.Rows)
	}
}

func (t *Frontend) takeQueue() []router.TerminalOutput {
	t.mu.Lock()
	defer t.mu.Unlock()
	items := t.queue
	t.queue = nil
	return items
}

// promptTime is how long a prompt may take to appear. None does if the row shows it
// already.
const promptTime = 100 * time.Millisecond

// handRequest hands a request to the reader, and waits for the prompt so that log lines which
// come after the request appear after it.
func (t *Frontend) handRequest(ctx context.Context, r shell.InputRequest, requests chan<- shell.InputRequest, ended <-chan error) error {
	t.followScreen(r.Screen)
	if superseding := t.supersedes(r); superseding || r.Key {
		_, _ = t.editor.Write([]byte(r.Prompt))
		if superseding {
			return nil
		}
	}
	if r.Key && !r.Raw && r.Prompt == "" { // a console that waits for RETURN
		t.editor.ShowHeld()
	}
	select {
	case <-t.promptShown:
	default:
	}
	select {
	case requests <- r:
	case err := <-ended:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
	if r.Key || r.Prompt == "" {
		return nil
	}
	timeout := time.NewTimer(promptTime)
	defer timeout.Stop()
	select {
	case <-t.promptShown:
	case <-timeout.C:
	case err := <-ended:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
	return nil
}

// supersedes says whether something is being read already, as when a router was booted
// again while its user sat at a prompt. A line is then taken as the answer to r; what is
// of another kind is read and dropped.
func (t *Frontend) supersedes(r shell.InputRequest) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.asked == nil {
		t.asked = &r
		return false
	}
	t.replacement = nil
	if t.asked.Key != r.Key || t.asked.Secret != r.Secret || t.asked.Raw != r.Raw {
		t.replacement = &r
	}
	return true
}

// endRequest ends a request; it returns the one that has replaced it, if any.
func (t *Frontend) endRequest() (replacement *shell.InputRequest) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.asked, t.replacement, replacement = t.replacement, nil, t.replacement
	return replacement
}

func ignoreDone(err error) error {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	return err
}

// readRequested reads what is asked for.
func (t *Frontend) readRequested(requests <-chan shell.InputRequest) error {
	for r := range requests {
		for {
			in, err := t.readOne(r)
			if err != nil {
				return err
			}
			next := t.endRequest()
			if key, ok := in.(router.Key); ok && next != nil && r.Raw && !next.Raw {
				t.editor.UnreadKey(key.Key) // it is for what is asked now
			}
			if next != nil && next.Key && !r.Key {
				next = t.endRequest() // the line's RETURN is the key
			}
			if next == nil {
				t.backend.Do(in)
				break
			}
			r = *next
		}
	}
	return nil
}

func (t *Frontend) readOne(r shell.InputRequest) (router.UserInput, error) {
	if r.Key {
		read := t.editor.ReadKey
		if r.Raw {
			read = t.editor.ReadRawKey
		}
		key, err := read()
		return router.Key{Terminal: t.id, Key: key}, err
	}
	line, err := t.editor.ReadLine(lineedit.LineRequest{
		Prompt: r.Prompt, Secret: r.Secret, History: r.History, NoHelp: r.Literal, NoEditing: r.NoEditing,
	})
	return router.Typed{Terminal: t.id, Text: line.Text, End: shell.End(line.End)}, err
}
