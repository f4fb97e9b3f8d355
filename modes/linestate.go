package modes

// A Linestate is what the line protocol of a tunnel interface is judged to be, and why.
type Linestate uint8

// What there is to say, in the order in which it is looked for. Public outputs of 15.x and XE have the texts of a missing destination,
// of no output interface, of protection and of keepalives; the other texts are worded after those.
const (
	LinestateUnjudged      Linestate = iota // a tunnel that has just been made, or no tunnel
	LinestateUp                             // it can work
	LinestateShutdown                       // the interface is shut down
	LinestateNoSource                       // no source, or one without an address of this VRF
	LinestateNoDestination                  // no destination that is an address
	LinestateSourceDown                     // nothing here that is up has the source's address
	LinestateNoOutput                       // no route to the destination, or one into the tunnel itself
	LinestateMode                           // a mode in which nothing is carried here
	LinestateProtection                     // it is to be protected, and has nothing that protects
	LinestateKeepalive                      // its keepalives are not answered
)

var linestateTexts = [...]string{
	LinestateUnjudged:      "no output interface",
	LinestateShutdown:      "administratively down",
	LinestateNoSource:      "no IPv4 tunnel source address",
	LinestateNoDestination: "no IPv4 tunnel destination address",
	LinestateSourceDown:    "tunnel source interface down",
	LinestateNoOutput:      "no output interface",
	LinestateMode:          "linestate mode reg down",
	LinestateProtection:    "linestate protection reg down",
	LinestateKeepalive:     "keepalive down",
}

// Reason is what keeps the line protocol down, in the device's words; "" if nothing does.
func (l Linestate) Reason() string { return linestateTexts[l] }

// String is what `show interfaces` says after `Tunnel linestate evaluation`.
func (l Linestate) String() string {
	if l == LinestateUp {
		return "up"
	}
	return "down - " + l.Reason()
}
