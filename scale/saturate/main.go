// Command saturate brings up IKEv1 tunnels (main mode, quick mode) with one responder on the network, from an address of
// its own for each, as fast as the responder answers, and prints the responder's processor time per tunnel in
// milliseconds. scripts/dev/saturate.sh runs it beside two responders.
package main

import (
	"flag"
	"fmt"
	"net/netip"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// limits keep a mistyped number from taking a machine away for hours.
const (
	maxTunnels = 10_000
	maxAtOnce  = 100
	maxTime    = 2 * time.Minute
)

func main() {
	load := load{key: "kd94j1ksldz", deadline: time.Now().Add(maxTime)}
	from := flag.String("from", "", "first `ADDRESS` to begin tunnels from; the following ones are used too")
	to := flag.String("to", "", "`ADDRESS` of the responder")
	pid := flag.Int("pid", 0, "process `ID` of the responder")
	flag.IntVar(&load.group, "group", 14, "Diffie-Hellman group `NUMBER` of main mode")
	warm := flag.Int("warm", 20, "`NUMBER` of tunnels before the measurement begins")
	tunnels := flag.Int("tunnels", 100, "`NUMBER` of tunnels measured")
	atOnce := flag.Int("at-once", 8, "`NUMBER` of tunnels that come up at the same time")
	flag.Parse()
	if err := load.between(*from, *to); err != nil {
		fail(err)
	}
	if *warm < 0 || *tunnels < 1 || *warm+*tunnels > maxTunnels || *atOnce < 1 || *atOnce > maxAtOnce {
		fail(fmt.Errorf("at most %d tunnels, %d at once", maxTunnels, maxAtOnce))
	}
	if err := load.bringUp(0, *warm, *atOnce); err != nil {
		fail(err)
	}
	spent, err := processorTime(*pid, func() error { return load.bringUp(*warm, *tunnels, *atOnce) })
	if err != nil {
		fail(err)
	}
	fmt.Printf("%.4f\n", float64(spent.Microseconds())/1000/float64(*tunnels))
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "saturate:", err)
	os.Exit(1)
}

// A load is what the responder is asked for.
type load struct {
	first, responder netip.Addr
	group            int
	key              string
	deadline         time.Time
}

func (l *load) between(from, to string) (err error) {
	if l.first, err = netip.ParseAddr(from); err == nil {
		l.responder, err = netip.ParseAddr(to)
	}
	if err == nil && !(l.first.Is4() && l.responder.Is4()) {
		err = fmt.Errorf("%s and %s are not both IPv4 addresses", from, to)
	}
	return err
}

// bringUp brings up count tunnels from the addresses that follow the first skip ones.
func (l *load) bringUp(skip, count, atOnce int) error {
	var next atomic.Int64
	var all sync.WaitGroup
	failures := make(chan error, atOnce)
	for range atOnce {
		all.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= count {
					return
				}
				address := nth(l.first, skip+i)
				if err := l.bringUpTunnel(address); err != nil {
					failures <- fmt.Errorf("no tunnel from %s: %w", address, err)
					return
				}
			}
		})
	}
	all.Wait()
	select {
	case err := <-failures:
		return err
	default:
		return nil
	}
}

// nth is the n-th address after another.
func nth(a netip.Addr, n int) netip.Addr {
	b := a.As4()
	sum := (int(b[0])<<24 | int(b[1])<<16 | int(b[2])<<8 | int(b[3])) + n
	return netip.AddrFrom4([4]byte{byte(sum >> 24), byte(sum >> 16), byte(sum >> 8), byte(sum)})
}
