package router

// A dropReason is why the router did not pass a packet on.
type dropReason uint8

const (
	dropMalformed   dropReason = iota
	dropDenied                 // by an access list
	dropNotIPsec               // it came in clear, and a crypto map wants it encrypted
	dropUnroutable             // no route, a route to Null0, or no ip routing
	dropExpired                // its time to live is over
	dropTooLong                // for the MTU, and it must not be taken apart
	dropNoSA                   // a crypto map wants it encrypted, and there is no SA yet
	dropUnknownSPI             // ESP for no SA of ours
	dropReplayed               // ESP that came before
	dropUnauthentic            // ESP that fails its check, or holds what its SA is not for
	dropReasons
)

var dropWords = [dropReasons]string{"malformed", "access-list", "not-ipsec", "unroutable", "ttl", "mtu", "no-sa", "unknown-spi", "replay",
	"unauthentic"}

// DropStatus is how many packets were dropped for a reason since boot.
type DropStatus struct {
	Reason  string
	Packets uint64
}

func (r *Router) countDrop(why dropReason) { r.drops[why]++ }

// Drops lists all reasons for which packets are dropped.
func (r *Router) Drops() (list []DropStatus) {
	for why, packets := range r.drops {
		list = append(list, DropStatus{dropWords[why], packets})
	}
	return list
}
