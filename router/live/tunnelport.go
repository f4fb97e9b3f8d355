package live

import (
	"fmt"
	"net"

	"ruthere/packet"
)

// A tunnelPort is where the packets of tunnels come that nothing protects. It is open while the router has such tunnels: a host may
// have some of its own.
type tunnelPort struct {
	gre, ipip *net.IPConn // nil: they are not
	why       string      // they are not, although the router wants them
}

// followTunnels opens or closes it.
func (p *port) followTunnels(wanted bool) {
	switch {
	case !wanted && p.tunnels.gre != nil:
		p.tunnels.close()
		p.tunnels = tunnelPort{}
	case !wanted || p.tunnels.gre != nil:
	default:
		gre, err := listenIP(p.address, packet.ProtocolGRE)
		var ipip *net.IPConn
		if err == nil {
			ipip, err = listenIP(p.address, packet.ProtocolIPinIP)
		}
		p.tunnels.gre, p.tunnels.ipip = gre, ipip
		if err != nil {
			p.tunnels.close()
			p.tunnels.gre, p.tunnels.ipip = nil, nil
			if p.tunnels.why != err.Error() {
				p.tunnels.why = err.Error()
				p.driver.options.Notice(fmt.Sprintf("nothing comes out of unprotected tunnels (IP protocols 47 and 4) on %s: %v; this needs %s",
					p.address, systemError(err), rightToRawSockets))
			}
			return
		}
		p.driver.work.Go(func() { p.readIP(gre, packet.ProtocolGRE, anything) })
		p.driver.work.Go(func() { p.readIP(ipip, packet.ProtocolIPinIP, anything) })
	}
}

func (t tunnelPort) close() {
	for _, c := range []*net.IPConn{t.gre, t.ipip} {
		if c != nil {
			_ = c.Close()
		}
	}
}

// leavesWhole says whether the IP header of a protocol's packets is the router's own: AH covers it, and tunnels say what TTL and TOS
// their packets have. A socket would make it anew.
func leavesWhole(protocol uint8) bool {
	return protocol == packet.ProtocolAH || protocol == packet.ProtocolGRE || protocol == packet.ProtocolIPinIP
}
