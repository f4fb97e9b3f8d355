package access

import (
	"cmp"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// As whom the router copies by FTP.

func ftpHelp(help modes.H) modes.H {
	return modes.MergeHelp(modes.H{"ip": modes.IPHelp, "ftp": "FTP configuration commands"}, help)
}

func ftpUsername() modes.Cmd[modes.Global] {
	return modes.Text(`ip ftp username user:WORD`, ftpHelp(modes.H{"username": "Specify username for FTP connections",
		"user": "The username to use for FTP connections"}), func(c modes.Global) *string { return &c.FTP.User })
}

func ftpPassword() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `ip ftp password [type0=0 | type7=7] text:LINE!`,
		Help: ftpHelp(modes.H{"password": "Specify password for FTP connections", "0": "Specifies an UNENCRYPTED password will follow",
			"7": "Specifies a HIDDEN password will follow", "text": "The password to use for FTP connections"}),
		Set: func(x *modes.Context, c modes.Global, a parser.Args) error {
			password, err := passwordOf(x, a)
			if err == nil {
				c.FTP.Password = password
			}
			return err
		},
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error { c.FTP.Password = ""; return nil },
		Show: func(c modes.Global) []parser.Args {
			if c.FTP.Password == "" {
				return nil
			}
			return []parser.Args{passwordArgs(c.FTP.Password, false)}
		},
	}
}

func ftpSource() modes.Cmd[modes.Global] {
	return modes.Text(`ip ftp source-interface interface:INTERFACE`, ftpHelp(modes.H{
		"source-interface": "Specify interface for source address in FTP connections", "interface": "Interface"}),
		func(c modes.Global) *string { return &c.FTP.Source })
}

// FTPLogin is as whom files are copied by FTP, in clear; anybody's login without `ip ftp username`.
func FTPLogin(c *config.Config) (user, password string) {
	if c.FTP.User == "" {
		return "anonymous", cmp.Or(reveal(c.FTP.Password), c.Hostname+"@"+cmp.Or(c.DomainName, "cisco.com"))
	}
	return c.FTP.User, reveal(c.FTP.Password)
}

func addFTP(l *modes.Language) { l.Add("global", ftpUsername(), ftpPassword(), ftpSource()) }
