package live

// Limits says what a router on this host's network cannot do on this system; "" is nothing.
const Limits = ""

// What the system wants for raw sockets and for ports below 1024, in words for people.
const (
	rightToRawSockets = "root or CAP_NET_RAW"
	rightToLowPorts   = "as root or with CAP_NET_BIND_SERVICE"
)
