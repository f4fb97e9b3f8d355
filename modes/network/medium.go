package network

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
)

// longestTunnelled is how long a packet with its outer headers may be that a tunnel lets in, in bytes: on 15.x and on XE.
const (
	longestTunnelled   = 17940
	longestTunnelledXE = 10000
)

// medium is what an interface says of its own kind.
type medium struct {
	hardware, encapsulation, keepalive string
	kilobits, delay, mtu               int // delay in microseconds
	queue                              string
	inputQueue                         string
	hardwareAddress, arpTimeout        string
	interval                           string // of the rates
}

// loopbackMTU is how long a packet of a loopback interface may be, in bytes.
const loopbackMTU = 1514

func mediumOf(b modes.Device, i modes.InterfaceStatus) medium {
	m := medium{hardware: modes.Platforms[b.Release()].Interface, encapsulation: "ARPA", keepalive: "Keepalive set (10 sec)",
		kilobits: 1000000, delay: 10, mtu: i.MTU, queue: "0/40", inputQueue: "75", hardwareAddress: i.Hardware,
		arpTimeout: "04:00:00", interval: "5 minute"}
	if kilobits, delay, known := config.HardwareSpeed(i.Name); known {
		m.kilobits, m.delay = kilobits, 10*delay
	}
	switch kind := strings.TrimRight(i.Name, "0123456789/.:"); kind {
	case "Ethernet":
		m.hardware = "AmdP2"
	case "Serial":
		m.hardware, m.encapsulation = modes.SerialHardware(b.Release()), "HDLC"
	case "Loopback":
		m.hardware, m.encapsulation, m.queue = kind, "LOOPBACK", "0/0"
		if m.mtu == 1500 {
			m.mtu = loopbackMTU
		}
	case "Tunnel", "Virtual-Access":
		m.beTunnel(b.Release(), b.InForce().Interface(i.Name))
		if kind == "Virtual-Access" {
			m.hardware = "Virtual Access interface"
		}
	case "BVI", "BDI":
		m.hardware = kind
	case "Vlan":
		m.hardware = "EtherSVI"
	case "Port-channel":
		m.hardware = "GEChannel"
	case "Multilink":
		m.hardware, m.encapsulation, m.kilobits, m.delay = "multilink group interface", "PPP, LCP Closed, multilink Closed", 100000, 1000
	case "Virtual-Template":
		m.hardware, m.encapsulation, m.kilobits, m.delay = "Virtual Template interface", "PPP, LCP Closed", 100000, 1000
		if c := b.InForce().Interface(i.Name); c != nil && c.Kind == "tunnel" {
			m.encapsulation, m.keepalive, m.kilobits, m.delay = "TUNNEL", "Keepalive not set", 100, 50000
		}
	case "Dialer":
		m.hardware, m.encapsulation, m.keepalive, m.kilobits, m.delay = "Unknown", "PPP, LCP Closed", "Keepalive set (10 sec)", 56, 200000
	case "Null":
		m.hardware, m.encapsulation, m.keepalive, m.kilobits, m.delay, m.queue = "Unknown", "ARPA", "Keepalive not set", 10000000, 0, "0/0"
	}
	if c := b.InForce().Interface(i.Name); c != nil {
		if c.VLAN != 0 {
			m.encapsulation = fmt.Sprintf("802.1Q Virtual LAN, Vlan ID  %d.", c.VLAN)
		}
		m.readInert(c)
		m.keepalive = cmp.Or(keepaliveText(c.Keepalive), m.keepalive)
		m.kilobits = cmp.Or(c.Bandwidth, m.kilobits)
		m.delay = cmp.Or(10*c.Delay, m.delay)
	}
	return m
}

// beTunnel is what a tunnel says of its kind.
func (m *medium) beTunnel(release debuglog.Release, c iface) {
	m.hardware, m.encapsulation, m.keepalive, m.queue = "Tunnel", "TUNNEL", "Keepalive not set", "0/0"
	longest := longestTunnelled
	switch release {
	case debuglog.IOS124:
		m.kilobits, m.delay = 9, 500000
	case debuglog.IOSXE:
		longest, m.inputQueue = longestTunnelledXE, "375"
	}
	switch {
	case m.mtu != config.DefaultMTU:
	case release == debuglog.IOS124 || c == nil:
		m.mtu = 1514
	default:
		m.mtu = longest - cmp.Or(c.Tunnel.Overhead(), 24)
	}
}

// readInert takes over what lines without effect say: the encapsulation of a serial line, the
// speed of a port, its queues and times.
func (m *medium) readInert(c iface) {
	for line := range c.Inert.All() {
		m.readNumber(line.Text)
		switch line.Text {
		case "encapsulation ppp":
			m.encapsulation = "PPP, LCP Closed"
		case "encapsulation frame-relay":
			m.encapsulation = "FRAME-RELAY"
		case "speed 10":
			m.kilobits = 10000
		case "speed 100":
			m.kilobits = 100000
		}
	}
}

// readNumber takes over a line that ends in a value, or in a direction after it.
func (m *medium) readNumber(line string) {
	words := strings.Fields(line)
	last := words[len(words)-1]
	number, _ := strconv.Atoi(last)
	switch {
	case words[0] == "load-interval" && number < 60:
		m.interval = last + " second"
	case words[0] == "load-interval":
		m.interval = fmt.Sprintf("%d minute", number/60)
	case words[0] == "mac-address":
		m.hardwareAddress = last
	case strings.HasPrefix(line, "arp timeout "):
		m.arpTimeout = ago(time.Duration(number) * time.Second)
	case words[0] == "hold-queue" && last == "out":
		m.queue = "0/" + words[1]
	case words[0] == "hold-queue" && last == "in":
		m.inputQueue = words[1]
	}
}

// duplexLine is what a port says of its duplex and speed: what is configured, or negotiated.
func duplexLine(b modes.Device, c iface) string {
	line := modes.Platforms[b.Release()].Duplex
	if c == nil {
		return line
	}
	for set := range c.Inert.All() {
		switch set.Text {
		case "duplex half":
			line = strings.NewReplacer("Full-duplex", "Half-duplex", "Full Duplex", "Half Duplex", "Auto Duplex", "Half Duplex").Replace(line)
		case "duplex full":
			line = strings.Replace(line, "Auto Duplex", "Full Duplex", 1)
		case "speed 10", "speed 100", "speed 1000":
			speed := strings.TrimPrefix(set.Text, "speed ")
			line = strings.NewReplacer("100Mb/s", speed+"Mb/s", "1000Mbps", speed+"Mbps", "Auto Speed", speed+"Mbps").Replace(line)
		}
	}
	return line
}
