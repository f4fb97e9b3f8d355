package storage

import (
	"fmt"
	"net/netip"

	"ruthere/files"
	"ruthere/modes"
	"ruthere/modes/access"
	"ruthere/modes/network"
)

// Copies from and to servers: by TFTP, HTTP and FTP, and by SCP where somebody speaks it. A server of another kind is one that
// nobody can reach from here.

// fetch reads the file from its server and goes on with it.
func (c *copying) fetch() {
	x := c.x
	if c.from.Prefix != "scp" {
		x.Printf("Accessing %s...", c.from.Text())
	}
	withLogin(x, c.from, false, func(from modes.FileName) {
		start := x.Device.Now()
		fetchFile(x, from, func(_ modes.Runner, text string) { c.finishLater(text, len(text), start) })
	})
}

// fetchFile shows how a file of a server is loaded; done gets it.
func fetchFile(x *modes.Context, p modes.FileName, done func(r modes.Runner, text string)) {
	began := false
	transfer(x, p, modes.FileTransfer{Limit: modes.FlashSize(x.Device.Release())},
		func(r modes.Runner, q *modes.FileTransfer) {
			q.Began = func(how string) {
				began = true
				r.Write(loading(p, q.Server, how))
			}
		},
		func(r modes.Runner, text string) {
			if began {
				r.Write(loaded(p, len(text)))
			}
			done(r, text)
		})
}

// loading is what is shown before the marks of the progress.
func loading(p modes.FileName, server netip.Addr, how string) string {
	switch p.Prefix {
	case "tftp":
		return "Loading " + p.Path + " from " + server.String() + " (via " + how + "): "
	case "ftp":
		return "Loading " + p.Path + " "
	case "scp":
		return " Sending file modes: " + how + "\n"
	}
	return "Loading " + p.Text() + " "
}

// ftpBuffer is what the device says that a file is taken into, in bytes.
const ftpBuffer = 4096

// loaded is what is shown after them.
func loaded(p modes.FileName, bytes int) string {
	switch p.Prefix {
	case "tftp":
		return fmt.Sprintf("\n[OK - %d bytes]\n\n", bytes)
	case "ftp":
		return fmt.Sprintf("\n[OK - %d/%d bytes]\n\n", bytes, ftpBuffer)
	}
	return "\n"
}

// send writes a text to a file of a server.
func (c *copying) send(text string) {
	x := c.x
	withLogin(x, c.to, true, func(to modes.FileName) {
		start := x.Device.Now()
		sendFile(x, to, text, func(r modes.Runner) {
			r.Write("\n" + copied(len(text), x.Device.Now().Sub(start)) + "\n\n")
		})
	})
}

// sendFile shows how a text is sent to a file of a server.
func sendFile(x *modes.Context, p modes.FileName, text string, done func(modes.Runner)) {
	transfer(x, p, modes.FileTransfer{Send: true, Text: text},
		func(r modes.Runner, q *modes.FileTransfer) {
			if p.Prefix != "tftp" && p.Prefix != "scp" {
				q.Began = func(string) { r.Write("Writing " + p.Path + " ") }
			}
		},
		func(r modes.Runner, _ string) {
			if p.Prefix == "scp" {
				r.Write(fmt.Sprintf(" Sink: C0644 %d %s\n", len(text), p.Base()))
			}
			done(r)
		})
}

// transfer finds the server and has the file moved; done follows if that went well.
func transfer(x *modes.Context, p modes.FileName, q modes.FileTransfer, prepare func(modes.Runner, *modes.FileTransfer),
	done func(r modes.Runner, text string)) {
	failed := "\n" + modes.OpeningError(p.Text(), modes.TransferTimedOut).Error()
	if !x.Device.Speaks(p.Prefix) {
		x.Println(modes.OpeningError(p.Text(), modes.TransferError("Undefined error")).Error())
		return
	}
	q.Protocol, q.Path, q.Host, q.Port = p.Prefix, p.Path, p.Host, p.Port
	source := x.Device.Config().TCP.TFTPSource
	q.User, q.Password = p.User, p.Password
	switch p.Prefix {
	case "scp":
		source = x.Device.Config().SSH.SourceInterface
	case "ftp":
		source = x.Device.Config().FTP.Source
		if q.User == "" {
			q.User, q.Password = access.FTPLogin(x.Device.Config())
		}
	}
	if p.Prefix != "http" {
		q.Source = addressOf(x, source)
	}
	err := network.LookUpHost(x, p.Host, failed, func(server netip.Addr) error {
		q.Server = server
		return x.Terminal.Run(func(r modes.Runner) (modes.Job, error) {
			q.Mark = r.Write
			prepare(r, &q)
			q.Done = func(text string, err error) {
				if err != nil {
					r.Write("\n" + modes.OpeningError(p.Text(), err).Error() + "\n")
				} else {
					done(r, text)
				}
				r.Done()
			}
			return x.Device.TransferFile(q), nil
		})
	})
	if err != nil {
		x.Println(err.Error())
	}
}

// addressOf is the address of an interface that is up, invalid for none.
func addressOf(x *modes.Context, interfaceName string) netip.Addr {
	for _, i := range x.Device.Interfaces() {
		if i.Name == interfaceName && i.Protocol {
			return i.UsedAddress().Addr()
		}
	}
	return netip.Addr{}
}

// Export writes a text that a command has made to a file of the router, or, by TFTP, of a server. Then is called once that
// went well; what went wrong the user is told, or it is the error.
func Export(x *modes.Context, to modes.FileName, text string, then func()) error {
	if to.Kind == modes.RemoteFile {
		if to.Host == "" || to.Path == "" {
			return modes.OpeningError(to.Text(), files.ErrNotFound)
		}
		(&copying{x: x, to: to}).send(text)
		return nil
	}
	if err := x.WriteFile(to, text, false); err != nil {
		return err
	}
	x.Device.AfterSaving(func(err error) bool {
		if err != nil {
			x.Println(modes.OpeningError(to.Text(), err).Error())
			return true
		}
		then()
		return false
	})
	return nil
}

// Import reads a file of the router, or of a server, for a command, which gets its text.
func Import(x *modes.Context, from modes.FileName, then func(text string)) error {
	if from.Kind != modes.RemoteFile {
		text, err := x.ReadFile(from)
		if err == nil {
			then(text)
		}
		return err
	}
	if from.Host == "" || from.Path == "" {
		return modes.OpeningError(from.Text(), files.ErrNotFound)
	}
	withLogin(x, from, false, func(from modes.FileName) {
		fetchFile(x, from, func(_ modes.Runner, text string) { then(text) })
	})
	return nil
}
