package shell

import (
	"crypto/rsa"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/crypto/keypair"
	"ruthere/debuglog"
	"ruthere/files"
	"ruthere/modes"
	"ruthere/modes/ios"
	"ruthere/modes/storage"
)

// rig is a router of which only the configuration is real.
type rig struct {
	modes.Device // nil: what a test does not expect to be asked panics
	now          time.Time
	release      debuglog.Release
	config       *config.Config
	files        *files.Store
	life         storage.Life
	changedAt    time.Time
	switches     debuglog.Switches
	cleared      int
	term         *Terminal
	runner       modes.Runner
	stopped      bool
	asked        string // the name being looked up
	answer       func(netip.Addr)
	unknown      map[string]bool
	screen       strings.Builder
	request      InputRequest
	closed       bool
}

func newRig(t *testing.T, release debuglog.Release) *rig {
	t.Helper()
	b := &rig{now: time.Date(2026, 3, 25, 15, 47, 35, 0, time.UTC), release: release, config: config.New(), files: files.New(5000, 10000, nil)}
	for _, name := range []string{"GigabitEthernet0/0", "GigabitEthernet0/1"} {
		b.config.AddInterface(name).Shutdown = true
	}
	b.term = NewTerminal(1, Origin{Kind: config.LineConsole}, 0, 80, b, output{b})
	b.term.Open()
	return b
}

func (b *rig) Now() time.Time                                { return b.now }
func (b *rig) Salt(n int) []byte                             { return make([]byte, n) }
func (b *rig) Booted() time.Time                             { return b.now.Add(-61 * time.Minute) }
func (b *rig) Clock() (time.Time, debuglog.ClockState)       { return b.now, debuglog.NeverSet }
func (b *rig) Release() debuglog.Release                     { return b.release }
func (b *rig) Language() *modes.Language                     { return ios.Language(b.release) }
func (b *rig) Config() *config.Config                        { return b.config }
func (b *rig) Apply(c *config.Config)                        { b.config, b.changedAt = c, b.now }
func (b *rig) Loading() bool                                 { return false }
func (b *rig) Life() *storage.Life                           { return &b.life }
func (b *rig) Terminals() []modes.TerminalStatus             { return []modes.TerminalStatus{b.term.Status()} }
func (b *rig) Files() *files.Store                           { return b.files }
func (b *rig) LastChange() (at time.Time, by string, k bool) { return b.changedAt, "", false }
func (b *rig) LastSave() (at time.Time, by string, ok bool)  { return }
func (b *rig) Unsaved() bool                                 { return false }
func (b *rig) Switches() *debuglog.Switches                  { return &b.switches }
func (b *rig) Startup() (string, bool) {
	f, have := b.files.Find(files.NVRAM, files.StartupConfig)
	return f.Data, have
}
func (b *rig) SaveStartup(text string) error {
	return b.files.Write(files.NVRAM, files.StartupConfig, text, b.now)
}
func (b *rig) AfterSaving(then func(error) bool) { then(nil) }
func (b *rig) Saving() bool                      { return false }
func (b *rig) EraseStartup()                     { _ = b.files.Remove(files.NVRAM, files.StartupConfig) }

// After is the time passing at once.
func (b *rig) After(d time.Duration, _ string, do func()) (cancel func()) {
	b.now = b.now.Add(d)
	do()
	return func() {}
}
func (b *rig) Interfaces() (all []modes.InterfaceStatus) {
	for _, i := range b.Config().Interfaces {
		all = append(all, modes.InterfaceStatus{Name: i.Name})
	}
	return all
}

func (b *rig) CanHave(name string) bool {
	return b.config.Interface(name) != nil || config.Virtual(name)
}
func (b *rig) SSH() modes.SSHStatus                          { return modes.SSHStatus{} }
func (b *rig) Keys() keypair.Ring                            { return nil }
func (b *rig) SetKeys(keypair.Ring)                          {}
func (b *rig) MakeKey(int, func(*rsa.PrivateKey)) func()     { return func() {} }
func (b *rig) Lab() modes.LabControl                         { return nil }
func (b *rig) Crypto(func(time.Time, *ike.Engine, *ike.Out)) { b.cleared++ }

func (b *rig) Ping(p modes.PingRequest, r modes.Runner) (modes.Job, error) {
	b.runner = r
	r.Write("Type escape sequence to abort.\n")
	r.Write(fmt.Sprintf("Sending %d, %d-byte ICMP Echos to %s, timeout is %d seconds:\n", p.Count, p.Size, p.Target, int(p.Timeout.Seconds())))
	if p.SourceNamed {
		r.Write(fmt.Sprintf("Packet sent with a source address of %s \n", p.Source))
	}
	return b, nil
}

func (b *rig) Attempted(modes.LoginAttempt) {}
func (b *rig) LoginBegins(*config.Line)     {}

func (b *rig) Judge(check func() bool, done func(bool)) { done(check()) }

// Speaks knows the protocols that a lab has.
func (b *rig) Speaks(protocol string) bool {
	return protocol == "tftp" || protocol == "ftp" || protocol == "http"
}

// TransferFile knows no server: a copy never ends but by Interrupt.
func (b *rig) TransferFile(modes.FileTransfer) modes.Job { return b }

func (b *rig) Interrupt() { b.stopped = true }

func (b *rig) Log(lines ...debuglog.Line) {
	for _, l := range lines {
		text, _ := l.Text(b.release)
		b.term.Log("*Mar 25 15:47:35.000: " + text)
	}
}

// The screen: what is typed stands after the prompt, log lines on rows of their own.

func (b *rig) Text(_ int, s string) { b.screen.WriteString(s) }

func (b *rig) Log2(s string) { b.screen.WriteString("\n" + s) }

func (b *rig) Ready(_ int, r InputRequest) {
	if r.Prompt != b.request.Prompt || b.screen.Len() == 0 || strings.HasSuffix(b.screen.String(), "\n") {
		b.screen.WriteString(r.Prompt)
	}
	b.request = r
}

func (b *rig) Closed(int) { b.closed = true }

// output is the box as the terminal's Output; Log is a method of both.
type output struct{ *rig }

func (o output) Log(_ int, s string, _ bool) { o.Log2(s) }

// typing types lines and returns the screen.
func (b *rig) typing(lines ...string) string {
	for _, l := range lines {
		if b.request.Key {
			b.term.Key(l[0])
			continue
		}
		if !b.request.Secret {
			b.screen.WriteString(l)
		}
		b.screen.WriteString("\n")
		b.term.Line(l, Return)
	}
	return b.screen.String()
}

func (b *rig) Routes() []modes.RouteStatus {
	return []modes.RouteStatus{
		{Prefix: netip.MustParsePrefix("0.0.0.0/0"), Code: 'S', Distance: 1,
			Paths: []modes.RoutePath{{NextHop: netip.MustParseAddr("10.0.0.254")}}},
		{Prefix: netip.MustParsePrefix("10.1.1.0/24"), Code: 'C', Paths: []modes.RoutePath{{Interface: "FastEthernet0/0"}}},
		{Prefix: netip.MustParsePrefix("10.1.1.1/32"), Code: 'L', Paths: []modes.RoutePath{{Interface: "FastEthernet0/0"}}},
		{Prefix: netip.MustParsePrefix("192.168.2.0/24"), Code: 'S', Distance: 1,
			Paths: []modes.RoutePath{{NextHop: netip.MustParseAddr("10.0.0.2")}}},
	}
}

func (b *rig) Unknown(name string) bool { return b.unknown[name] }

// OpenStream finds nobody who listens.
func (b *rig) OpenStream(q modes.StreamRequest) modes.Stream {
	q.Ended(modes.StreamRefused)
	return nil
}

// Resolve asks a name server which the test answers for.
func (b *rig) Resolve(name string, asking func(netip.Addr), done func(netip.Addr)) modes.Job {
	asking(netip.MustParseAddr("255.255.255.255"))
	b.asked, b.answer = name, done
	return b
}
