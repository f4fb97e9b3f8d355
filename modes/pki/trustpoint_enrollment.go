package pki

import (
	"net/netip"
	"strconv"
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// How a trustpoint gets its certificates. Of url, terminal, selfsigned, profile and pkcs12 it has one at a time.

type enrollmentMethod struct {
	syntax string
	help   modes.H
	set    func(e *config.Enrollment, a parser.Args)
	show   func(e config.Enrollment) parser.Args // nil: another method
}

var enrollmentMethods = []enrollmentMethod{
	{`enrollment url url:WORD [pem] [vrf vrf-name:WORD]`,
		modes.H{"url": "CA server enrollment URL", "url/url": "CA server enrollment URL", "pem": "Enrollment requests in PEM",
			"vrf": "VRF of the URL", "vrf-name": modes.VRFNameHelp},
		func(e *config.Enrollment, a parser.Args) {
			e.URL, e.PEM, e.VRF = withPort(a.Str("url")), a.Has("pem"), a.Str("vrf-name")
		},
		func(e config.Enrollment) parser.Args {
			if e.URL == "" {
				return nil
			}
			a := parser.Args{"url": e.URL}
			if e.PEM {
				a["pem"] = true
			}
			if e.VRF != "" {
				a["vrf"], a["vrf-name"] = true, e.VRF
			}
			return a
		}},
	{`enrollment terminal [pem]`, modes.H{"terminal": "Enroll via the terminal (cut-and-paste)", "pem": "Add PEM headers"},
		func(e *config.Enrollment, a parser.Args) { e.Terminal, e.PEM = true, a.Has("pem") },
		func(e config.Enrollment) parser.Args {
			switch {
			case !e.Terminal:
				return nil
			case e.PEM:
				return parser.Args{"pem": true}
			}
			return parser.Args{}
		}},
	{`enrollment selfsigned`, modes.H{"selfsigned": "Generate a self-signed certificate"},
		func(e *config.Enrollment, _ parser.Args) { e.SelfSigned = true },
		func(e config.Enrollment) parser.Args { return onlyIf(e.SelfSigned) }},
	{`enrollment pkcs12`, modes.H{"pkcs12": "PKCS12 file"},
		func(e *config.Enrollment, _ parser.Args) { e.PKCS12 = true },
		func(e config.Enrollment) parser.Args { return onlyIf(e.PKCS12) }},
	{`enrollment profile name:WORD`, modes.H{"profile": "Specify an enrollment profile", "name": "Enrollment profile name"},
		func(e *config.Enrollment, a parser.Args) { e.Profile = a.Str("name") },
		func(e config.Enrollment) parser.Args {
			if e.Profile == "" {
				return nil
			}
			return parser.Args{"name": e.Profile}
		}},
}

func onlyIf(is bool) parser.Args {
	if is {
		return parser.Args{}
	}
	return nil
}

// withPort is a URL as the device keeps it: with its port.
func withPort(url string) string {
	rest, isHTTP := strings.CutPrefix(url, "http://")
	host, path, _ := strings.Cut(rest, "/")
	if !isHTTP || host == "" || strings.Contains(host, ":") {
		return url
	}
	if path != "" || strings.HasSuffix(rest, "/") {
		path = "/" + path
	}
	return "http://" + host + ":80" + path
}

func enrollmentHelp(more modes.H) modes.H {
	return modes.MergeHelp(modes.H{"enrollment": "Enrollment parameters"}, more)
}

func enrollmentCommands() (all []modes.Command) {
	all = append(all, modes.Flag(`enrollment mode ra`, enrollmentHelp(modes.H{"mode": "Mode supported by the Certificate Authority",
		"ra": "Registration Authority (RA) mode"}),
		func(t trustpoint) *bool { return &t.Enrollment.RA }).WithoutDefaultLine().ForShow("Certificates"),
		retries("count", "Number of times to poll CA for our certificate", 100, config.DefaultEnrollmentRetries,
			func(t trustpoint) *int { return &t.Enrollment.RetryCount }),
		retries("period", "How long to wait before requesting CA for our certificate", 60, config.DefaultEnrollmentPeriod,
			func(t trustpoint) *int { return &t.Enrollment.RetryPeriod }))
	for _, m := range enrollmentMethods {
		all = append(all, m.command())
	}
	return append(all, httpProxy())
}

// command is the method's command, which takes the place of other methods and leaves the rest as it is.
func (m enrollmentMethod) command() modes.Cmd[trustpoint] {
	change := func(t trustpoint, set func(e *config.Enrollment)) {
		was := t.Enrollment
		t.Enrollment = config.Enrollment{RA: was.RA, RetryCount: was.RetryCount, RetryPeriod: was.RetryPeriod, Proxy: was.Proxy,
			ProxyPort: was.ProxyPort}
		set(&t.Enrollment)
	}
	return modes.Cmd[trustpoint]{
		Syntax: m.syntax,
		Help:   enrollmentHelp(m.help),
		Set: func(_ *modes.Context, t trustpoint, a parser.Args) error {
			change(t, func(e *config.Enrollment) { m.set(e, a) })
			return nil
		},
		Unset: func(_ *modes.Context, t trustpoint, _ parser.Args) error {
			if m.show(t.Enrollment) != nil {
				change(t, func(*config.Enrollment) {})
			}
			return nil
		},
		Show: func(t trustpoint) []parser.Args {
			if a := m.show(t.Enrollment); a != nil {
				return []parser.Args{a}
			}
			return nil
		},
	}
}

// retries is one of the two numbers of polls, which the running-config has if it is not the default.
func retries(word, help string, most, byDefault int, of func(trustpoint) *int) modes.Cmd[trustpoint] {
	c := modes.Number(`enrollment retry `+word+` number:<1-`+strconv.Itoa(most)+`>`, enrollmentHelp(modes.H{"retry": "Polling parameters",
		word: help, "number": "Number"}), 0, of).WithoutDefaultLine()
	c.Set = func(_ *modes.Context, t trustpoint, a parser.Args) error {
		if *of(t) = a.Int("number"); *of(t) == byDefault {
			*of(t) = 0
		}
		return nil
	}
	return c
}

func httpProxy() modes.Cmd[trustpoint] {
	return modes.Cmd[trustpoint]{
		Syntax: `enrollment http-proxy proxy:WORD port:<0-65535>`,
		Help: enrollmentHelp(modes.H{"http-proxy": "HTTP proxy server for enrollment", "proxy": "Proxy server name or address",
			"port": "Proxy port"}),
		Set: func(_ *modes.Context, t trustpoint, a parser.Args) error {
			t.Enrollment.Proxy, t.Enrollment.ProxyPort = a.Str("proxy"), a.Int("port")
			return nil
		},
		Unset: func(_ *modes.Context, t trustpoint, _ parser.Args) error {
			t.Enrollment.Proxy, t.Enrollment.ProxyPort = "", 0
			return nil
		},
		Show: func(t trustpoint) []parser.Args {
			if t.Enrollment.Proxy == "" {
				return nil
			}
			return []parser.Args{{"proxy": t.Enrollment.Proxy, "port": t.Enrollment.ProxyPort}}
		},
		KeptFor: "Certificates",
	}
}

// addressOf is the address that a trustpoint puts into requests: as configured, or that of the interface that it names.
func addressOf(c *config.Config, named string) netip.Addr {
	if a, err := modes.ParseAddr(named); err == nil {
		return a
	}
	if i := c.Interface(named); i != nil && c.AddressOf(i).IsValid() {
		return c.AddressOf(i).Addr()
	}
	return netip.Addr{}
}
