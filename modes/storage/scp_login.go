package storage

import (
	"cmp"

	"ruthere/modes"
)

// As whom a copy by SCP is made: what the file's name does not say its user is asked for. Where nobody speaks SSH there is
// nothing to ask.

// asksUser is whether the user's name at the server is still to be asked for.
func (c *copying) asksUser(p modes.FileName) bool {
	return p.Prefix == "scp" && p.User == "" && c.x.Device.Speaks(p.Prefix)
}

// localUser is the name offered: that of who is logged in, else the router's.
func localUser(x *modes.Context) string { return cmp.Or(x.Session.User, x.Config.Hostname) }

// withLogin goes on with the file's name once it has what its server wants to know of its user.
func withLogin(x *modes.Context, p modes.FileName, send bool, then func(modes.FileName)) {
	if p.Prefix != "scp" || !x.Device.Speaks(p.Prefix) {
		then(p)
		return
	}
	if send {
		x.Printf("Writing %s ", p.Path)
	}
	p.User = cmp.Or(p.User, localUser(x))
	if p.Password != "" {
		then(p)
		return
	}
	if send {
		x.Printf("\n")
	}
	x.Terminal.Ask("Password: ", true, func(password string, ok bool) {
		if ok {
			p.Password = password
			then(p)
		}
	})
}
