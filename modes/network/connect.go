package network

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"ruthere/config"
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
	if n, err := strconv.Atoi(name); err == nil { // a number is that of a connection
		if o := findOutgoing(x, n); o != nil && n > 0 {
			return x.Session.ResumeOutgoing(o)
		}
	}
	return destination{host: name, port: telnetPort}.connect(x)
}

// couldBeHost says whether a word could name a host.
func couldBeHost(word string) bool {
	return strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._") == ""
}

// A destination is where a user wants to connect to, and how.
type destination struct {
	host   string
	port   int
	vrf    string
	source netip.Addr // invalid: of the interface that leads there
}

// telnetPort and sshPort are the well-known ports.
const (
	telnetPort = 23
	sshPort    = 22
)

// connect opens a telnet session there.
func (d destination) connect(x *modes.Context) error {
	return LookUpHost(x, d.host, unknownHost(x, d.host), func(addr netip.Addr) error {
		if err := mayLeave(x, "telnet", addr); err != nil {
			return err
		}
		target := addr.String()
		if !strings.EqualFold(target, d.host) {
			target = d.host + " (" + target + ")"
		}
		if d.port != telnetPort {
			target = fmt.Sprintf("%s, %d", target, d.port)
		}
		q := modes.StreamRequest{VRF: d.vrf, To: netip.AddrPortFrom(addr, uint16(d.port)), Source: d.source}
		return openTelnet(x, d.host, fmt.Sprintf("Trying %s ... ", target), q)
	})
}

// mayLeave refuses what the user's line does not let out: by another protocol (`transport output`), to a host that its list
// of outgoing connections denies (`access-class ... out`).
func mayLeave(x *modes.Context, protocol string, to netip.Addr) error {
	s := x.Terminal.Status()
	l := x.Device.Config().Line(s.Kind, s.Number)
	switch {
	case l == nil:
		return nil
	case l.TransportOutput != nil && l.TransportOutput[0] != "all" && !slices.Contains(l.TransportOutput, protocol):
		return modes.Refuse("% " + protocol + " connections not permitted from this terminal")
	}
	list := x.Device.Config().AccessList(l.AccessOut.List)
	if l.AccessOut.List == "" || list == nil {
		return nil
	}
	f := config.Flow{Src: to, Dst: to, Protocol: 6} // a standard list names the hosts that may be reached
	if list.Extended {
		f.Src = netip.AddrFrom4([4]byte{})
	}
	if e, met := list.Lookup(f); met && e.Permit {
		return nil
	}
	return modes.Refuse("% Connections to that host not permitted from this terminal")
}

// askHost asks where to connect to; an empty answer is nowhere.
func askHost(x *modes.Context) {
	x.Terminal.Ask("Host: ", false, func(host string, ok bool) {
		if host = strings.TrimSpace(host); !ok || host == "" {
			return
		}
		d := destination{host: host, port: telnetPort}
		if err := d.connect(x); err != nil {
			x.Terminal.Print(x.Session.ErrorText(err))
		}
	})
}

// connection is `telnet` or one of its kin.
func connection(word, help string) modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: word + ` [host:HOST [port:<1-65535>] &{/source-interface source:INTERFACE | /vrf vrf-name:WORD}]`,
		Help: modes.H{word: help, "host": "IP address or hostname of a remote system", "port": "Port number",
			"/source-interface": "Specify source interface", "source": "Interface", "/vrf": "Specify vrf name",
			"vrf-name": modes.VRFNameHelp},
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			if !a.Has("host") {
				askHost(x)
				return nil
			}
			d := destination{host: a.Str("host"), port: telnetPort, vrf: a.Str("vrf-name")}
			if a.Has("port") {
				d.port = a.Int("port")
			}
			if !b.Config().HasVRF(d.vrf) {
				return modes.Refuse(fmt.Sprintf("%% VRF %s does not exist", d.vrf))
			}
			if source := cmp.Or(a.Str("source"), b.Config().TCP.TelnetSource); source != "" && !findSource(x, source, d.vrf, &d.source) {
				return errBadSource
			}
			return d.connect(x)
		},
	}
}

// sshSession is an attempt to log in by SSH. The port is tried, so that hosts that are silent, refuse or cannot be reached
// are told apart; SSH itself is not spoken.
type sshSession struct {
	front  modes.Runner
	stream modes.Stream
}

func (s *sshSession) Interrupt() {
	s.stream.Close()
	s.front.Done()
}

// connectSSH tries a host's SSH port.
func (d destination) connectSSH(x *modes.Context) error {
	return LookUpHost(x, d.host, unknownHost(x, d.host), func(addr netip.Addr) error {
		if err := mayLeave(x, "ssh", addr); err != nil {
			return err
		}
		return x.Terminal.Run(func(r modes.Runner) (modes.Job, error) {
			s := &sshSession{front: r}
			fail := func(err error) {
				r.Write(cmp.Or(errorText(err), modes.StreamRefused.Error()) + "\n\n")
				r.Done()
			}
			s.stream = x.Device.OpenStream(modes.StreamRequest{VRF: d.vrf, To: netip.AddrPortFrom(addr, uint16(d.port)),
				Readable: func() {}, Opened: func() { s.stream.Close(); fail(modes.StreamRefused) }, Ended: fail})
			return s, nil
		})
	})
}

func sshTo() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `ssh &{\-l user:WORD | \-p port:<1-65535> | \-v version:<1-2> | \-c cipher:WORD | \-m hmac:WORD |
			<15,xe> \-vrf vrf-name:WORD} host:HOST`,
		Help: modes.H{"ssh": "Open a secure shell client connection", "-l": "Log in using this user name", "user": "Login name",
			"-p": "Connect to this port", "port": "Port number",
			"-v": "Specify SSH Protocol Version", "version": "Protocol version", "-c": "Select encryption algorithm",
			"cipher": "Encryption algorithm", "-m": "Select HMAC algorithm", "hmac": "HMAC algorithm",
			"-vrf": "Specify vrf name", "vrf-name": modes.VRFNameHelp,
			"host": "IP address or hostname of a remote system"},
		Set: func(x *modes.Context, _ modes.Device, a parser.Args) error {
			if !a.Has("user") && x.Session.User == "" {
				return modes.Refuse("% No user specified nor available for SSH client")
			}
			d := destination{host: a.Str("host"), port: sshPort, vrf: a.Str("vrf-name")}
			if a.Has("port") {
				d.port = a.Int("port")
			}
			if !x.Device.Config().HasVRF(d.vrf) {
				return modes.Refuse(fmt.Sprintf("%% VRF %s does not exist", d.vrf))
			}
			return d.connectSSH(x)
		},
	}
}

func addConnect(l *modes.Language) {
	l.UnknownWord = connectToWord
	l.Add("exec", connection("connect", "Open a terminal connection"), connection("telnet", "Open a telnet connection"), sshTo(),
		connection("rlogin", "Open an rlogin connection"), connection("tunnel", "Open a tunnel connection"), connection("udptn",
			"Open an udptn connection"))
}
