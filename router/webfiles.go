package router

import (
	"net/netip"

	"ruthere/modes"
	"ruthere/web"
)

// A webTransfer is a copy by HTTP under way: one request, and its answer.
type webTransfer struct {
	request modes.FileTransfer
	stream  modes.Stream
	in      *web.Reader
	marks   streamMarks
	over    bool
}

// webAgent is what the router calls itself to web servers.
const webAgent = "cisco-IOS"

// transferByHTTP starts a copy from or to a web server.
func (r *Router) transferByHTTP(q modes.FileTransfer) modes.Job {
	t := &webTransfer{request: q}
	ask := web.Request{Method: web.Get, Host: q.Host, Path: q.Path, Agent: webAgent, User: q.User, Password: q.Password}
	if q.Send {
		ask.Method, ask.Body = web.Put, []byte(q.Text)
	}
	t.in = web.NewResponseReader(ask.Method, q.Limit)
	t.stream = r.OpenStream(modes.StreamRequest{To: netip.AddrPortFrom(q.Server, portOr(q.Port, web.Port)), Source: q.Source,
		Opened:   func() { t.stream.Write(ask.Append(nil)) },
		Readable: t.read, Ended: t.end})
	return t
}

func portOr(port, usual uint16) uint16 {
	if port == 0 {
		return usual
	}
	return port
}

// Interrupt ends it.
func (t *webTransfer) Interrupt() { t.finish("", modes.TransferAborted) }

func (t *webTransfer) read() {
	t.in.Feed(t.stream.Read())
	if n, begun := t.in.Received(); begun && t.in.Response().OK() {
		t.marks.show(t.request, n)
	}
	t.check()
}

func (t *webTransfer) end(why error) {
	t.read()
	t.in.End()
	if why != nil && !t.over {
		t.finish("", transferError(why))
	}
	t.check()
}

// check ends the copy once the answer is there.
func (t *webTransfer) check() {
	done, err := t.in.Done()
	switch a := t.in.Response(); {
	case !done:
	case err != nil:
		t.finish("", modes.TransferFailed)
	case a.Status == 401 || a.Status == 403:
		t.finish("", modes.TransferDenied)
	case a.Status == web.StatusNotFound:
		t.finish("", modes.TransferNotFound)
	case !a.OK():
		t.finish("", modes.TransferFailed)
	default:
		if t.request.Send {
			t.marks.show(t.request, len(t.request.Text))
		}
		t.finish(string(a.Body), nil)
	}
}

func (t *webTransfer) finish(text string, err error) {
	if t.over {
		return
	}
	t.over = true
	t.stream.Close()
	t.request.Done(text, err)
}

// streamMark is how many bytes of a stream one mark on the screen stands for: as many as ten blocks of TFTP.
const streamMark = tftpMark * 512

// streamMarks shows the progress of a copy.
type streamMarks struct{ shown int }

// show shows a mark for the first of each so many bytes.
func (m *streamMarks) show(q modes.FileTransfer, bytes int) {
	if m.shown == 0 && q.Began != nil {
		q.Began("")
	}
	for wanted := bytes/streamMark + 1; m.shown < wanted; m.shown++ {
		q.Mark("!")
	}
}

// transferError is why a stream has ended, as `copy` words it.
func transferError(why error) error {
	switch why {
	case modes.StreamRefused:
		return modes.TransferRefused
	case modes.StreamTimedOut, modes.StreamUnreachable:
		return modes.TransferTimedOut
	}
	return modes.TransferFailed
}
