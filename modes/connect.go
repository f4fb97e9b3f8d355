package modes

import (
	"fmt"
	"net/netip"
	"strings"

	"ruthere/parser"
)

// lookUp finds the address of a host and goes on with it: at once if the router knows
// it, else when the name servers have answered. Failed is what is said if nobody knows.
func (x *Context) lookUp(host, failed string, then func(netip.Addr) error) error {
	c := x.Box.Config()
	if addr, ok := lookup(c, host); ok {
		return then(addr)
	}
	if !c.DomainLookup || x.Box.Unknown(host) {
		return refuse(failed)
	}
	return x.Terminal.Run(func(r Runner) (Job, error) {
		r.Write(fmt.Sprintf("Translating %q...domain server", host))
		return abortable{r, x.Box.Resolve(host,
			func(server netip.Addr) { r.Write(fmt.Sprintf(" (%s)", server)) },
			func(addr netip.Addr) {
				defer r.Done()
				if !addr.IsValid() {
					r.Write("\n" + failed)
					return
				}
				r.Write(" [OK]\n\n")
				if err := then(addr); err != nil {
					r.Write(x.Session.errorText(err))
				}
			})}, nil
	})
}

// An abortable lookup ends with Ctrl-^, and says so.
type abortable struct {
	Runner
	lookup Job
}

func (a abortable) Interrupt() {
	a.lookup.Interrupt()
	a.Write(" % Name lookup aborted\n")
	a.Done()
}

// unknownHost is what is said of a host to connect to that nobody knows.
func (x *Context) unknownHost(host string) string {
	const text = "% Unknown command or computer name, or unable to find computer address\n"
	if !x.Box.Config().DomainLookup || x.Box.Unknown(host) {
		return "% Bad IP address or host name\n" + text
	}
	return text + "\n"
}

// connect is a line of a single word that is no command: the name of a host to log in
// to, unless the line says that nothing is.
func (s *Session) connect(name, line string, bad *parser.Error) error {
	if s.terminal.Settings().Preferred == "none" || !couldBeHost(name) {
		return &parser.Error{Kind: parser.Invalid, Offset: min(bad.Offset, len(line)), Line: line}
	}
	x := &Context{Box: s.box, Terminal: s.terminal, Session: s, Config: s.box.Config(), Line: line}
	return x.connectTo(name, 0)
}

// couldBeHost says whether a word could name a host.
func couldBeHost(word string) bool {
	return strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._") == ""
}

// connectTo opens a connection to a host. Nothing here speaks TCP outwards, so that
// every host there is a route to refuses it.
func (x *Context) connectTo(host string, port int) error {
	return x.lookUp(host, x.unknownHost(host), func(addr netip.Addr) error {
		target := addr.String()
		if !strings.EqualFold(target, host) {
			target = host + " (" + target + ")"
		}
		if port != 0 {
			target = fmt.Sprintf("%s, %d", target, port)
		}
		x.Terminal.Print(fmt.Sprintf("Trying %s ... \n", target))
		if !reachable(x.Box, addr) {
			return refuse("% Destination unreachable; gateway or host down\n\n")
		}
		return refuse("% Connection refused by remote host\n\n")
	})
}

// reachable says whether the routing table leads to an address.
func reachable(b Box, addr netip.Addr) bool {
	for _, r := range b.Routes() {
		if r.VRF == "" && r.Prefix.Contains(addr) {
			return true
		}
	}
	return false
}

func connection(word, help string) Cmd[Box] {
	return Cmd[Box]{
		Syntax: word + ` host:HOST [port:<1-65535>]`,
		Help:   H{word: help, "host": "IP address or hostname of a remote system", "port": "Port number"},
		Set:    func(x *Context, _ Box, a parser.Args) error { return x.connectTo(a.Str("host"), a.Int("port")) },
	}
}

var sshTo = Cmd[Box]{
	Syntax: `ssh &{\-l user:WORD | \-p port:<1-65535> | \-v version:<1-2> | \-c cipher:WORD | \-m hmac:WORD} host:HOST`,
	Help: H{"ssh": "Open a secure shell client connection", "-l": "Log in using this user name", "user": "Login name", "-p": "Connect to this port", "port": "Port number",
		"-v": "Specify SSH Protocol Version", "version": "Protocol version", "-c": "Select encryption algorithm", "cipher": "Encryption algorithm", "-m": "Select HMAC algorithm", "hmac": "HMAC algorithm",
		"host": "IP address or hostname of a remote system"},
	Set: func(x *Context, _ Box, a parser.Args) error {
		if !a.Has("user") && x.Session.User == "" {
			return refuse("% No user specified nor available for SSH client")
		}
		return x.lookUp(a.Str("host"), x.unknownHost(a.Str("host")), func(addr netip.Addr) error {
			if !reachable(x.Box, addr) {
				return refuse("% Destination unreachable; gateway or host down\n\n")
			}
			return refuse("% Connection refused by remote host\n\n")
		})
	},
}

func init() {
	Exec.Add(connection("connect", "Open a terminal connection"), connection("telnet", "Open a telnet connection"), sshTo,
		connection("rlogin", "Open an rlogin connection"), connection("tunnel", "Open a tunnel connection"), connection("udptn", "Open an udptn connection"))
}
