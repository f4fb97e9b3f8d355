package interop

import (
	"bufio"
	"encoding/json"
	"net/netip"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// farEndSettings say what kind of tunnel's end a far end is.
type farEndSettings struct {
	Local, Remote netip.Addr // outer addresses, seen from there
	Address       string     // of the device, with its length
	Behind        string     // the network behind the router
	GRE           bool       // else IP packets are protected as they are, or, if nothing is
	IPIP          bool       // are carried in others
	Forwards      bool       // what comes out of the tunnel and is not for this end
	Transport     bool       // ESP around GRE in transport mode, else in tunnel mode
	UDP           bool       // ESP goes in UDP (RFC 3948)
	Keys          string     // the file with the keys of ESP; "" = somebody else protects what leaves
	Key           uint32     // of GRE; 0 = none
	Checksum      bool
	Sequence      bool
}

// farEndOf in the environment makes the test binary a far end, by such settings as JSON.
const farEndOf = "RUTHERE_FAR_END"

// farEndDevice is the tunnel's device in the peer's Linux, which counts its packets.
const farEndDevice = "tun9"

// A runningEnd is a far end in the peer's namespace.
type runningEnd struct {
	lab        *Lab
	process    *os.Process
	mu         sync.Mutex
	complaints []string
}

// StartFarEnd starts a far end; the test fails at its end if it has complained of anything.
func (l *Lab) StartFarEnd(settings farEndSettings) *runningEnd {
	l.t.Helper()
	text, err := json.Marshal(settings)
	if err != nil {
		l.t.Fatal(err)
	}
	namespace := strings.TrimSuffix(l.Env["DUT_NETNS"], "dut") + "peer1"
	c := exec.Command("ip", "netns", "exec", namespace, os.Args[0])
	c.Env = append(os.Environ(), farEndOf+"="+string(text))
	e := &runningEnd{lab: l}
	c.Stderr = e
	out, err := c.StdoutPipe()
	if err == nil {
		err = c.Start()
	}
	if err != nil {
		l.t.Fatal(err)
	}
	e.process = c.Process
	l.t.Cleanup(func() {
		c.Process.Signal(syscall.SIGTERM)
		c.Wait()
		for _, line := range e.complained() {
			l.t.Error(line)
		}
	})
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		l.t.Fatalf("no far end: %q, %v: %s", line, err, e.complained())
	}
	return e
}

func (e *runningEnd) Write(p []byte) (int, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.complaints = append(e.complaints, strings.TrimSpace(string(p)))
	return len(p), nil
}

func (e *runningEnd) complained() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]string(nil), e.complaints...)
}

// deviceCount reads what the peer's Linux has counted on a device: "rx_packets", "tx_packets".
func (l *Lab) deviceCount(t *testing.T, device, what string) int {
	t.Helper()
	n, err := strconv.Atoi(strings.TrimSpace(l.Do("exec-peer", "cat", "/sys/class/net/"+device+"/statistics/"+what)))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// The outer addresses of every lab here.
var (
	routerOuter = netip.MustParseAddr(dutAddr)
	peerOuter   = netip.MustParseAddr(peerAddr)
)
