package live

import (
	"fmt"
	"net"

	"ruthere/ntp"
)

// A timePort is where others ask for the time. It is open while the router has anything to do with NTP.
type timePort struct {
	socket *net.UDPConn // nil: it is not
	why    string       // it is not, although the router wants it
}

// followTime opens or closes it.
func (p *port) followTime(wanted bool) {
	switch {
	case !wanted && p.time.socket != nil:
		_ = p.time.socket.Close()
		p.time = timePort{}
	case !wanted || p.time.socket != nil:
	default:
		c, err := listenUDP(p.address, p.driver.options.NTPPort, "--ntp-port")
		if err != nil {
			if p.time.why != err.Error() {
				p.time.why = err.Error()
				p.driver.options.Notice(fmt.Sprintf("nobody can ask for the time at %s: %v. Time servers are asked all the same",
					p.address, err))
			}
			return
		}
		p.time = timePort{socket: c}
		p.driver.work.Go(func() { p.readUDP(c, ntp.Port) })
	}
}
