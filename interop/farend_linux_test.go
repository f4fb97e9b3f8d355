package interop

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"unsafe"
)

// A farEnd is the other end of a tunnel where the kernel is none: a device of the peer's Linux through which its own IP stack
// sends and receives, and what makes those packets into GRE or ESP and back. IKE is strongSwan's, to which the kernel seems to
// have taken its SAs; the keys are those that it gave the kernel.
type farEnd struct {
	farEndSettings
	device int // a TUN device: packets without a header of their own
	socket int // raw, of IP protocol 47 or 50

	mu       sync.Mutex
	keys     espTable
	greSent  uint32 // the next sequence number
	greHeard uint32
	heard    bool
	pieces   map[uint16][]ipPiece // of IPv4 packets, by identification
}

// Protocols of IPv4 that a far end has to do with.
const (
	protocolIP  = 4
	protocolUDP = 17
	protocolGRE = 47
	protocolESP = 50
)

// beFarEnd is what a far end's process does until it is ended.
func beFarEnd(settings string) error {
	f := &farEnd{}
	if err := json.Unmarshal([]byte(settings), &f.farEndSettings); err != nil {
		return err
	}
	if err := f.open(); err != nil {
		return err
	}
	f.keys.file = f.Keys
	go func() {
		err := f.receive()
		fmt.Fprintln(os.Stderr, "far end:", err)
		os.Exit(1)
	}()
	fmt.Println("far end ready")
	return f.send()
}

// open makes the device with its address, and the socket.
func (f *farEnd) open() (err error) {
	const tunNoHeader, setInterface, nameSize = 0x1001, 0x400454ca, 16 // IFF_TUN|IFF_NO_PI, TUNSETIFF
	if f.device, err = syscall.Open("/dev/net/tun", syscall.O_RDWR|syscall.O_CLOEXEC, 0); err != nil {
		return fmt.Errorf("no TUN device: %w", err)
	}
	var request [40]byte
	copy(request[:nameSize-1], farEndDevice)
	request[nameSize], request[nameSize+1] = tunNoHeader&0xff, tunNoHeader>>8
	if _, _, failed := syscall.Syscall(syscall.SYS_IOCTL, uintptr(f.device), setInterface, uintptr(unsafe.Pointer(&request))); failed != 0 {
		return fmt.Errorf("no TUN device: %w", failed)
	}
	_ = os.WriteFile("/proc/sys/net/ipv6/conf/"+farEndDevice+"/disable_ipv6", []byte("1"), 0) // or it solicits routers, where there is IPv6
	for _, line := range [][]string{
		{"link", "set", farEndDevice, "mtu", "1400", "up"},
		{"addr", "add", f.Address, "dev", farEndDevice},
		{"route", "add", f.Behind, "dev", farEndDevice},
	} {
		if out, err := exec.Command("ip", line...).CombinedOutput(); err != nil {
			return fmt.Errorf("ip %v: %w: %s", line, err, out)
		}
	}
	if f.Forwards { // what came out of the tunnel, also if it says to be from here
		for _, line := range []string{"ip_forward=1", "conf/" + farEndDevice + "/accept_local=1", "conf/all/rp_filter=0",
			"conf/" + farEndDevice + "/rp_filter=0"} {
			name, value, _ := strings.Cut(line, "=")
			if err := os.WriteFile("/proc/sys/net/ipv4/"+name, []byte(value), 0); err != nil {
				return err
			}
		}
	}
	protocol := protocolGRE
	if f.IPIP {
		protocol = protocolIP
	}
	if f.Keys != "" {
		if protocol = protocolESP; f.UDP {
			protocol = protocolUDP
		}
		// strongSwan's policies are in the kernel, which cannot do as they say
		for _, device := range []string{farEndDevice, "eth0", "lo"} {
			for _, what := range []string{"disable_policy", "disable_xfrm"} {
				if err := os.WriteFile("/proc/sys/net/ipv4/conf/"+device+"/"+what, []byte("1"), 0); err != nil {
					return err
				}
			}
		}
	}
	if f.socket, err = syscall.Socket(syscall.AF_INET, syscall.SOCK_RAW|syscall.SOCK_CLOEXEC, protocol); err != nil {
		return fmt.Errorf("no raw socket: %w", err)
	}
	const mtuDiscover, never = 10, 0 // IP_MTU_DISCOVER, IP_PMTUDISC_DONT: what is too long travels in fragments
	return syscall.SetsockoptInt(f.socket, syscall.IPPROTO_IP, mtuDiscover, never)
}

// send takes what this Linux sends into the tunnel.
func (f *farEnd) send() error {
	buffer := make([]byte, 65536)
	for {
		n, err := syscall.Read(f.device, buffer)
		if err != nil {
			return fmt.Errorf("the device: %w", err)
		}
		if n < 20 || buffer[0]>>4 != 4 {
			continue // IPv6, which Linux tries on every device
		}
		f.mu.Lock()
		out, err := f.wrap(append([]byte(nil), buffer[:n]...))
		f.mu.Unlock()
		if err == nil && len(out) > 0 { // else there is no SA, and the packet is lost
			err = syscall.Sendto(f.socket, out, 0, &syscall.SockaddrInet4{Addr: f.Remote.As4()})
		}
		if err != nil {
			complain("sending: %v", err)
		}
	}
}

// receive takes what comes from the other end.
func (f *farEnd) receive() error {
	buffer := make([]byte, 65536)
	for {
		n, _, err := syscall.Recvfrom(f.socket, buffer, 0)
		if err != nil {
			return fmt.Errorf("the socket: %w", err)
		}
		header := int(buffer[0]&15) * 4
		source, _ := netip.AddrFromSlice(buffer[12:16])
		if n >= header && source == f.Remote && f.UDP {
			header += f.udpHeader(buffer[header:n])
		}
		if n <= header || source != f.Remote {
			continue
		}
		f.mu.Lock()
		inner, err := f.unwrap(append([]byte(nil), buffer[header:n]...))
		f.mu.Unlock()
		if err == nil && len(inner) > 0 {
			_, err = syscall.Write(f.device, inner)
		}
		if err != nil {
			complain("receiving: %v", err)
		}
	}
}

// wrap makes what stands behind the outer IP header of a packet.
func (f *farEnd) wrap(p []byte) ([]byte, error) {
	next := byte(protocolIP)
	if f.GRE {
		p, next = f.greAround(p), protocolGRE
		if f.Keys != "" && !f.Transport {
			p, next = ipv4Around(f.Local, f.Remote, protocolGRE, p), protocolIP
		}
	}
	if f.Keys == "" {
		return p, nil
	}
	p, err := f.keys.seal(f.Local, next, p)
	if err == nil && f.UDP && len(p) > 0 {
		p = inUDP(p, f.keys.port)
	}
	return p, err
}

// unwrap is the reverse of wrap; it refuses whatever is not as it was agreed.
func (f *farEnd) unwrap(p []byte) (inner []byte, err error) {
	next := byte(protocolGRE)
	if f.IPIP {
		next = protocolIP
	}
	if f.Keys != "" {
		if next, p, err = f.keys.open(f.Local, p); err != nil {
			return nil, err
		}
	}
	switch {
	case !f.GRE && next == protocolIP:
		return p, nil
	case !f.GRE:
		return nil, fmt.Errorf("protocol %d in ESP, not IPv4", next)
	case f.Keys != "" && !f.Transport:
		if next != protocolIP || len(p) < 20 || p[0] != 0x45 || p[9] != protocolGRE || [4]byte(p[12:16]) != f.Remote.As4() ||
			[4]byte(p[16:20]) != f.Local.As4() {
			return nil, fmt.Errorf("what is no GRE between the two ends: protocol %d, % x", next, p[:min(20, len(p))])
		}
		if p = f.whole(p); p == nil {
			return nil, nil // other fragments have to come
		}
	case next != protocolGRE:
		return nil, fmt.Errorf("protocol %d in ESP, not GRE", next)
	}
	return f.greWithin(p)
}

// complain tells the test, which fails by it.
func complain(format string, args ...any) { fmt.Fprintf(os.Stderr, "far end: "+format+"\n", args...) }
