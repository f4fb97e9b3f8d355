package config

// HTTP is the router's own HTTP server, without encryption: `ip http server`.
type HTTP struct {
	Server      bool
	Port        int    // 0 = nowhere
	AccessList  string // who may connect; "" = anybody
	AccessNamed bool   // it is named behind `ipv4`, as newer releases do
	Connections int    // at most so many at a time, 1 to 16
}

// Defaults of the HTTP server.
const (
	DefaultHTTPPort        = 80
	DefaultHTTPConnections = 5
)
