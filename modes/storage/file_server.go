package storage

import (
	"net/netip"

	"ruthere/files"
	"ruthere/modes"
	"ruthere/modes/network"
)

// Copies from and to servers. TFTP is what the router speaks; a server of another kind is
// one that nobody can reach from here.

// fetch reads the file from its server and goes on with it.
func (c *copying) fetch() {
	x := c.x
	x.Printf("Accessing %s...", c.from.Text())
	began := false
	start := x.Device.Now()
	c.transfer(c.from, modes.FileTransfer{Path: c.from.Path, Limit: modes.FlashSize(x.Device.Release())},
		func(r modes.Runner, q *modes.FileTransfer) {
			q.Began = func(interfaceName string) {
				began = true
				r.Write("Loading " + c.from.Path + " from " + q.Server.String() + " (via " + interfaceName + "): ")
			}
		},
		func(r modes.Runner, text string) {
			if began {
				r.Write("\n[OK - " + modes.Itoa(len(text)) + " bytes]\n\n")
			}
			c.finishLater(text, len(text), start)
		})
}

// send writes a text to a file of a server.
func (c *copying) send(text string) {
	x := c.x
	start := x.Device.Now()
	c.transfer(c.to, modes.FileTransfer{Path: c.to.Path, Send: true, Text: text}, func(modes.Runner, *modes.FileTransfer) {},
		func(r modes.Runner, _ string) {
			r.Write("\n" + copied(len(text), x.Device.Now().Sub(start)) + "\n\n")
		})
}

// transfer finds the server and has the file moved; done follows if that went well.
func (c *copying) transfer(p modes.FileName, q modes.FileTransfer, prepare func(modes.Runner, *modes.FileTransfer),
	done func(r modes.Runner, text string)) {
	x := c.x
	failed := "\n" + modes.OpeningError(p.Text(), modes.TransferTimedOut).Error()
	if p.Prefix != "tftp" {
		x.Println(modes.OpeningError(p.Text(), modes.TransferError("Undefined error")).Error())
		return
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
