package config

import (
	"strings"
	"time"
)

// TCP is what the router's own connections by TCP are made with.
type TCP struct {
	SynWait time.Duration // ip tcp synwait-time: how long one may take to open
	Window  int           // ip tcp window-size: bytes that are taken in before somebody reads them
	MSS     int           // ip tcp mss: of the segments; 0 = as long as the way takes

	TelnetSource string // ip telnet source-interface; "" = that which leads there
	TFTPSource   string // ip tftp source-interface: for datagrams of TFTP
}

// What TCP has unless it is configured.
const (
	DefaultSynWait   = 30 * time.Second
	DefaultTCPWindow = 4128
)

// FTP is as whom, and from where, files are copied by FTP.
type FTP struct {
	User, Password string // the password as Credential.Password
	Source         string // an interface; "" = that which leads there
}

// A ServedFile is one that the router hands out by TFTP: `tftp-server`.
type ServedFile struct {
	Name  string // flash:x
	Alias string // by which it is asked for; "" = the last word of its path
	List  int    // of who may ask; 0 = everybody
}

// RequestName is the name by which the file is asked for.
func (f ServedFile) RequestName() string {
	if f.Alias != "" {
		return f.Alias
	}
	return f.Name[strings.LastIndexAny(f.Name, ":/")+1:]
}
