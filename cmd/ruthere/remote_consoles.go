package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"ruthere/config"
	"ruthere/lab"
	"ruthere/router"
	"ruthere/router/live"
)

// A lab's consoles can be opened on ports of the host: one port a router, counted up from the first, and
// by SSH also by the router's name as the user's.

// remoteConsoles are those that users have opened. They belong to the goroutine of runLab.
type remoteConsoles map[int]live.Display

// consoleDoor is the consoles of a lab as those who serve them reach them.
type consoleDoor struct {
	*consoleSwitcher
	routers []string
}

var _ live.Consoles = consoleDoor{}

func (d consoleDoor) Find(name string) (found string, ok bool) {
	for _, one := range d.routers {
		if strings.EqualFold(one, name) {
			return one, true
		}
	}
	return "", false
}

func (d consoleDoor) Attach(name string, terminal int, display live.Display, width, height int, quiet bool) {
	d.events.Post(func() {
		d.remote[terminal] = display
		_ = d.lab.Do(name, router.Attach{Terminal: terminal, Kind: config.LineConsole, Width: width, Height: height, Quiet: quiet})
	})
}

func (d consoleDoor) Detach(name string, terminal int) {
	d.events.Post(func() {
		delete(d.remote, terminal)
		_ = d.lab.Do(name, router.Detach{Terminal: terminal})
	})
}

func (d consoleDoor) Backend(name string) live.Backend { return remoteConsole{d.consoleSwitcher, name} }

// A remoteConsole is the live.Backend of the terminals of one router.
type remoteConsole struct {
	switcher *consoleSwitcher
	name     string
}

func (c remoteConsole) Do(in router.UserInput) {
	c.switcher.events.Post(func() { _ = c.switcher.lab.Do(c.name, in) })
}

func (c remoteConsole) Help(terminal int, text string) (help string) {
	c.switcher.events.Ask(func() { help = c.switcher.lab.Help(c.name, terminal, text) })
	return help
}

func (c remoteConsole) Complete(terminal int, text string) (completed string, ok bool) {
	c.switcher.events.Ask(func() { completed, ok = c.switcher.lab.Complete(c.name, terminal, text) })
	return completed, ok
}

// consolePorts says where a lab's consoles are to be opened; empty: nowhere.
type consolePorts struct{ ssh, telnet string }

func (f *flags) consolePorts() *consolePorts {
	p := &consolePorts{}
	f.StringVar(&p.ssh, "ssh", "", "open the routers' consoles by SSH, from `HOST:PORT` on, one port a router")
	f.StringVar(&p.telnet, "telnet", "", "open the routers' consoles by telnet, from `HOST:PORT` on, one port a router")
	return p
}

func (p consolePorts) asked() bool { return p.ssh != "" || p.telnet != "" }

// openPorts opens the consoles on the host's ports and says which is whose.
func (d *consoleSwitcher) openPorts(ctx context.Context, p consolePorts) (*live.ConsoleServer, error) {
	var key ed25519.PrivateKey
	if p.ssh != "" {
		var err error
		if key, err = consoleHostKey(); err != nil {
			return nil, err
		}
	}
	s, err := live.NewConsoleServer(ctx, consoleDoor{d, d.lab.Routers()}, key)
	if err != nil {
		return nil, err
	}
	for i, name := range d.lab.Routers() {
		var places []string
		for _, way := range []struct {
			name, first string
			listen      func(address, router string) (net.Addr, error)
		}{{"ssh", p.ssh, s.ListenSSH}, {"telnet", p.telnet, s.ListenTelnet}} {
			if way.first == "" {
				continue
			}
			address, err := addressAfter(way.first, i)
			if err != nil {
				return nil, &usageError{"ruthere lab --" + way.name + " HOST:PORT FILE", fmt.Sprintf("--%s %s: %v", way.name, way.first, err)}
			}
			bound, err := way.listen(address, name)
			if err != nil {
				return nil, err
			}
			places = append(places, way.name+" "+bound.String())
			if i == 0 {
				warnOfStrangers(bound)
			}
		}
		printNotice(name + ": " + strings.Join(places, ", "))
	}
	return s, nil
}

// addressAfter is the address of the n-th router's port; port 0 stands for any that is free.
func addressAfter(first string, n int) (string, error) {
	host, port, err := net.SplitHostPort(first)
	if err != nil {
		return "", errors.New("not HOST:PORT")
	}
	number, err := strconv.ParseUint(port, 10, 16)
	switch {
	case err != nil:
		return "", fmt.Errorf("%q is not a port from 0 to 65535", port)
	case number > 0 && int(number)+n > 65535:
		return "", fmt.Errorf("there are not enough ports after %d", number)
	case number > 0:
		number += uint64(n)
	}
	return net.JoinHostPort(host, strconv.FormatUint(number, 10)), nil
}

// warnOfStrangers tells if others than this host's users can reach the consoles: nobody is asked who he is.
func warnOfStrangers(bound net.Addr) {
	if at, err := netip.ParseAddrPort(bound.String()); err == nil && !at.Addr().IsLoopback() {
		printNotice("whoever reaches " + bound.String() + " is at the routers' consoles; 127.0.0.1 is for this host alone")
	}
}

// consoleHostKey is the key by which SSH clients know the consoles again. It lies in the user's configuration folder;
// where nothing can be kept, each run has a new one.
func consoleHostKey() (ed25519.PrivateKey, error) {
	folder, err := os.UserConfigDir()
	name := filepath.Join(folder, "ruthere", "console-host-key")
	if err == nil {
		if seed, err := os.ReadFile(name); err == nil && len(seed) == ed25519.SeedSize {
			return ed25519.NewKeyFromSeed(seed), nil
		}
	}
	_, key, failed := ed25519.GenerateKey(rand.Reader)
	if failed != nil || err != nil {
		return key, failed
	}
	if os.MkdirAll(filepath.Dir(name), 0o700) == nil {
		_ = os.WriteFile(name, key.Seed(), 0o600)
	}
	return key, nil
}

// takeRemoteOutput shows what a router shows at a console that a user has opened.
func (d *consoleSwitcher) takeRemoteOutput(out router.TerminalOutput) {
	if display := d.remote[out.TerminalID()]; display != nil {
		display.Show(out)
	}
}

// atLocalConsole says whether output is for the console at hand, and not for one that a user has opened.
func atLocalConsole(out router.TerminalOutput) bool { return out.TerminalID() == lab.Console }
