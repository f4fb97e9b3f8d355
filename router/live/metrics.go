package live

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"runtime"
	"time"

	"ruthere/crypto/ike"
	"ruthere/crypto/ike/state"
	"ruthere/event"
)

// What a router tells Prometheus: counters of what has changed, which events bring, and how things are when it asks. The
// format is the text one, version 0.0.4; docs/metrics.md lists the names.

// ListenMetrics answers GET /metrics by HTTP at address (host:port; port 0: a free one) until Run has ended, and returns the
// address bound. Anybody who reaches the port may ask. It must be called before Run.
func (r *Driver) ListenMetrics(address string) (net.Addr, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("cannot listen for metrics: %w", err)
	}
	r.exporter = newExporter()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /metrics", r.serveMetrics)
	server := &http.Server{Handler: mux, ReadTimeout: scrapeTimeout, WriteTimeout: scrapeTimeout, IdleTimeout: time.Minute,
		MaxHeaderBytes: 8 << 10, ErrorLog: log.New(io.Discard, "", 0)}
	server.SetKeepAlivesEnabled(false) // an asker takes no more than it asks for
	r.work.Go(func() {
		<-r.life.Done()
		_ = server.Close()
	})
	r.work.Go(func() { _ = server.Serve(&limitedListener{l, make(chan struct{}, maxScrapers)}) }) // until it is closed
	return l.Addr(), nil
}

const (
	scrapeTimeout = 10 * time.Second
	maxScrapers   = 8           // connections at a time
	freshness     = time.Second // who asks more often gets the same again
)

// serveMetrics answers with what the goroutine of Run says.
func (r *Driver) serveMetrics(w http.ResponseWriter, _ *http.Request) {
	var text string
	r.events.Ask(func() { text = r.exporter.current(r) })
	if text == "" {
		http.Error(w, "the router has ended", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	_, _ = w.Write([]byte(text)) // who does not listen is not answered
}

// An exporter is the counters of a router, across its reloads, and the last answer.
type exporter struct {
	boots                                  uint64
	begun, negotiated, ended, asked, turns tally
	messages                               tally
	text                                   string
	made                                   time.Time
}

// newExporter begins to count. What may happen is there from the start, at zero.
func newExporter() *exporter {
	m := &exporter{begun: tally{}, negotiated: tally{}, ended: tally{}, asked: tally{}, turns: tally{}, messages: tally{}}
	for _, role := range []event.Role{event.Initiator, event.Responder} {
		m.begun[labels("role", string(role))] = 0
		for _, phase := range []string{"1", "2"} {
			m.negotiated[labels("phase", phase, "role", string(role), "result", "ok", "reason", "")] = 0
		}
	}
	for _, s := range []event.State{event.Asked, event.AskedAgain, event.Answered, event.Heard, event.Dead} {
		m.asked[labels("event", string(s))] = 0
	}
	return m
}

// hear counts what changes.
func (m *exporter) hear(e event.Event) {
	switch e := e.(type) {
	case event.Router:
		if e.State == event.Booted {
			m.boots++
		}
	case event.ISAKMPSA:
		if e.State == event.Begun {
			m.begun[labels("role", string(e.Role))]++
		}
		m.countNegotiation("1", e.State, e.Role, e.Reason)
	case event.IPsecSA:
		m.countNegotiation("2", e.State, e.Role, e.Reason)
	case event.DPD:
		m.asked[labels("event", string(e.State))]++
	case event.Peer:
		m.turns[labels("map", e.Map, "reason", string(e.Reason))]++
	case event.Log:
		m.messages[labels("facility", e.Facility, "severity", string(rune('0'+e.Severity)))]++
	}
}

func (m *exporter) countNegotiation(phase string, s event.State, role event.Role, why event.Reason) {
	switch s {
	case event.Up:
		m.negotiated[labels("phase", phase, "role", string(role), "result", "ok", "reason", "")]++
	case event.Failed:
		m.negotiated[labels("phase", phase, "role", string(role), "result", "failed", "reason", string(why))]++
	case event.Down:
		m.ended[labels("phase", phase, "reason", string(why))]++
	}
}

// current is the answer to who asks now.
func (m *exporter) current(r *Driver) string {
	now := r.clock.now()
	if m.text != "" && now.Sub(m.made) < freshness {
		return m.text
	}
	var p page
	p.family("build_info", "gauge", "What answers; always 1.", tally{labels("version", r.options.Version, "go", runtime.Version(),
		"release", r.options.Release.Mark()): 1})
	p.family("boots_total", "counter", "Boots of the router, reloads included.", tally{"": m.boots})
	p.family("boot_time_seconds", "gauge", "When it booted last, in seconds since 1970.", tally{"": uint64(r.booted.Unix())})
	p.family("handshakes_begun_total", "counter", "Phase 1 negotiations that began.", m.begun)
	p.family("handshakes_total", "counter", "Negotiations of phase 1 and 2 that are over, by result and reason.", m.negotiated)
	p.family("sas_ended_total", "counter", "SAs of phase 1, and pairs of phase 2, that were up and went, by reason.", m.ended)
	p.family("dpd_events_total", "counter", "What dead peer detection did and found out.", m.asked)
	p.family("peer_changes_total", "counter", "Turns of crypto maps to another peer.", m.turns)
	m.addCrypto(&p, r, now)
	addTraffic(&p, r)
	p.family("log_messages_total", "counter", "Lines of the log; without a facility, those of debugs.", m.messages)
	m.text, m.made = p.String(), now
	return m.text
}

func (m *exporter) addCrypto(p *page, r *Driver, now time.Time) {
	engine := r.router.Engine()
	sas := tally{labels("state", "established"): 0, labels("state", "negotiating"): 0, labels("state", "deleted"): 0}
	for _, sa := range engine.SAs(now) {
		switch {
		case sa.Deleted:
			sas[labels("state", "deleted")]++
		case sa.State == state.QMIdle:
			sas[labels("state", "established")]++
		default:
			sas[labels("state", "negotiating")]++
		}
	}
	sessions := tally{}
	for _, s := range []ike.SessionState{ike.SessionActive, ike.SessionIdle, ike.SessionNoIKE, ike.SessionNegotiating, ike.SessionDown} {
		sessions[labels("status", string(s))] = 0
	}
	for _, s := range engine.Sessions(now, ike.Filter{}) {
		sessions[labels("status", string(s.State))]++
	}
	in, out := engine.Traffic()
	p.family("isakmp_sas", "gauge", "Phase 1 SAs there are.", sas)
	p.family("ipsec_sas", "gauge", "IPsec SAs there are, two a tunnel.", tally{"": uint64(2 * engine.IPsec.Len())})
	p.family("crypto_sessions", "gauge", "Peers of crypto maps, by the status that show crypto session has.", sessions)
	inbound, outbound := labels("direction", "in"), labels("direction", "out")
	p.family("ipsec_packets_total", "counter", "Packets that IPsec SAs opened and sealed.", tally{inbound: in.Packets, outbound: out.Packets})
	p.family("ipsec_bytes_total", "counter", "Bytes that IPsec SAs protected.", tally{inbound: in.Bytes, outbound: out.Bytes})
	p.family("ipsec_errors_total", "counter", "Packets that IPsec SAs could not open or seal.", tally{inbound: in.Errors,
		outbound: out.Errors})
}

func addTraffic(p *page, r *Driver) {
	status, up, packets, bytes, drops := tally{}, tally{}, tally{}, tally{}, tally{}
	for _, i := range r.router.Interfaces() {
		status[labels("interface", i.Name)], up[labels("interface", i.Name)] = flag(i.Link && !i.AdminDown), flag(i.Protocol)
		in, out := labels("interface", i.Name, "direction", "in"), labels("interface", i.Name, "direction", "out")
		packets[in], packets[out], bytes[in], bytes[out] = i.InPackets, i.OutPackets, i.InBytes, i.OutBytes
	}
	for _, d := range r.router.Drops() {
		drops[labels("reason", d.Reason)] = d.Packets
	}
	p.family("interface_up", "gauge", "Whether an interface's line is up.", status)
	p.family("interface_protocol_up", "gauge", "Whether its line protocol is: packets pass.", up)
	p.family("interface_packets_total", "counter", "Packets on an interface's wire.", packets)
	p.family("interface_bytes_total", "counter", "Bytes on an interface's wire.", bytes)
	p.family("dropped_packets_total", "counter", "Packets that were not passed on, by reason.", drops)
}

func flag(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// limitedListener takes so many connections at a time.
type limitedListener struct {
	net.Listener
	room chan struct{}
}

// Accept implements net.Listener.
func (l *limitedListener) Accept() (net.Conn, error) {
	l.room <- struct{}{}
	c, err := l.Listener.Accept()
	if err != nil {
		<-l.room
		return nil, err
	}
	return &limitedConn{Conn: c, leave: func() { <-l.room }}, nil
}
