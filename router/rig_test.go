package router

import (
	"io"
	"math/rand/v2"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ruthere/config"
	"ruthere/crypto/keypair"
	"ruthere/debuglog"
	"ruthere/files"
	"ruthere/shell"
)

// rig is one router and all who sit at its terminals, in virtual time. Terminal 0 is
// the console; the others come over the network.
type rig struct {
	t        testing.TB
	now      time.Time
	router   *Router
	screens  map[int]*strings.Builder
	asked    map[int]shell.InputRequest
	logs     []string // what the console was told
	refused  string
	answer   Authenticated
	private  []StorePrivate
	register []string // as it was to be kept
	failing  string   // why nothing is kept
	sent     []PacketOut
	jobs     []Job // that nobody has computed
}

// sshKey is a private configuration with a key that SSH can use.
var sshKey = sync.OnceValue(func() string {
	key, err := keypair.Make(rand.NewChaCha8([32]byte{}), keypair.MinSSHBits)
	if err != nil {
		panic(err)
	}
	return keypair.Ring{{Usage: keypair.General, Key: key}}.Text()
})

func newRig(t testing.TB, release debuglog.Release, startup string) *rig {
	t.Helper()
	return newOtherRig(t, release, startup, streams(map[string]*rand.ChaCha8{}))
}

// newOtherRig is a rig whose router draws other random numbers than the rest.
func newOtherRig(t testing.TB, release debuglog.Release, startup string, random func(string) io.Reader) *rig {
	t.Helper()
	d := &rig{t: t, now: time.Date(2026, 3, 25, 15, 0, 0, 0, time.UTC), screens: map[int]*strings.Builder{},
		asked: map[int]shell.InputRequest{}}
	d.router = New(Options{Release: release, AnyInterface: true, Files: []files.File{files.Startup(startup)},
		Random: random, Clock: d.now, Private: sshKey()})
	var out Out
	d.router.Boot(d.now, &out)
	d.carryOut(&out)
	for _, c := range d.router.Complaints() {
		t.Fatalf("line %d %q: %s", c.Line, c.Text, c.Message)
	}
	d.do(Attach{Terminal: 0, Kind: config.LineConsole})
	return d
}

// do gives the router an input at the time it is.
func (d *rig) do(in Input) {
	var out Out
	d.router.Step(d.now, in, &out)
	d.carryOut(&out)
}

// carryOut does what the router wants, as a driver.
func (d *rig) carryOut(out *Out) {
	for _, item := range out.Items {
		switch item := item.(type) {
		case CheckPassword:
			defer d.do(PasswordChecked{ID: item.ID, Right: item.Check()})
		case MakeKey:
			key, err := keypair.Make(item.Random, item.Bits)
			if err != nil {
				d.t.Fatal(err)
			}
			defer d.do(KeyMade{ID: item.ID, Key: key})
		case Job:
			d.jobs = append(d.jobs, item)
		case PacketOut:
			d.sent = append(d.sent, item)
		case StorePrivate:
			d.private = append(d.private, item)
			defer d.do(Kept{ID: item.ID, Failed: d.failing})
		case StoreRegister:
			d.register = append(d.register, item.Text)
			defer d.do(Kept{ID: item.ID, Failed: d.failing})
		case StoreFile:
			defer d.do(Kept{ID: item.ID, Failed: d.failing})
		case RemoveFile:
			defer d.do(Kept{ID: item.ID, Failed: d.failing})
		case TerminalText:
			d.screen(item.Terminal).WriteString(item.Text)
		case TerminalLog:
			if item.Terminal == 0 && strings.Contains(item.Text, "%") {
				d.logs = append(d.logs, item.Text[strings.Index(item.Text, "%"):])
				continue
			}
			d.screen(item.Terminal).WriteString("\n" + item.Text + "\n")
		case TerminalReady:
			d.asked[item.Terminal] = item.Request
			d.screen(item.Terminal).WriteString(item.Request.Prompt)
		case TerminalClosed:
			d.screen(item.Terminal).WriteString("[closed]\n")
			delete(d.asked, item.Terminal)
		case Connected:
			d.refused = item.Refused
		case Authenticated:
			d.answer = item
		}
	}
}

func (d *rig) screen(id int) *strings.Builder {
	if d.screens[id] == nil {
		d.screens[id] = &strings.Builder{}
	}
	return d.screens[id]
}

// new is what a screen shows since it was last looked at.
func (d *rig) new(id int) string {
	text := d.screen(id).String()
	d.screen(id).Reset()
	return text
}

// pass lets time pass, with all that happens meanwhile.
func (d *rig) pass(t time.Duration) {
	end := d.now.Add(t)
	for range 10_000 {
		at, _, ok := d.router.Deadline()
		if !ok || at.After(end) {
			d.now = end
			return
		}
		if at.After(d.now) {
			d.now = at
		}
		d.do(Tick{})
	}
	d.t.Fatal("the router is never done")
}

// typed types lines at a terminal, each when it is asked for, and returns what the screen
// shows since it was last looked at.
func (d *rig) typed(id int, lines ...string) string {
	d.t.Helper()
	for _, line := range lines {
		for range 10 { // a wrong password takes its time
			if _, waiting := d.asked[id]; waiting {
				break
			}
			d.pass(time.Second)
		}
		q := d.asked[id]
		delete(d.asked, id)
		if q.Key {
			d.do(Key{Terminal: id, Key: (line + "\r")[0]})
			continue
		}
		if !q.Secret {
			d.screen(id).WriteString(line)
		}
		d.screen(id).WriteString("\n")
		d.do(Typed{Terminal: id, Text: line, End: shell.Return})
	}
	return d.new(id)
}

// telnet connects and returns what the user sees.
func (d *rig) telnet(id int, from string) string {
	return d.connect(id, "telnet", from)
}

func (d *rig) connect(id int, transport config.Transport, from string) string {
	d.refused = ""
	d.do(Connect{Terminal: id, Transport: transport, From: netip.MustParseAddr(from)})
	if d.refused == "" && transport == "telnet" {
		d.do(Enter{Terminal: id, Height: 24, Width: 80})
	}
	return d.new(id)
}

// ssh connects, offers passwords until one is taken, and enters.
func (d *rig) ssh(id int, from, user string, passwords ...string) string {
	d.connect(id, "ssh", from)
	for _, p := range passwords {
		d.do(Authenticate{Terminal: id, User: user, Password: p})
		if d.answer.OK {
			d.do(Enter{Terminal: id, Height: 24, Width: 80})
			break
		}
		d.pass(d.answer.Wait)
	}
	return d.new(id)
}

// said takes what the console was told since it was last asked.
func (d *rig) said() []string {
	logs := d.logs
	d.logs = nil
	return logs
}

func (d *rig) want(what, got, want string) {
	d.t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		d.t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func (d *rig) wantLog(want ...string) {
	d.t.Helper()
	if diff := cmp.Diff(want, d.said()); diff != "" {
		d.t.Errorf("log (-want +got):\n%s", diff)
	}
}

// streams gives each purpose a stream of its own.
func streams(purposes map[string]*rand.ChaCha8) func(string) io.Reader {
	return func(purpose string) io.Reader {
		if purposes[purpose] == nil {
			var key [32]byte
			copy(key[:], purpose)
			purposes[purpose] = rand.NewChaCha8(key)
		}
		return purposes[purpose]
	}
}
