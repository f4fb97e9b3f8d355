package interop

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"net"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A flood is so many first messages, at such a rate, from forged addresses: half from anywhere, half from the subnet that the
// router has a pre-shared key for. Those of aggressive mode bring a name that it has a key for.
const (
	floodMessages = 100_000
	floodRate     = 20_000 // a second
)

// wholePackets is IPPROTO_RAW, which package syscall does not name on every system: what is sent
// has its IP header already.
const wholePackets = 255

// floodTarget in the environment makes the test binary a flooder, which sends to that address; floodMode says in which mode.
const (
	floodTarget = "RUTHERE_FLOOD_TARGET"
	floodMode   = "RUTHERE_FLOOD_MODE"
	aggressive  = "aggressive"
)

// An honest peer comes up within five seconds of beginning in the midst of a flood, each time; the
// router's memory and its log stay bounded. RUTHERE_FLOODS says how many times: without it the test
// is left out, for it wants the machine to itself.
func TestPeerComesUpInAFlood(t *testing.T) {
	floods, err := strconv.Atoi(os.Getenv("RUTHERE_FLOODS"))
	if err != nil {
		t.Skip("RUTHERE_FLOODS=10 runs it, on a machine that does nothing else")
	}
	for _, mode := range []string{"main", aggressive} {
		t.Run(mode, func(t *testing.T) { comesUpInFloods(t, floods, mode) })
	}
}

func comesUpInFloods(t *testing.T, floods int, mode string) {
	lab := StartLab(t)
	c := lab.StartRouter(routerConfig{Policy: []string{"encr aes", "authentication pre-share", "group 14"},
		Keys: append(keyOfPeer[:1:1], "crypto isakmp key kd94j1ksldz address 10.2.80.0 255.255.255.0")})
	c.Run("undebug all")
	for n := range floods {
		mark, before := c.Mark(), packetsInput(c)
		flood := lab.flood(mode)
		time.Sleep(500 * time.Millisecond)
		began := time.Now()
		lab.Do("initiate", "5")
		lab.Do("wait-up", "5")
		took := time.Since(began)
		flood.Wait()
		logged := len(regexp.MustCompile(`(?m)^\*?\w+ +\d+ .*%`).FindAllString(c.After(mark), -1))
		taken := packetsInput(c) - before
		t.Logf("flood %d: up after %.2f s; %d messages taken; %s at most so far; %d lines logged",
			n+1, took.Seconds(), taken, highWater(t, c), logged)
		if taken < floodMessages/2 {
			t.Errorf("flood %d: only %d messages came in", n+1, taken)
		}
		if took > 5*time.Second {
			t.Errorf("flood %d: the peer came up after %v", n+1, took)
		}
		if logged > 20 {
			t.Errorf("flood %d: %d lines logged", n+1, logged)
		}
		wantUp(c)
		lab.Do("terminate")
		c.Run("clear crypto session")
	}
	if kilobytes, _ := strconv.Atoi(strings.Fields(highWater(t, c))[0]); kilobytes > 128<<10 {
		t.Errorf("the router took %d kB", kilobytes)
	}
}

// packetsInput is how many packets the router's interface has taken.
func packetsInput(c *Console) int {
	c.t.Helper()
	n, _ := strconv.Atoi(regexp.MustCompile(`(\d+) packets input`).FindStringSubmatch(c.Run("show interfaces FastEthernet0/0"))[1])
	return n
}

// highWater is the most memory that the router's process ever held.
func highWater(t *testing.T, c *Console) string {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", c.process))
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(regexp.MustCompile(`VmHWM:\s*(.*)`).FindStringSubmatch(string(status))[1])
}

// flood starts a flooder of a mode in the namespace between the router and its peer.
func (l *Lab) flood(mode string) *exec.Cmd {
	l.t.Helper()
	between := strings.TrimSuffix(l.Env["DUT_NETNS"], "dut") + "mid"
	flooder := exec.Command("ip", "netns", "exec", between, os.Args[0])
	flooder.Env = append(os.Environ(), floodTarget+"="+l.Env["DUT_ADDR"], floodMode+"="+mode)
	flooder.Stderr = os.Stderr
	if err := flooder.Start(); err != nil {
		l.t.Fatal(err)
	}
	return flooder
}

// sendFlood is what a flooder does.
func sendFlood(target string) error {
	to := net.ParseIP(target).To4()
	socket, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_RAW, wholePackets)
	if err != nil {
		return err
	}
	began := time.Now()
	for n := range floodMessages {
		var random [12]byte
		rand.Read(random[:])
		source := []byte{10, 2, 80, random[8]%200 + 1} // of the peer's subnet
		if n%2 == 0 {
			source = []byte{random[8]%200 + 11, random[9], random[10], random[11]}
		}
		if err := syscall.Sendto(socket, firstMessage(source, to, random[:8]), 0, &syscall.SockaddrInet4{Addr: [4]byte(to)}); err != nil {
			return err
		}
		if ahead := time.Duration(n)*time.Second/floodRate - time.Since(began); ahead > time.Millisecond {
			time.Sleep(ahead)
		}
	}
	return nil
}

// firstMessage is an IPv4 packet with a first message, offering what the router takes.
func firstMessage(source, target, cookie []byte) []byte {
	attributes := []byte{0x80, 1, 0, 7, 0x80, 14, 0, 128, 0x80, 2, 0, 2, 0x80, 3, 0, 1, 0x80, 4, 0, 14, 0x80, 11, 0, 1, 0x80, 12, 0x70, 0x80}
	transform := append([]byte{0, 0, 0, byte(8 + len(attributes)), 1, 1, 0, 0}, attributes...)
	proposal := append([]byte{0, 0, 0, byte(8 + len(transform)), 1, 1, 0, 1}, transform...)
	sa := append([]byte{0, 0, 0, byte(12 + len(proposal)), 0, 0, 0, 1, 0, 0, 0, 1}, proposal...)
	exchange, more := byte(2), []byte(nil)
	if os.Getenv(floodMode) == aggressive {
		exchange, sa[0], more = 4, 4, openedAggressively()
	}
	message := append(append([]byte{}, cookie...), make([]byte, 8)...)
	message = append(message, 1, 0x10, exchange, 0, 0, 0, 0, 0)
	message = binary.BigEndian.AppendUint32(message, uint32(28+len(sa)+len(more)))
	message = append(append(message, sa...), more...)
	packet := binary.BigEndian.AppendUint16([]byte{0x45, 0}, uint16(28+len(message)))
	packet = append(packet, 0, 0, 0, 0, 64, 17, 0, 0)
	packet = append(append(packet, source...), target...)
	packet = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(packet, 500), 500)
	packet = binary.BigEndian.AppendUint16(packet, uint16(8+len(message)))
	return append(append(packet, 0, 0), message...)
}

// openedAggressively is what message 1 of aggressive mode has behind its SA payload: a public value of group 14, which need not be
// anybody's, a nonce and an identity.
func openedAggressively() []byte {
	value, nonce := make([]byte, 256), make([]byte, 20)
	rand.Read(value[1:])
	rand.Read(nonce)
	ke := append([]byte{10, 0, 1, 4}, value...)
	id := append([]byte{0, 0, 0, byte(8 + len(peerName)), 2, 17, 0, 0}, peerName...)
	return append(append(append(ke, 5, 0, 0, 24), nonce...), id...)
}
