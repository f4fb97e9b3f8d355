package router

import (
	"net/netip"
	"slices"
	"time"

	"ruthere/modes"
)

// Copies by SCP from and to servers are made by the driver, which speaks SSH: the router says what it wants by an output, and
// hears by inputs how that goes.

// CopyBySCP wants a file of a server, or, with Send, Data written to it. SCPProgress tells how that goes, SCPFinished ends it.
type CopyBySCP struct {
	ID             int
	From           netip.Addr // invalid: the host's choice
	To             netip.AddrPort
	Timeout        time.Duration // of the connection's opening
	User, Password string        // in clear
	Path           string
	Send           bool
	Data           string
	Limit          int // of what is fetched, in bytes
}

// StopSCP ends a copy. Nothing more is to be told of it.
type StopSCP struct{ ID int }

// SCPProgress tells how far a copy has come: that the server has announced its file by a line of the protocol, or how many
// bytes have moved.
type SCPProgress struct {
	ID        int
	Announced string // C0644 1024 name; "" if that was told before
	Bytes     int
}

// SCPFinished ends a copy, with what was fetched, or why it failed in the device's words.
type SCPFinished struct {
	ID     int
	Data   string
	Failed modes.TransferError
}

// scpPort is that of SSH.
const scpPort = 22

// An scpTransfer is a copy by SCP under way.
type scpTransfer struct {
	r       *Router
	id      int
	request modes.FileTransfer
	marks   streamMarks
}

func (r *Router) transferBySCP(q modes.FileTransfer) modes.Job {
	r.lastSCPTransfer++
	t := &scpTransfer{r: r, id: r.lastSCPTransfer, request: q}
	r.scpTransfers = append(r.scpTransfers, t)
	r.out.add(CopyBySCP{ID: t.id, From: q.Source, To: netip.AddrPortFrom(q.Server, portOr(q.Port, scpPort)),
		Timeout: r.config.TCP.SynWait, User: q.User, Password: q.Password, Path: q.Path, Send: q.Send, Data: q.Text, Limit: q.Limit})
	return t
}

// Interrupt ends it.
func (t *scpTransfer) Interrupt() {
	t.r.out.add(StopSCP{t.id})
	t.finish("", modes.TransferAborted)
}

func (t *scpTransfer) finish(text string, err error) {
	t.r.scpTransfers = slices.DeleteFunc(t.r.scpTransfers, func(other *scpTransfer) bool { return other == t })
	t.request.Done(text, err)
}

func (r *Router) withSCPTransfer(id int, f func(*scpTransfer)) {
	if at := slices.IndexFunc(r.scpTransfers, func(t *scpTransfer) bool { return t.id == id }); at >= 0 {
		f(r.scpTransfers[at])
	}
}

func (r *Router) scpProgress(in SCPProgress) {
	r.withSCPTransfer(in.ID, func(t *scpTransfer) {
		if in.Announced != "" {
			if t.request.Began != nil {
				t.request.Began(in.Announced)
				t.request.Began = nil
			}
			return
		}
		t.marks.show(t.request, in.Bytes)
	})
}

func (r *Router) scpFinished(in SCPFinished) {
	r.withSCPTransfer(in.ID, func(t *scpTransfer) {
		var err error
		if in.Failed != "" {
			err = in.Failed
		}
		t.finish(in.Data, err)
	})
}
