package router

import (
	"errors"
	"net/netip"

	"ruthere/ftp"
	"ruthere/modes"
)

// An ftpTransfer is a copy by FTP under way: the control connection, and, when the server has said where, that for the data.
type ftpTransfer struct {
	r       *Router
	request modes.FileTransfer
	client  *ftp.Client
	control modes.Stream
	data    modes.Stream // nil: not yet opened
	came    []byte
	sent    bool
	marks   streamMarks
	over    bool
}

// transferByFTP starts a copy from or to an FTP server.
func (r *Router) transferByFTP(q modes.FileTransfer) modes.Job {
	t := &ftpTransfer{r: r, request: q, client: ftp.NewClient(q.User, q.Password, q.Path, q.Send)}
	t.control = r.OpenStream(modes.StreamRequest{To: netip.AddrPortFrom(q.Server, portOr(q.Port, ftp.Port)), Source: q.Source,
		Opened: func() {}, Readable: t.readControl, Ended: t.endControl})
	return t
}

// Interrupt ends it.
func (t *ftpTransfer) Interrupt() { t.finish(modes.TransferAborted) }

// readControl takes what the server says.
func (t *ftpTransfer) readControl() {
	t.say(t.client.Receive(t.control.Read()))
	if at, ok := t.client.Data(); ok && t.data == nil && !t.over {
		// The data comes from the server that was asked, whatever address it gives: nobody is sent elsewhere.
		t.data = t.r.OpenStream(modes.StreamRequest{To: netip.AddrPortFrom(t.request.Server, at.Port()), Source: t.request.Source,
			Opened: func() { t.say(t.client.DataOpened()) }, Readable: t.readData, Ended: t.endData})
	}
	if t.request.Send && t.client.Moving() && !t.sent && !t.over {
		t.sent = true
		t.marks.show(t.request, len(t.request.Text))
		t.data.Write([]byte(t.request.Text))
		t.data.Close()
		t.say(t.client.DataEnded())
	}
	t.check()
}

func (t *ftpTransfer) readData() {
	b := t.data.Read()
	if len(t.came)+len(b) > t.request.Limit {
		t.finish(modes.TransferNoRoom)
		return
	}
	t.came = append(t.came, b...)
	t.marks.show(t.request, len(t.came))
}

func (t *ftpTransfer) endData(why error) {
	if t.readData(); why != nil {
		t.finish(transferError(why))
		return
	}
	t.say(t.client.DataEnded())
	t.check()
}

func (t *ftpTransfer) endControl(why error) {
	t.readControl()
	if why == nil {
		why = modes.StreamReset
	}
	t.finish(transferError(why))
}

func (t *ftpTransfer) say(b []byte) {
	if len(b) > 0 {
		t.control.Write(b)
	}
}

// check ends the copy once client and server agree that it is over.
func (t *ftpTransfer) check() {
	done, err := t.client.Done()
	var refused *ftp.Error
	switch {
	case !done:
	case errors.As(err, &refused) && refused.Code == 530:
		t.finish(modes.TransferLogin)
	case errors.As(err, &refused) && refused.Code == 550:
		t.finish(modes.TransferNotFound)
	case errors.As(err, &refused) && refused.Code == 552:
		t.finish(modes.TransferNoRoom)
	case err != nil:
		t.finish(modes.TransferFailed)
	default:
		t.finish(nil)
	}
}

func (t *ftpTransfer) finish(err error) {
	if t.over {
		return
	}
	t.over = true
	t.control.Close()
	if t.data != nil {
		t.data.Close()
	}
	t.request.Done(string(t.came), err)
}
