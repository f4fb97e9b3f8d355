package network

import (
	"fmt"
	"net/netip"
	"strings"

	"ruthere/modes"
	"ruthere/parser"
)

// lookUp finds the address of a host and goes on with it: at once if the router knows
// it, else when the name servers have answered. Failed is what is said if nobody knows.
func LookUpHost(x *modes.Context, host, failed string, then func(netip.Addr) error) error {
	c := x.Device.Config()
	if addr, ok := KnownHost(c, host); ok {
		return then(addr)
	}
	if !c.DomainLookup || x.Device.Unknown(host) {
		return modes.Refuse(failed)
	}
	return x.Terminal.Run(func(r modes.Runner) (modes.Job, error) {
		r.Write(fmt.Sprintf("Translating %q...domain server", host))
		return abortable{r, x.Device.Resolve(host,
			func(server netip.Addr) { r.Write(fmt.Sprintf(" (%s)", server)) },
			func(addr netip.Addr) {
				defer r.Done()
				if !addr.IsValid() {
					r.Write("\n" + failed)
					return
				}
				r.Write(" [OK]\n\n")
				if err := then(addr); err != nil {
					r.Write(x.Session.ErrorText(err))
				}
			})}, nil
	})
}

// An abortable lookup ends with Ctrl-^, and says so.
type abortable struct {
	modes.Runner
	lookup modes.Job
}

func (a abortable) Interrupt() {
	a.lookup.Interrupt()
	a.Write(" % Name lookup aborted\n")
	a.Done()
}

// unknownHost is what is said of a host to connect to that nobody knows.
func unknownHost(x *modes.Context, host string) string {
	const text = "% Unknown command or computer name, or unable to find computer address\n"
	if !x.Device.Config().DomainLookup || x.Device.Unknown(host) {
		return "% Bad IP address or host name\n" + text
	}
	return text + "\n"
}

// connectToWord takes a line of a single word that is no command: the name of a host to log in
// to, unless the line says that nothing is.
func connectToWord(x *modes.Context, name string, bad *parser.Error) error {
	if x.Terminal.Settings().Preferred == "none" || !couldBeHost(name) {
		return &parser.Error{Kind: parser.Invalid, Offset: min(bad.Offset, len(x.Line)), Line: x.Line}
	}
	return connectTo(x, name, 0)
}

// couldBeHost says whether a word could name a host.
func couldBeHost(word string) bool {
	return strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._") == ""
}

// connectTo opens a connection to a host. Nothing here speaks TCP outwards, so that
// every host there is a route to refuses it.
func connectTo(x *modes.Context, host string, port int) error {
	return LookUpHost(x, host, unknownHost(x, host), func(addr netip.Addr) error {
		target := addr.String()
		if !strings.EqualFold(target, host) {
			target = host + " (" + target + ")"
		}
		if port != 0 {
			target = fmt.Sprintf("%s, %d", target, port)
		}
		x.Terminal.Print(fmt.Sprintf("Trying %s ... \n", target))
		if !reachable(x.Device, addr) {
			return modes.Refuse("% Destination unreachable; gateway or host down\n\n")
		}
		return modes.Refuse("% Connection refused by remote host\n\n")
	})
}

// reachable says whether the routing table leads to an address.
func reachable(b modes.Network, addr netip.Addr) bool {
	for _, r := range b.Routes() {
		if r.VRF == "" && r.Prefix.Contains(addr) {
			return true
		}
	}
	return false
}

// askHost asks where to connect to; an empty answer is nowhere.
func askHost(x *modes.Context) {
	x.Terminal.Ask("Host: ", false, func(host string, ok bool) {
		if host = strings.TrimSpace(host); !ok || host == "" {
			return
		}
		if err := connectTo(x, host, 0); err != nil {
			x.Terminal.Print(x.Session.ErrorText(err))
		}
	})
}

func connection(word, help string) modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: word + ` [host:HOST [port:<1-65535>]]`,
		Help:   modes.H{word: help, "host": "IP address or hostname of a remote system", "port": "Port number"},
		Set: func(x *modes.Context, _ modes.Device, a parser.Args) error {
			if !a.Has("host") {
				askHost(x)
				return nil
			}
			return connectTo(x, a.Str("host"), a.Int("port"))
		},
	}
}

func sshTo() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `ssh &{\-l user:WORD | \-p port:<1-65535> | \-v version:<1-2> | \-c cipher:WORD | \-m hmac:WORD} host:HOST`,
		Help: modes.H{"ssh": "Open a secure shell client connection", "-l": "Log in using this user name", "user": "Login name",
			"-p": "Connect to this port", "port": "Port number",
			"-v": "Specify SSH Protocol Version", "version": "Protocol version", "-c": "Select encryption algorithm",
			"cipher": "Encryption algorithm", "-m": "Select HMAC algorithm", "hmac": "HMAC algorithm",
			"host": "IP address or hostname of a remote system"},
		Set: func(x *modes.Context, _ modes.Device, a parser.Args) error {
			if !a.Has("user") && x.Session.User == "" {
				return modes.Refuse("% No user specified nor available for SSH client")
			}
			return LookUpHost(x, a.Str("host"), unknownHost(x, a.Str("host")), func(addr netip.Addr) error {
				if !reachable(x.Device, addr) {
					return modes.Refuse("% Destination unreachable; gateway or host down\n\n")
				}
				return modes.Refuse("% Connection refused by remote host\n\n")
			})
		},
	}
}

func addConnect(l *modes.Language) {
	l.UnknownWord = connectToWord
	l.Add("exec", connection("connect", "Open a terminal connection"), connection("telnet", "Open a telnet connection"), sshTo(),
		connection("rlogin", "Open an rlogin connection"), connection("tunnel", "Open a tunnel connection"), connection("udptn",
			"Open an udptn connection"))
}
