package router_test

import (
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/files"
	"ruthere/router"
)

// Two routers, connected by nothing but this program, bring up a tunnel: it carries their packets,
// computes what they ask to have computed, and decides what time it is.
func Example() {
	w := &world{now: time.Date(2026, 3, 25, 15, 0, 0, 0, time.UTC)}
	w.left, w.right = w.boot("left", "10.0.0.1", "10.0.0.2"), w.boot("right", "10.0.0.2", "10.0.0.1")
	w.right.others, w.left.others = w.left, w.right
	w.pass(10 * time.Second) // until the interfaces are up
	w.left.step(router.Attach{Terminal: 0, Kind: config.LineConsole})
	for _, line := range []string{"enable", "ping 10.0.0.2 repeat 3"} {
		w.left.step(router.Typed{Terminal: 0, Text: line})
	}
	w.pass(10 * time.Second)
	// Output:
	// Type escape sequence to abort.
	// Sending 3, 100-byte ICMP Echos to 10.0.0.2, timeout is 2 seconds:
	// left: *Mar 25 15:00:10.000: %CRYPTO-5-SESSION_STATUS: Crypto tunnel is UP  . Peer 10.0.0.2:500       Id: 10.0.0.2
	// .!!
	// Success rate is 66 percent (2/3), round-trip min/avg/max = 1/1/1 ms
}

// A world is two routers and the time they share.
type world struct {
	now         time.Time
	left, right *node
}

// A node is a router and what is connected to it.
type node struct {
	*router.Router
	world  *world
	others *node
	name   string
}

func (w *world) boot(name, own, peer string) *node {
	random := rand.NewChaCha8([32]byte([]byte(fmt.Sprintf("%-32s", name))))
	n := &node{world: w, name: name, Router: router.New(router.Options{
		Release:    debuglog.IOS15,
		Random:     func(string) io.Reader { return random },
		Clock:      w.now,
		Interfaces: []string{"GigabitEthernet0/0"},
		Files: []files.File{files.Startup(fmt.Sprintf(`hostname %s
crypto isakmp policy 10
 encr aes
 authentication pre-share
 group 19
crypto isakmp key secret address %[3]s
crypto isakmp keepalive 10 periodic
crypto ipsec transform-set T esp-aes esp-sha-hmac
crypto map M 10 ipsec-isakmp
 set peer %[3]s
 set transform-set T
 match address 101
crypto logging session
interface GigabitEthernet0/0
 ip address %[2]s 255.255.255.0
 crypto map M
access-list 101 permit icmp host %[2]s host %[3]s
`, name, own, peer))},
	})}
	var out router.Out
	n.Boot(w.now, &out)
	n.carryOut(out)
	n.step(router.LinkChange{Interface: "GigabitEthernet0/0", Up: true})
	return n
}

// step gives the router one input and carries out what follows.
func (n *node) step(in router.Input) {
	var out router.Out
	n.Step(n.world.now, in, &out)
	n.carryOut(out)
}

func (n *node) carryOut(out router.Out) {
	for _, item := range out.Items {
		switch item := item.(type) {
		case router.PacketOut:
			n.others.step(router.PacketIn{Interface: item.Interface, Data: item.Data})
		case router.Job:
			n.step(router.JobDone{Answer: item.Compute()})
		case router.TerminalLog:
			fmt.Println(n.name+":", item.Text)
		case router.TerminalText:
			fmt.Print(item.Text)
		}
	}
}

// pass lets time go by: whichever router is due next has its turn.
func (w *world) pass(d time.Duration) {
	end := w.now.Add(d)
	for {
		next, who := end, (*node)(nil)
		for _, n := range []*node{w.left, w.right} {
			if at, _, ok := n.Deadline(); ok && at.Before(next) {
				next, who = at, n
			}
		}
		w.now = next
		if who == nil {
			return
		}
		who.step(router.Tick{})
	}
}
