package router

import (
	"net/netip"
	"slices"
	"time"

	"ruthere/modes"
	"ruthere/packet"
	"ruthere/tftp"
)

// Files are copied from and to TFTP servers (RFC 1350) in packets like others: routed,
// protected where a crypto map wants it, lost where the network loses them.
const (
	tftpPorts   = 49152 // the first of the ports that requests come from
	tftpTimeout = 3 * time.Second
	tftpTries   = 5
	// tftpMark is how many blocks one mark on the screen stands for.
	tftpMark = 10
)

// A fileTransfer is one copy under way.
type fileTransfer struct {
	r        *Router
	request  modes.FileTransfer
	transfer *tftp.Transfer
	port     uint16
	server   uint16 // port that answers; the first answer tells
	tries    int
	marks    int
	cancel   func()
}

// Speaks says whether the router speaks the protocol of a file system's servers: SCP only where its driver does.
func (r *Router) Speaks(protocol string) bool {
	switch protocol {
	case "tftp", "ftp", "http":
		return true
	case "scp":
		return r.options.HostTCP
	}
	return false
}

// TransferFile starts a copy from or to a server.
func (r *Router) TransferFile(q modes.FileTransfer) modes.Job {
	switch q.Protocol {
	case "http":
		return r.transferByHTTP(q)
	case "ftp":
		return r.transferByFTP(q)
	case "scp":
		return r.transferBySCP(q)
	}
	return r.transferByTFTP(q)
}

func (r *Router) transferByTFTP(q modes.FileTransfer) modes.Job {
	t := &fileTransfer{r: r, request: q, server: tftp.Port, port: tftpPorts + r.randomUint16("tftp port")%(1<<14)}
	if q.Send {
		t.transfer = tftp.NewWrite(q.Path, []byte(q.Text))
	} else {
		t.transfer = tftp.NewRead(q.Path, q.Limit)
	}
	r.transfers = append(r.transfers, t)
	t.sendLast()
	return t
}

// Interrupt ends it.
func (t *fileTransfer) Interrupt() { t.finish("", modes.TransferAborted) }

func (t *fileTransfer) finish(text string, err error) {
	t.cancel()
	t.r.transfers = slices.DeleteFunc(t.r.transfers, func(other *fileTransfer) bool { return other == t })
	t.request.Done(text, err)
}

// sendLast sends what the transfer said last, and waits for what comes of it.
func (t *fileTransfer) sendLast() {
	t.sendMessage(t.transfer.Last())
	t.cancel = t.r.After(tftpTimeout, "file server", func() {
		t.request.Mark(".")
		if t.tries++; t.tries == tftpTries {
			t.finish("", modes.TransferTimedOut)
			return
		}
		t.sendLast()
	})
}

func (t *fileTransfer) sendMessage(data []byte) {
	hop, ok := t.r.findRoute("", t.request.Server)
	if !ok {
		return // the time runs out
	}
	source := t.request.Source
	if !source.IsValid() {
		source = t.r.sourceAddress("", hop)
	}
	if source.IsValid() {
		t.r.sendOwnPacket("", packet.UDP{SrcPort: t.port, DstPort: t.server, Payload: data}.Packet(source, t.request.Server, 255))
	}
}

// takeTransferMessage takes a datagram that is for a copy under way.
func (r *Router) takeTransferMessage(from netip.Addr, u packet.UDP) bool {
	at := slices.IndexFunc(r.transfers, func(t *fileTransfer) bool { return t.port == u.DstPort })
	if at < 0 {
		return false
	}
	t := r.transfers[at]
	switch {
	case from != t.request.Server, t.server != tftp.Port && u.SrcPort != t.server:
		return true // somebody else
	case t.server == tftp.Port:
		t.server = u.SrcPort
	}
	t.takeMessage(u.Payload)
	return true
}

func (t *fileTransfer) takeMessage(data []byte) {
	first := t.transfer.Blocks() == 0
	answer := t.transfer.Receive(data)
	done, err := t.transfer.Done()
	if first && t.transfer.Blocks() > 0 && t.request.Began != nil {
		if hop, ok := t.r.findRoute("", t.request.Server); ok {
			t.request.Began(hop.iface.Name)
		}
	}
	t.showProgress()
	switch {
	case done:
		if answer != nil {
			t.sendMessage(answer)
		}
		t.finish(string(t.transfer.Data()), err)
	case answer != nil:
		t.tries = 0
		t.cancel()
		t.sendLast()
	}
}

// showProgress shows a mark for the first of every ten blocks.
func (t *fileTransfer) showProgress() {
	for wanted := (t.transfer.Blocks() + tftpMark - 1) / tftpMark; t.marks < wanted; t.marks++ {
		t.request.Mark("!")
	}
}
