package live

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"ruthere/config"
	"ruthere/router"
)

func TestMain(m *testing.M) {
	if folder := os.Getenv(saveInto); folder != "" {
		saveForever(folder)
	}
	goleak.VerifyTestMain(m)
}

// A screenText is what was written so far, for those who wait for more.
type screenText struct {
	mu   sync.Mutex
	text bytes.Buffer
	more chan struct{}
}

func newScreenText() *screenText { return &screenText{more: make(chan struct{})} }

func (s *screenText) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.more)
	s.more = make(chan struct{})
	return s.text.Write(b)
}

func (s *screenText) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// wait waits until something stands after the first from bytes, and returns where it
// ends.
func (s *screenText) wait(t *testing.T, from int, want string) (end int) {
	t.Helper()
	deadline := time.After(time.Minute) // for a loaded machine
	for {
		s.mu.Lock()
		text, more := s.text.String(), s.more
		s.mu.Unlock()
		if at := strings.Index(text[from:], want); at >= 0 {
			return from + at + len(want)
		}
		select {
		case <-more:
		case <-deadline:
			t.Fatalf("no %q in what came:\n%s", want, text[from:])
		}
	}
}

// A running is a live router with a pipe at its console.
type running struct {
	t       *testing.T
	driver  *Driver
	shown   *screenText
	notices *screenText
	typing  *io.PipeWriter
	ssh     string // address of the SSH server
	telnet  string // and of the telnet server
	metrics string // and where metrics are
	http    string // and of the HTTP server
	read    int
	stop    func()
}

// tapOutputs takes what comes out of routers that are started.
var tapOutputs func(at time.Time, o router.Output)

// start runs a router until the test ends.
func start(t *testing.T, o Options) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r := &running{t: t, shown: newScreenText(), notices: newScreenText()}
	o.Notice = func(text string) { fmt.Fprintln(r.notices, text) }
	driver := New(o)
	r.driver, driver.output = driver, tapOutputs
	ssh, err := driver.ListenSSH("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	telnet, err := driver.ListenTelnet("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	metrics, err := driver.ListenMetrics("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	http, err := driver.ListenHTTP("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r.ssh, r.telnet, r.metrics, r.http = ssh.String(), telnet.String(), metrics.String(), http.String()
	in, typing := io.Pipe()
	r.typing = typing
	terminal, err := NewFrontend(0, Stream{In: in, Out: r.shown, Plain: true, Width: 80}, driver)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	all.Go(func() { driver.Run(ctx) })
	all.Go(func() {
		if err := terminal.Serve(ctx); err != nil {
			t.Errorf("the terminal ended: %v", err)
		}
	})
	driver.Open(terminal, router.Attach{Kind: config.LineConsole, Width: 80})
	r.stop = sync.OnceFunc(func() {
		cancel()
		all.Wait()
		typing.Close()
	})
	t.Cleanup(r.stop)
	return r
}

// run types a line once the prompt stands there, and returns what came before the next.
func (r *running) run(line, prompt string) string {
	r.t.Helper()
	if _, err := io.WriteString(r.typing, line+"\n"); err != nil {
		r.t.Fatal(err)
	}
	from := r.shown.wait(r.t, r.read, line+"\n")
	r.read = r.shown.wait(r.t, from, prompt)
	return r.shown.String()[from:r.read]
}

func (r *running) expect(text string) {
	r.t.Helper()
	r.read = r.shown.wait(r.t, r.read, text)
}

// startup is an NVRAM that holds a configuration.
func startup(text string) *NVRAM {
	n, _ := OpenNVRAM("")
	n.Insert(text)
	return n
}

// freePorts are two UDP ports that were free on these addresses a moment ago.
func freePorts(t *testing.T, addresses ...string) (ike, nat uint16) {
	t.Helper()
	var ports []uint16
	for try := 0; len(ports) < 2 && try < 100; try++ {
		first, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.ParseIP(addresses[0])})
		if err != nil {
			t.Skipf("no loopback addresses here: %v", err)
		}
		defer first.Close()
		port := first.LocalAddr().(*net.UDPAddr).Port
		free := true
		for _, a := range addresses[1:] {
			c, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.ParseIP(a), Port: port})
			if free = free && err == nil; err == nil {
				defer c.Close()
			}
		}
		if free {
			ports = append(ports, uint16(port))
		}
	}
	if len(ports) < 2 {
		t.Skip("no two free UDP ports here")
	}
	return ports[0], ports[1]
}

// needRawSockets skips the test where ESP cannot be sent.
func needRawSockets(t *testing.T) {
	t.Helper()
	c, err := net.ListenIP("ip4:50", &net.IPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Skipf("ESP needs raw sockets (root or CAP_NET_RAW): %v", err)
	}
	c.Close()
}
