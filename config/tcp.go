package config

import "time"

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
