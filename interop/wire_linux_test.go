package interop

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/netip"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/files"
	"ruthere/router"
	"ruthere/shell"
)

// A wire is a device of the host, behind which somebody else's Linux is, and routers of ours, each with one address there. Their
// time is the real one.
type wire struct {
	t        *testing.T
	device   string
	socket   int
	index    int
	mu       sync.Mutex
	routers  []*ourRouter
	hardware map[netip.Addr][6]byte // of who is behind the device
}

// An ourRouter is one router of ours.
type ourRouter struct {
	*router.Router
	wire    *wire
	address netip.Addr
	mac     [6]byte
	screen  strings.Builder
	asked   *shell.InputRequest
}

const etherIPv4, etherARP = 0x0800, 0x0806

var wires atomic.Int32

func newWire(t *testing.T) *wire {
	t.Helper()
	w := &wire{t: t, device: fmt.Sprintf("rtwire%d", wires.Add(1)), hardware: map[netip.Addr][6]byte{}}
	_ = exec.Command("ip", "link", "del", w.device).Run() // of a run that was killed
	for _, args := range [][]string{{"tuntap", "add", "dev", w.device, "mode", "tap"},
		{"link", "set", w.device, "up", "addrgenmode", "none"}} {
		if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
			t.Skipf("no device here: ip %v: %s", args, out)
		}
	}
	t.Cleanup(func() { _ = exec.Command("ip", "link", "del", w.device).Run() })
	device, err := net.InterfaceByName(w.device)
	if err != nil {
		t.Fatal(err)
	}
	const all = 0x0300 // ETH_P_ALL, in network order
	if w.socket, err = syscall.Socket(syscall.AF_PACKET, syscall.SOCK_RAW|syscall.SOCK_CLOEXEC, all); err != nil {
		t.Fatal(err)
	}
	w.index = device.Index
	if err := syscall.Bind(w.socket, &syscall.SockaddrLinklayer{Protocol: all, Ifindex: w.index}); err != nil {
		t.Fatal(err)
	}
	wait := syscall.Timeval{Usec: 20_000}
	if err := syscall.SetsockoptTimeval(w.socket, syscall.SOL_SOCKET, syscall.SO_RCVTIMEO, &wait); err != nil {
		t.Fatal(err)
	}
	done, ended := make(chan struct{}), make(chan struct{})
	go func() { defer close(ended); w.work(done) }()
	t.Cleanup(func() { close(done); <-ended; syscall.Close(w.socket) })
	return w
}

// work receives frames, and lets the routers do what is due.
func (w *wire) work(done chan struct{}) {
	frame := make([]byte, 4096)
	for {
		select {
		case <-done:
			return
		default:
		}
		n, from, err := syscall.Recvfrom(w.socket, frame, 0)
		w.mu.Lock()
		if link, ok := from.(*syscall.SockaddrLinklayer); err == nil && ok && link.Pkttype != syscall.PACKET_OUTGOING && n > 14 {
			w.receive(bytes.Clone(frame[:n]))
		}
		for _, r := range w.routers {
			for {
				at, _, ok := r.Deadline()
				if !ok || at.After(time.Now()) {
					break
				}
				r.do(router.Tick{})
			}
		}
		w.mu.Unlock()
	}
}

func (w *wire) receive(frame []byte) {
	switch binary.BigEndian.Uint16(frame[12:]) {
	case etherARP:
		w.receiveARP(frame)
	case etherIPv4:
		for _, r := range w.routers {
			if bytes.Equal(frame[:6], r.mac[:]) {
				r.do(router.PacketIn{Interface: "FastEthernet0/0", Data: frame[14:]})
			}
		}
	}
}

// receiveARP remembers who asks or answers, and answers for our routers.
func (w *wire) receiveARP(frame []byte) {
	if len(frame) < 42 {
		return
	}
	sender, target := netip.AddrFrom4([4]byte(frame[28:32])), netip.AddrFrom4([4]byte(frame[38:42]))
	w.hardware[sender] = [6]byte(frame[22:28])
	for _, r := range w.routers {
		if r.address == target && frame[21] == 1 {
			w.sendARP(2, r.mac, r.address, [6]byte(frame[22:28]), sender)
		}
	}
}

func (w *wire) sendARP(operation byte, mac [6]byte, from netip.Addr, to [6]byte, target netip.Addr) {
	a, b := from.As4(), target.As4()
	text := []byte{0, 1, 8, 0, 6, 4, 0, operation}
	w.sendFrame(to, mac, etherARP, slicesOf(text, mac[:], a[:], to[:], b[:]))
}

func slicesOf(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func (w *wire) sendFrame(to, from [6]byte, kind uint16, data []byte) {
	frame := slicesOf(to[:], from[:], binary.BigEndian.AppendUint16(nil, kind), data)
	if len(frame) < 60 {
		frame = append(frame, make([]byte, 60-len(frame))...)
	}
	_ = syscall.Sendto(w.socket, frame, 0, &syscall.SockaddrLinklayer{Ifindex: w.index, Halen: 6})
}

// find waits until it is known where an address is behind the device.
func (w *wire) find(addr netip.Addr) {
	w.t.Helper()
	for began := time.Now(); time.Since(began) < 20*time.Second; time.Sleep(50 * time.Millisecond) {
		w.mu.Lock()
		_, known := w.hardware[addr]
		if !known && len(w.routers) > 0 {
			r := w.routers[0]
			w.sendARP(1, r.mac, r.address, [6]byte{255, 255, 255, 255, 255, 255}, addr)
		}
		w.mu.Unlock()
		if known {
			return
		}
	}
	w.t.Fatalf("nobody has %v", addr)
}

// addRouter adds a router with an address on the wire, and lines of configuration besides.
func (w *wire) addRouter(address, lines string) *ourRouter {
	w.t.Helper()
	addr := netip.MustParseAddr(address)
	host := addr.As4()[3]
	r := &ourRouter{wire: w, address: addr, mac: [6]byte{2, 0, 0, 0, 9, host}}
	startup := "hostname Ours\nno ip domain lookup\ninterface FastEthernet0/0\n ip address " + address + " 255.255.255.0\n no shutdown\n" +
		lines + "line con 0\n exec-timeout 0 0\n"
	streams := map[string]io.Reader{}
	r.Router = router.New(router.Options{Release: debuglog.IOS15, Interfaces: []string{"FastEthernet0/0"}, Clock: time.Now(),
		Files: []files.File{files.Startup(startup)}, Random: func(purpose string) io.Reader {
			if streams[purpose] == nil {
				streams[purpose] = rand.NewChaCha8([32]byte([]byte(fmt.Sprintf("%-32.32s", purpose+address))))
			}
			return streams[purpose]
		}})
	w.mu.Lock()
	defer w.mu.Unlock()
	var out router.Out
	r.Boot(time.Now(), &out)
	for _, c := range r.Complaints() {
		w.t.Fatalf("line %d %q: %s", c.Line, c.Text, c.Message)
	}
	w.routers = append(w.routers, r)
	r.carryOut(&out)
	r.do(router.LinkChange{Interface: "FastEthernet0/0", Up: true})
	r.do(router.Attach{Terminal: 0, Kind: config.LineConsole})
	for _, line := range []string{"", "enable", "terminal length 0"} {
		r.typeLine(line)
	}
	return r
}

func (r *ourRouter) do(in router.Input) {
	var out router.Out
	r.Step(time.Now(), in, &out)
	r.carryOut(&out)
}

func (r *ourRouter) carryOut(out *router.Out) {
	for _, item := range out.Items {
		switch item := item.(type) {
		case router.PacketOut:
			r.send(item)
		case router.TerminalText:
			r.screen.WriteString(item.Text)
		case router.TerminalLog:
			r.screen.WriteString(item.Text + "\n")
		case router.TerminalReady:
			r.asked = &item.Request
		case router.StoreFile:
			defer r.do(router.Kept{ID: item.ID})
		}
	}
}

// send puts a packet on the wire, or hands it to another router of ours.
func (r *ourRouter) send(p router.PacketOut) {
	for _, other := range r.wire.routers {
		if other.address == p.NextHop {
			defer other.do(router.PacketIn{Interface: "FastEthernet0/0", Data: bytes.Clone(p.Data)})
			r.wire.sendFrame(other.mac, r.mac, etherIPv4, p.Data) // for whoever captures
			return
		}
	}
	if mac, known := r.wire.hardware[p.NextHop]; known {
		r.wire.sendFrame(mac, r.mac, etherIPv4, p.Data)
	}
}

func (r *ourRouter) typeLine(line string) {
	r.asked = nil
	r.do(router.Typed{Terminal: 0, Text: line, End: shell.Return})
}

// run types a command and returns what the screen shows until the next one may be typed.
func (r *ourRouter) run(command string) string {
	r.wire.mu.Lock()
	r.screen.Reset()
	r.typeLine(command)
	r.wire.mu.Unlock()
	for began := time.Now(); time.Since(began) < 30*time.Second; time.Sleep(10 * time.Millisecond) {
		r.wire.mu.Lock()
		done, text := r.asked != nil, r.screen.String()
		r.wire.mu.Unlock()
		if done {
			return text
		}
	}
	r.wire.t.Fatalf("%s does not end", command)
	return ""
}

// until types a command until the screen shows all of some words.
func (r *ourRouter) until(within time.Duration, command string, words ...string) {
	r.wire.t.Helper()
	out := ""
	for began := time.Now(); time.Since(began) < within; time.Sleep(100 * time.Millisecond) {
		if out = r.run(command); hasAll(out, words) {
			return
		}
	}
	r.wire.t.Fatalf("%v: %s: no %q in\n%s\n%s", r.address, command, words, out, r.run("show ip nhrp"))
}

// A wireTrace is a capture of what passes the device.
type wireTrace struct {
	t    *testing.T
	file string
	stop func()
}

func (w *wire) capture() *wireTrace {
	w.t.Helper()
	file := filepath.Join(w.t.TempDir(), "wire.pcap")
	c := exec.Command("tcpdump", "-i", w.device, "-U", "-w", file, "proto", "47")
	ownGroup(c)
	if err := c.Start(); err != nil {
		w.t.Fatal(err)
	}
	stop := sync.OnceFunc(func() { _ = c.Process.Signal(syscall.SIGINT); _ = c.Wait() })
	w.t.Cleanup(stop)
	time.Sleep(300 * time.Millisecond)
	return &wireTrace{w.t, file, stop}
}

// check wants tshark to have nothing to say against any packet of NHRP, and to find packets for each of some filters.
func (c *wireTrace) check(filters ...string) {
	c.t.Helper()
	time.Sleep(200 * time.Millisecond)
	c.stop()
	read := func(filter string) string {
		out, err := exec.Command("tshark", "-r", c.file, "-Y", filter).Output()
		if err != nil {
			c.t.Fatalf("tshark %s: %v", filter, err)
		}
		return string(out)
	}
	if bad := read("nhrp && (_ws.malformed || _ws.expert.severity >= 6291456)"); bad != "" {
		c.t.Errorf("tshark remarks:\n%s", bad)
	}
	for _, filter := range filters {
		if read(filter) == "" {
			c.t.Errorf("no packet is %s", filter)
		}
	}
}

// ownGroup starts a command in a process group of its own, so that all of it can be ended.
func ownGroup(c *exec.Cmd) {
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}

func endGroup(c *exec.Cmd) { _ = syscall.Kill(-c.Process.Pid, syscall.SIGKILL) }
