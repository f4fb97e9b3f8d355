package load

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	mathrand "math/rand/v2"
	"net"
	"net/netip"
	"sync"
	"time"

	"ruthere/crypto/ike"
)

// Options are what is wanted of a gateway.
type Options struct {
	Gateway  netip.Addr
	From     netip.Addr // the first peer's address; the others have those that follow it
	Peers    int        // 1 to MostPeers
	Rate     float64    // how many begin a second; 0: as soon as fewer than AtOnce are negotiating
	AtOnce   int        // how many negotiate at the same time, at most
	Patience time.Duration
	Hold     time.Duration // how long to go on once all have begun and nobody negotiates any more
	Die      float64       // percent of the peers that fall silent while the tunnels are held, and begin anew
	Leave    bool          // end without DELETE
	Ports    Ports
	Process  int // of the gateway, on this host: what it spends is measured; 0: it is not
	Template Template
}

// Limits keep a mistyped number from taking a machine away.
const (
	MostPeers  = 60_000
	MostAtOnce = 10_000
)

// revival is how long a peer that fell silent stays so.
const revival = 5 * time.Second

// Run brings up the peers, holds the tunnels and takes them down. What it measured is there even with an error, which says
// why a peer could not even begin.
func Run(ctx context.Context, o Options) (Report, error) {
	setups, err := o.readSetups()
	if err != nil {
		return Report{}, err
	}
	private := make([]byte, 1<<10)
	if _, err := rand.Read(private); err != nil {
		return Report{}, err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	r := &run{Options: o, private: private, stop: stop, holding: make(chan struct{}), ledger: newLedger(o.Peers)}
	before, err := usageOf(o.Process)
	if err != nil {
		return Report{}, err
	}
	tokens := make(chan struct{}, o.AtOnce)
	var all, negotiating sync.WaitGroup
	began := time.Now()
	for i, s := range setups {
		if !r.awaitTurn(ctx, began, i, tokens) {
			break
		}
		p := &peer{setup: s, address: addressAfter(o.From, i), ports: o.Ports, note: r.ledger.note}
		negotiating.Add(1)
		all.Go(func() { r.runPeer(ctx, p, func() { <-tokens; negotiating.Done() }) })
	}
	negotiating.Wait()
	r.ledger.ended = time.Now()
	up, err := usageOf(o.Process)
	if err != nil {
		r.fail(err)
	}
	firstUp := r.ledger.closeFirst()
	r.holdEnds = time.Now().Add(o.Hold)
	close(r.holding)
	all.Wait()
	after, err := usageOf(o.Process)
	if err != nil {
		r.fail(err)
	}
	report := r.ledger.report(began)
	if o.Process != 0 {
		report.Gateway = processOf(before, up, after, firstUp)
	}
	return report, r.failed()
}

// readSetups reads the template for each peer.
func (o Options) readSetups() (setups []setup, err error) {
	last := addressAfter(o.From, o.Peers-1)
	if !last.IsValid() || last.Less(o.From) {
		return nil, fmt.Errorf("there are no %d addresses from %s on", o.Peers, o.From)
	}
	for i := range o.Peers {
		s, err := o.Template.read(i+1, addressAfter(o.From, i), o.Gateway)
		if err != nil {
			return nil, err
		}
		setups = append(setups, s)
	}
	return setups, nil
}

// addressAfter is the n-th address after another.
func addressAfter(a netip.Addr, n int) netip.Addr {
	b := a.As4()
	var next [4]byte
	binary.BigEndian.PutUint32(next[:], binary.BigEndian.Uint32(b[:])+uint32(n))
	return netip.AddrFrom4(next)
}

// A run is a load under way.
type run struct {
	Options
	private  []byte
	stop     func()
	holding  chan struct{} // closed when all have begun and nobody negotiates any more
	holdEnds time.Time
	ledger   *ledger

	mu  sync.Mutex
	err error
}

func (r *run) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.err == nil {
		r.err = err
	}
	r.stop()
}

func (r *run) failed() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

// awaitTurn waits until the i-th peer may begin.
func (r *run) awaitTurn(ctx context.Context, began time.Time, i int, tokens chan<- struct{}) bool {
	if r.Rate > 0 {
		at := began.Add(time.Duration(float64(i) / r.Rate * float64(time.Second)))
		select {
		case <-time.After(time.Until(at)):
		case <-ctx.Done():
			return false
		}
	}
	select {
	case tokens <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

// runPeer is the life of one peer; negotiated is called once, when its first attempt is over.
func (r *run) runPeer(ctx context.Context, p *peer, negotiated func()) {
	dies := mathrand.Float64()*100 < r.Die
	r.attempt(ctx, p)
	negotiated()
	defer p.close()
	if p.engine == nil || ctx.Err() != nil {
		return
	}
	holding := func() bool {
		select {
		case <-r.holding:
			return true
		default:
			return false
		}
	}
	for !holding() && ctx.Err() == nil { // others are still negotiating: what comes from the gateway is answered
		r.note(p.serve(ctx, time.Now().Add(time.Second/2), holding))
	}
	if dies && r.Hold > 0 {
		r.note(p.serve(ctx, time.Now().Add(time.Duration(mathrand.Float64()*float64(r.Hold))), never))
		p.close()
		r.ledger.noteDeath()
		sleep(ctx, revival)
		r.attempt(ctx, p)
	}
	r.note(p.serve(ctx, r.holdEnds, never))
	if !r.Leave && p.engine != nil {
		r.note(p.give(func(out *ike.Out) { p.engine.ClearSession(time.Now(), ike.Filter{}, out) }))
	}
}

func never() bool { return false }

func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

// attempt makes the peer anew and waits until it has a tunnel, has failed, or patience is over.
func (r *run) attempt(ctx context.Context, p *peer) {
	if err := p.begin(r.private); err != nil {
		r.fail(err)
		return
	}
	if err := p.call(); err != nil {
		r.fail(err)
		return
	}
	r.ledger.noteBegin()
	p.failure = fmt.Sprintf("no tunnel within %v", r.Patience)
	r.note(p.serve(ctx, p.began.Add(r.Patience), func() bool { return p.up || p.over }))
	if ctx.Err() == nil || p.up {
		r.ledger.noteOutcome(p)
	}
}

// note takes an error that ends the whole run; a closed socket ends only its peer.
func (r *run) note(err error) {
	if err != nil && !errors.Is(err, net.ErrClosed) {
		r.fail(err)
	}
}
