package access

import (
	"slices"
	"time"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// How users come in by SSH.

func sshHelp(h modes.H) modes.H {
	return modes.MergeHelp(h, modes.H{"ip": modes.IPHelp, "ssh": "Configure ssh options"})
}

// sshNumber is an SSH setting that is one number, unless it is the default.
func sshNumber(syntax string, help modes.H, normal int, get func(*config.SSH) int, set func(*config.SSH, int)) modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: syntax,
		Help:   sshHelp(help),
		Set: func(x *modes.Context, c modes.Global, a parser.Args) error {
			set(&c.SSH, a.Int("number"))
			if c.SSH.Version == 2 {
				wantSSHKey(x, "Please create RSA keys (of atleast 768 bits size) to enable SSH v2.\n")
			} else {
				wantSSHKey(x, "Please create RSA keys to enable SSH (and of atleast 768 bits for SSH v2).\n")
			}
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error { set(&c.SSH, normal); return nil },
		Show: func(c modes.Global) []parser.Args {
			if n := get(&c.SSH); n != normal {
				return []parser.Args{{"number": n}}
			}
			return nil
		},
	}
}

// wantSSHKey reminds of the key that SSH still lacks.
func wantSSHKey(x *modes.Context, text string) {
	if x.Terminal != nil && !x.Loading && x.Device.SSH().Key == nil {
		x.Printf("%s", text)
	}
}

func sshTimeout() modes.Cmd[modes.Global] {
	return sshNumber(`ip ssh time-out number:<1-120>`, modes.H{"time-out": "Specify SSH time-out interval",
		"number": "SSH time-out interval (secs)"},
		modes.InSeconds(config.DefaultSSHTimeout), func(s *config.SSH) int { return modes.InSeconds(s.Timeout) },
		func(s *config.SSH, n int) { s.Timeout = time.Duration(n) * time.Second })
}
func sshRetries() modes.Cmd[modes.Global] {
	return sshNumber(`ip ssh authentication-retries number:<0-5>`,
		modes.H{"authentication-retries": "Specify number of authentication retries",
			"number": "Number of authentication retries"}, config.DefaultSSHRetries, func(s *config.SSH) int { return s.Retries },
		func(s *config.SSH, n int) { s.Retries = n })
}
func sshVersion() modes.Cmd[modes.Global] {
	return sshNumber(`ip ssh version number:<1-2>`, modes.H{"version": "Specify protocol version to be supported",
		"number": "Protocol version"},
		0, func(s *config.SSH) int { return s.Version }, func(s *config.SSH, n int) { s.Version = n })
}
func sshLogging() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `ip ssh logging events`,
		Help:   sshHelp(modes.H{"logging": "Configure logging for SSH", "events": "Log SSH events"}),
		Set:    func(_ *modes.Context, c modes.Global, _ parser.Args) error { c.SSH.LogEvents = true; return nil },
		Unset:  func(_ *modes.Context, c modes.Global, _ parser.Args) error { c.SSH.LogEvents = false; return nil },
		Show:   func(c modes.Global) []parser.Args { return modes.LineIf(c.SSH.LogEvents) },
	}
}
func sshMinDH() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `ip ssh dh min size {1024 | 2048 | 4096}`,
		Help: sshHelp(modes.H{"dh": "Diffie-Hellman", "min": "Minimum size", "size": "Minimum size of the Diffie-Hellman key in bits",
			"1024": "Diffie Group 1 1024-bit key", "2048": "Diffie Group 14 2048-bit key", "4096": "Diffie Group 16 4096-bit key"}),
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			for _, size := range []string{"1024", "2048", "4096"} {
				if a.Has(size) {
					c.SSH.MinDH = modes.ParseNumber(size)
				}
			}
			return nil
		},
		No:    `ip ssh dh min size [1024 | 2048 | 4096]`,
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error { c.SSH.MinDH = 0; return nil },
		Show: func(c modes.Global) []parser.Args {
			if c.SSH.MinDH == 0 {
				return nil
			}
			return []parser.Args{{modes.Itoa(c.SSH.MinDH): true}}
		},
	}
}
func sshSource() modes.Cmd[modes.Global] {
	return modes.Text(`ip ssh source-interface interface:INTERFACE`,
		sshHelp(modes.H{"source-interface": "Specify interface for source address in SSH connections", "interface": "Interface"}),
		func(c modes.Global) *string { return &c.SSH.SourceInterface })
}

func sshKeyName() modes.Cmd[modes.Global] {
	return modes.Text(`ip ssh rsa keypair-name name:WORD`, sshHelp(modes.H{"rsa": "Configure RSA keypair name for SSH",
		"keypair-name": "Specify the RSA keypair to be used", "name": "The RSA keypair name"}),
		func(c modes.Global) *string { return &c.SSH.KeyName })
}

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
func sshAlgorithm(side, kind string, t *algorithmType, of func(*config.SSH) *[]string) modes.Cmd[modes.Global] {
	help := map[string]string{"encryption": "Encryption algorithms", "mac": "MAC (Message Authentication Code) algorithms",
		"kex": "Key Exchange DH Group algorithms", "hostkey": "Host Key algorithms"}
	return modes.Cmd[modes.Global]{
		Syntax: `ip ssh ` + side + ` algorithm ` + kind + ` names:` + t.name + `...`,
		Help:   sshHelp(modes.H{side: "Configuration for SSH " + side, "algorithm": "Configure crypto algorithms", kind: help[kind]}),
		Types:  []parser.Type{t},
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
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
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error { *of(&c.SSH) = nil; return nil },
		Show: func(c modes.Global) []parser.Args {
			if names := *of(&c.SSH); len(names) > 0 {
				return []parser.Args{{"names": names}}
			}
			return nil
		},
	}
}

// sshAlgorithmCommands are the same for both sides.
func sshAlgorithmCommands(side string, of func(*config.SSH) *config.SSHAlgorithms) []modes.Command {
	return []modes.Command{
		sshAlgorithm(side, "mac", sshAlgorithms("MAC", " (MAC algorithm)", "hmac-sha2-256-etm@openssh.com", "hmac-sha2-512-etm@openssh.com",
			"hmac-sha2-256", "hmac-sha2-512", "hmac-sha1", "hmac-sha1-96"), func(s *config.SSH) *[]string { return &of(s).MAC }),
		sshAlgorithm(side, "encryption", sshAlgorithms("CIPHER", " (encryption algorithm)", "aes128-gcm@openssh.com", "aes256-gcm@openssh.com",
			"aes128-gcm", "aes256-gcm",
			"chacha20-poly1305@openssh.com", "aes128-ctr", "aes192-ctr", "aes256-ctr", "aes128-cbc", "aes192-cbc", "aes256-cbc", "3des-cbc"),
			func(s *config.SSH) *[]string { return &of(s).Encryption }),
		sshAlgorithm(side, "kex", sshAlgorithms("KEX", " (key exchange algorithm)", "curve25519-sha256", "curve25519-sha256@libssh.org",
			"ecdh-sha2-nistp256",
			"ecdh-sha2-nistp384", "ecdh-sha2-nistp521", "diffie-hellman-group14-sha256", "diffie-hellman-group16-sha512",
			"diffie-hellman-group-exchange-sha1", "diffie-hellman-group14-sha1", "diffie-hellman-group1-sha1"),
			func(s *config.SSH) *[]string { return &of(s).KEX }),
		sshAlgorithm(side, "hostkey", sshAlgorithms("HOSTKEY", " (host key algorithm)", "rsa-sha2-512", "rsa-sha2-256", "ssh-rsa",
			"x509v3-ssh-rsa"),
			func(s *config.SSH) *[]string { return &of(s).HostKey }),
	}
}

func sshServerAlgorithms() []modes.Command {
	return sshAlgorithmCommands("server", func(s *config.SSH) *config.SSHAlgorithms { return &s.Server })
}
func sshClientAlgorithms() []modes.Command {
	return sshAlgorithmCommands("client", func(s *config.SSH) *config.SSHAlgorithms { return &s.Client })
}

// sshCommands are the commands in the order of the running-config.
func sshCommands() []modes.Command {
	return append(append([]modes.Command{sshTimeout(), sshRetries(), sshSource(), sshKeyName(), sshLogging(), sshVersion(), sshMinDH(),
		sshPubkeyChain()}, sshServerAlgorithms()...), sshClientAlgorithms()...)
}

func addSSH(l *modes.Language) {
	l.Add("global", sshCommands()...)
}
