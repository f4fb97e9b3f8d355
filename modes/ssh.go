package modes

import (
	"slices"
	"time"

	"ruthere/config"
	"ruthere/parser"
)

// How users come in by SSH.

func sshHelp(h H) H { return with(h, H{"ip": ipHelp, "ssh": "Configure ssh options"}) }

// sshNumber is an SSH setting that is one number, unless it is the default.
func sshNumber(syntax string, help H, normal int, get func(*config.SSH) int, set func(*config.SSH, int)) Cmd[global] {
	return Cmd[global]{
		Syntax: syntax,
		Help:   sshHelp(help),
		Set: func(x *Context, c global, a parser.Args) error {
			set(&c.SSH, a.Int("number"))
			if c.SSH.Version == 2 {
				x.wantSSHKey("Please create RSA keys (of atleast 768 bits size) to enable SSH v2.\n")
			} else {
				x.wantSSHKey("Please create RSA keys to enable SSH (and of atleast 768 bits for SSH v2).\n")
			}
			return nil
		},
		Unset: func(_ *Context, c global, _ parser.Args) error { set(&c.SSH, normal); return nil },
		Show: func(c global) []parser.Args {
			if n := get(&c.SSH); n != normal {
				return []parser.Args{{"number": n}}
			}
			return nil
		},
	}
}

// wantSSHKey reminds of the key that SSH still lacks.
func (x *Context) wantSSHKey(text string) {
	if x.Terminal != nil && !x.loading && x.Box.SSH().Key == nil {
		x.Printf("%s", text)
	}
}

var (
	sshTimeout = sshNumber(`ip ssh time-out number:<1-120>`, H{"time-out": "Specify SSH time-out interval", "number": "SSH time-out interval (secs)"},
		inSeconds(config.DefaultSSHTimeout), func(s *config.SSH) int { return inSeconds(s.Timeout) },
		func(s *config.SSH, n int) { s.Timeout = time.Duration(n) * time.Second })
	sshRetries = sshNumber(`ip ssh authentication-retries number:<0-5>`, H{"authentication-retries": "Specify number of authentication retries",
		"number": "Number of authentication retries"}, config.DefaultSSHRetries, func(s *config.SSH) int { return s.Retries }, func(s *config.SSH, n int) { s.Retries = n })
	sshVersion = sshNumber(`ip ssh version number:<1-2>`, H{"version": "Specify protocol version to be supported", "number": "Protocol version"},
		0, func(s *config.SSH) int { return s.Version }, func(s *config.SSH, n int) { s.Version = n })
	sshLogging = Cmd[global]{
		Syntax: `ip ssh logging events`,
		Help:   sshHelp(H{"logging": "Configure logging for SSH", "events": "Log SSH events"}),
		Set:    func(_ *Context, c global, _ parser.Args) error { c.SSH.LogEvents = true; return nil },
		Unset:  func(_ *Context, c global, _ parser.Args) error { c.SSH.LogEvents = false; return nil },
		Show:   func(c global) []parser.Args { return when(c.SSH.LogEvents) },
	}
	sshMinDH = Cmd[global]{
		Syntax: `ip ssh dh min size {1024 | 2048 | 4096}`,
		Help: sshHelp(H{"dh": "Diffie-Hellman", "min": "Minimum size", "size": "Minimum size of the Diffie-Hellman key in bits",
			"1024": "Diffie Group 1 1024-bit key", "2048": "Diffie Group 14 2048-bit key", "4096": "Diffie Group 16 4096-bit key"}),
		Set: func(_ *Context, c global, a parser.Args) error {
			for _, size := range []string{"1024", "2048", "4096"} {
				if a.Has(size) {
					c.SSH.MinDH = number(size)
				}
			}
			return nil
		},
		No:    `ip ssh dh min size [1024 | 2048 | 4096]`,
		Unset: func(_ *Context, c global, _ parser.Args) error { c.SSH.MinDH = 0; return nil },
		Show: func(c global) []parser.Args {
			if c.SSH.MinDH == 0 {
				return nil
			}
			return []parser.Args{{itoa(c.SSH.MinDH): true}}
		},
	}
	sshSource = Cmd[global]{
		Syntax: `ip ssh source-interface interface:INTERFACE`,
		Help:   sshHelp(H{"source-interface": "Specify interface for source address in SSH connections", "interface": "Interface"}),
		Set: func(_ *Context, c global, a parser.Args) error {
			c.SSH.SourceInterface = a.Str("interface")
			return nil
		},
		Unset: func(_ *Context, c global, _ parser.Args) error { c.SSH.SourceInterface = ""; return nil },
		Show:  func(c global) []parser.Args { return text("interface", c.SSH.SourceInterface) },
	}
	sshKeyName = Cmd[global]{
		Syntax: `ip ssh rsa keypair-name name:WORD`,
		Help:   sshHelp(H{"rsa": "Configure RSA keypair name for SSH", "keypair-name": "Specify the RSA keypair to be used", "name": "The RSA keypair name"}),
		Set:    func(_ *Context, c global, a parser.Args) error { c.SSH.KeyName = a.Str("name"); return nil },
		Unset:  func(_ *Context, c global, _ parser.Args) error { c.SSH.KeyName = ""; return nil },
		Show:   func(c global) []parser.Args { return text("name", c.SSH.KeyName) },
	}
)

// An algorithmType is the name of an algorithm of SSH.
type algorithmType struct {
	name string
	rows []parser.Row
}

func (t *algorithmType) Name() string       { return t.name }
func (t *algorithmType) Rows() []parser.Row { return t.rows }

func (t *algorithmType) Accept(word string) (any, int, bool) { return acceptRow(t.rows, word) }

func (t *algorithmType) Print(value any) string {
	word, _ := value.(string)
	return word
}

func sshAlgorithms(name, suffix string, words ...string) *algorithmType {
	t := &algorithmType{name: name}
	for _, w := range words {
		t.rows = append(t.rows, parser.Row{Item: w, Text: w + suffix})
	}
	return t
}

// sshAlgorithm is the list of algorithms of one kind.
func sshAlgorithm(side, kind string, t *algorithmType, of func(*config.SSH) *[]string) Cmd[global] {
	help := map[string]string{"encryption": "Encryption algorithms", "mac": "MAC (Message Authentication Code) algorithms",
		"kex": "Key Exchange DH Group algorithms", "hostkey": "Host Key algorithms"}
	return Cmd[global]{
		Syntax: `ip ssh ` + side + ` algorithm ` + kind + ` names:` + t.name + `...`,
		Help:   sshHelp(H{side: "Configuration for SSH " + side, "algorithm": "Configure crypto algorithms", kind: help[kind]}),
		Types:  []parser.Type{t},
		Set: func(_ *Context, c global, a parser.Args) error {
			var names []string
			for _, name := range a.List("names") {
				if !slices.Contains(names, name) {
					names = append(names, name)
				}
			}
			*of(&c.SSH) = names
			return nil
		},
		No:    `ip ssh ` + side + ` algorithm ` + kind + ` [names:` + t.name + `...]`,
		Unset: func(_ *Context, c global, _ parser.Args) error { *of(&c.SSH) = nil; return nil },
		Show: func(c global) []parser.Args {
			if names := *of(&c.SSH); len(names) > 0 {
				return []parser.Args{{"names": names}}
			}
			return nil
		},
	}
}

// sshAlgorithmCommands are the same for both sides.
func sshAlgorithmCommands(side string, of func(*config.SSH) *config.SSHAlgorithms) []Command {
	return []Command{
		sshAlgorithm(side, "mac", sshAlgorithms("MAC", " (MAC algorithm)", "hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com",
			"hmac-sha2-256", "hmac-sha2-512", "hmac-sha1", "hmac-sha1-96"), func(s *config.SSH) *[]string { return &of(s).MAC }),
		sshAlgorithm(side, "encryption", sshAlgorithms("CIPHER", " (encryption algorithm)", "aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "aes128-gcm", "aes256-gcm",
			"chacha20-poly1305@openssh.com", "aes128-ctr", "aes192-ctr", "aes256-ctr", "aes128-cbc", "aes192-cbc", "aes256-cbc", "3des-cbc"),
			func(s *config.SSH) *[]string { return &of(s).Encryption }),
		sshAlgorithm(side, "kex", sshAlgorithms("KEX", " (key exchange algorithm)", "curve25519-sha256", "curve25519-sha256@libssh.org", "ecdh-sha2-nistp256",
			"ecdh-sha2-nistp384", "ecdh-sha2-nistp521", "diffie-hellman-group14-sha256", "diffie-hellman-group16-sha512",
			"diffie-hellman-group-exchange-sha1", "diffie-hellman-group14-sha1", "diffie-hellman-group1-sha1"), func(s *config.SSH) *[]string { return &of(s).KEX }),
		sshAlgorithm(side, "hostkey", sshAlgorithms("HOSTKEY", " (host key algorithm)", "rsa-sha2-512", "rsa-sha2-256", "ssh-rsa", "x509v3-ssh-rsa"),
			func(s *config.SSH) *[]string { return &of(s).HostKey }),
	}
}

var (
	sshServerAlgorithms = sshAlgorithmCommands("server", func(s *config.SSH) *config.SSHAlgorithms { return &s.Server })
	sshClientAlgorithms = sshAlgorithmCommands("client", func(s *config.SSH) *config.SSHAlgorithms { return &s.Client })
)

// sshCommands are the commands in the order of the running-config.
var sshCommands = append(append([]Command{sshTimeout, sshRetries, sshSource, sshKeyName, sshLogging, sshVersion, sshMinDH, sshPubkeyChain}, sshServerAlgorithms...), sshClientAlgorithms...)

func init() {
	Global.Add(sshCommands...)
	Global.addInert(
		inert(`ip ssh maxstartups number:<2-128>`, sshHelp(H{"maxstartups": "Maximum concurrent sessions allowed", "number": "Maximum startups"})),
		inert(`ip ssh break-string text:LINE`, sshHelp(H{"break-string": "break-string", "text": "string to be used as break"})),
		inert(`ip ssh stricthostkeycheck`, sshHelp(H{"stricthostkeycheck": "Enable SSH Server Authentication"})),
		inert(`ip ssh dscp number:<0-63>`, sshHelp(H{"dscp": "IP DSCP value for SSH traffic", "number": "IP DSCP value"})),
		inert(`ip ssh precedence number:<0-7>`, sshHelp(H{"precedence": "IP Precedence value for SSH traffic", "number": "IP Precedence value"})),
		inert(`ip ssh port number:<2000-10000> rotary group:<1-127>`, sshHelp(H{"port": "Starting (or only) Port number to listen on", "number": "Starting (or only) Port number to listen on",
			"rotary": "Terminal line rotary group that can be connected to over SSH", "group": "Rotary group number"})),
	)
}
