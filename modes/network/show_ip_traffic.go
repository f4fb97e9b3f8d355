package network

import (
	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// showIPTraffic prints what was counted. What nothing here can have is zero: options, groups, redirects.
func showIPTraffic() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ip traffic`, modes.H{"ip": "IP information", "traffic": "IP protocol statistics"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			t := b.IPTraffic()
			x.Printf(`IP statistics:
  Rcvd:  %d total, %d local destination
         %d format errors, 0 checksum errors, %d bad hop count
         0 unknown protocol, 0 not a gateway
         0 security failures, 0 bad options, 0 with options
  Opts:  0 end, 0 nop, 0 basic security, 0 loose source route
         0 timestamp, 0 extended security, 0 record route
         0 stream ID, 0 strict source route, 0 alert, 0 cipso, 0 ump
         0 other
  Frags: %d reassembled, 0 timeouts, 0 couldn't reassemble
         %d fragmented, %d couldn't fragment
  Bcast: 0 received, 0 sent
  Mcast: 0 received, 0 sent
  Sent:  %d generated, %d forwarded
  Drop:  0 encapsulation failed, 0 unresolved, 0 no adjacency
         %d no route, 0 unicast RPF, 0 forced drop
         0 options denied, 0 source IP address zero

`, t.Received, t.Delivered, t.FormatErrors, t.BadHops, t.Reassembled, t.Fragmented, t.TooLong, t.Generated, t.Forwarded, t.NoRoute)
			x.Printf(`ICMP statistics:
  Rcvd: 0 format errors, 0 checksum errors, 0 redirects, %d unreachable
        %d echo, %d echo reply, 0 mask requests, 0 mask replies, 0 quench
        0 parameter, 0 timestamp, 0 info request, 0 other
        0 irdp solicitations, 0 irdp advertisements
  Sent: 0 redirects, %d unreachable, %d echo, %d echo reply
        0 mask requests, 0 mask replies, 0 quench, 0 timestamp
        0 info reply, %d time exceeded, 0 parameter problem
        0 irdp solicitations, 0 irdp advertisements

UDP statistics:
  Rcvd: %d total, 0 checksum errors, %d no port
  Sent: %d total, 0 forwarded broadcasts

`, t.In.Unreachable, t.In.Echo, t.In.EchoReply, t.Out.Unreachable, t.Out.Echo,
				t.Out.EchoReply, t.Out.TimeExceeded, t.In.UDP, t.NoPort, t.Out.UDP)
			return nil
		})
}

// showSockets lists the UDP ports on which somebody listens.
func showSockets(syntax string, help modes.H) modes.Cmd[modes.Device] {
	return modes.ShowCommand(syntax, help, func(x *modes.Context, b modes.Device, _ parser.Args) error {
		x.Println("Proto    Remote      Port      Local       Port  In Out Stat TTY OutputIF")
		c := b.Config()
		row := func(remote, local string, port int) {
			x.Printf("%3d %-20s%-17s%5d%4d%4d%5s%4d \n", 17, "  "+remote, local, port, 0, 0, "11", 0)
		}
		if !c.ISAKMP.Enabled {
			return nil
		}
		local := "--any--"
		if b.Release() == debuglog.IOS124 {
			local = firstAddress(c)
		}
		for _, port := range []int{500, 4500} {
			row("--listen--", local, port)
		}
		return nil
	})
}

// firstAddress is the address that a socket for all addresses names.
func firstAddress(c *config.Config) string {
	for _, i := range config.HardwareFirst(c.Interfaces) {
		if i.Address.IsValid() {
			return i.Address.Addr().String()
		}
	}
	return "--any--"
}

func addShowIPTraffic(l *modes.Language) {
	l.Add("exec", showIPTraffic(),
		showSockets(`<12.4> ip sockets`, modes.H{"ip": "IP information", "sockets": "Open IP sockets"}),
		showSockets(`<15,xe> udp`, modes.H{"udp": "UDP details"}))
}
