package live

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"ruthere/event"
)

var (
	helpLine   = regexp.MustCompile(`^# HELP ([a-z_]+) [A-Z].*[.;]?$`)
	typeLine   = regexp.MustCompile(`^# TYPE ([a-z_]+) (counter|gauge)$`)
	sampleLine = regexp.MustCompile(`^([a-z_]+)(\{[a-z_]+="(?:[^"\\\n]|\\[\\"n])*"(?:,[a-z_]+="(?:[^"\\\n]|\\[\\"n])*")*\})? (\d+)$`)
)

// parseMetrics reads the text format strictly, as promtool check metrics does: HELP and TYPE before the samples of each
// family, families in one piece, no series twice, counters named _total and gauges not, no labels twice.
func parseMetrics(t *testing.T, text string) (samples map[string]uint64, families map[string]string) {
	t.Helper()
	samples, families = map[string]uint64{}, map[string]string{}
	helped, family := "", ""
	if !strings.HasSuffix(text, "\n") {
		t.Error("the last line has no end")
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if m := helpLine.FindStringSubmatch(line); m != nil {
			if helped, family = m[1], ""; families[helped] != "" {
				t.Errorf("%s comes twice", helped)
			}
			continue
		}
		if m := typeLine.FindStringSubmatch(line); m != nil {
			if family = m[1]; family != helped || strings.HasSuffix(family, "_total") != (m[2] == "counter") ||
				!strings.HasPrefix(family, "ruthere_") {
				t.Errorf("%q does not follow its help, or is not named as what it is", line)
			}
			families[family] = m[2]
			continue
		}
		m := sampleLine.FindStringSubmatch(line)
		if m == nil || m[1] != family {
			t.Errorf("%q is no sample of %q", line, family)
			continue
		}
		if _, twice := samples[m[1]+m[2]]; twice {
			t.Errorf("%s%s comes twice", m[1], m[2])
		}
		samples[m[1]+m[2]], _ = strconv.ParseUint(m[3], 10, 64)
	}
	return samples, families
}

func scrape(t *testing.T, address string) string {
	t.Helper()
	answer, err := http.Get("http://" + address + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if kind := answer.Header.Get("Content-Type"); err != nil || answer.StatusCode != http.StatusOK ||
		!strings.HasPrefix(kind, "text/plain; version=0.0.4") {
		t.Fatalf("%d, %q, %v: %s", answer.StatusCode, kind, err, text)
	}
	return string(text)
}

// A live router answers Prometheus; the page lists the families that there are.
func TestMetrics(t *testing.T) {
	ike, nat := freePorts(t, "127.0.0.66")
	r := start(t, Options{IKEPort: ike, NATPort: nat, Version: `v1"\`, NVRAM: startup(
		site("R", "127.0.0.66", "127.0.0.67", 1, 2))})
	r.notices.wait(t, 0, "FastEthernet0/0 is up: 127.0.0.66")
	r.expect("R>")
	samples, families := parseMetrics(t, scrape(t, r.metrics))
	for name, want := range map[string]uint64{
		`ruthere_boots_total`:                                                   1,
		`ruthere_crypto_sessions{status="DOWN"}`:                                1,
		`ruthere_crypto_sessions{status="UP-ACTIVE"}`:                           0,
		`ruthere_interface_protocol_up{interface="Loopback0"}`:                  1,
		`ruthere_interface_up{interface="FastEthernet0/0"}`:                     1,
		`ruthere_isakmp_sas{state="established"}`:                               0,
		`ruthere_dropped_packets_total{reason="no-sa"}`:                         0,
		`ruthere_dpd_events_total{event="dead"}`:                                0,
		`ruthere_log_messages_total{facility="SYS",severity="5"}`:               2,
		`ruthere_handshakes_begun_total{role="initiator"}`:                      0,
		`ruthere_ipsec_packets_total{direction="out"}`:                          0,
		`ruthere_interface_packets_total{interface="Loopback0",direction="in"}`: 0,
	} {
		if got, there := samples[name]; !there || got != want {
			t.Errorf("%s is %d (%v), want %d", name, got, there, want)
		}
	}
	page, err := os.ReadFile("../../docs/metrics.md")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `(ruthere_[a-z_]+)` \\| (counter|gauge) \\|").FindAllStringSubmatch(string(page), -1) {
		listed[row[1]] = row[2]
	}
	if fmt.Sprint(listed) != fmt.Sprint(families) {
		t.Errorf("docs/metrics.md lists %v; there are %v", listed, families)
	}
	if answer, err := http.Get("http://" + r.metrics + "/other"); err != nil || answer.StatusCode != http.StatusNotFound {
		t.Errorf("another page is answered: %v, %v", answer, err)
	} else {
		answer.Body.Close()
	}
	r.run("enable", "R#")
	r.run("ping 192.168.2.1 source Loopback0 repeat 1 timeout 1", "R#")
	r.driver.events.Ask(func() { r.driver.exporter.text = "" })
	samples, _ = parseMetrics(t, scrape(t, r.metrics))
	for _, name := range []string{`ruthere_handshakes_begun_total{role="initiator"}`, `ruthere_isakmp_sas{state="negotiating"}`,
		`ruthere_crypto_sessions{status="DOWN-NEGOTIATING"}`, `ruthere_dropped_packets_total{reason="no-sa"}`} {
		if samples[name] != 1 {
			t.Errorf("after a packet that wants a tunnel %s is %d", name, samples[name])
		}
	}
}

// What events tell is counted by reason.
func TestMetricsCountEvents(t *testing.T) {
	m := newExporter()
	for _, e := range []event.Event{
		event.ISAKMPSA{State: event.Begun, Role: event.Responder}, event.ISAKMPSA{State: event.Up, Role: event.Responder},
		event.ISAKMPSA{State: event.Failed, Role: event.Initiator, Reason: event.NoAnswer},
		event.ISAKMPSA{State: event.Down, Role: event.Responder, Reason: event.PeerDead},
		event.IPsecSA{State: event.Up, Role: event.Responder},
		event.IPsecSA{State: event.Failed, Role: event.Responder, Reason: event.NoProposal},
		event.DPD{State: event.Asked}, event.DPD{State: event.AskedAgain}, event.DPD{State: event.AskedAgain}, event.DPD{State: event.Dead},
		event.Peer{Map: "a\nb", Reason: event.PeerDead}, event.Log{Severity: 7, Debug: "Crypto ISAKMP"}, event.Router{State: event.Booted},
	} {
		m.hear(e)
	}
	var p page
	for i, one := range []tally{m.begun, m.negotiated, m.ended, m.asked, m.turns, m.messages, {"": m.boots}} {
		p.family(fmt.Sprintf("%c_total", 'a'+i), "counter", "Of a test.", one)
	}
	samples, _ := parseMetrics(t, p.String())
	for name, want := range map[string]uint64{
		`ruthere_a_total{role="responder"}`: 1, `ruthere_a_total{role="initiator"}`: 0,
		`ruthere_b_total{phase="1",role="responder",result="ok",reason=""}`:                       1,
		`ruthere_b_total{phase="1",role="initiator",result="failed",reason="no-answer"}`:          1,
		`ruthere_b_total{phase="2",role="responder",result="failed",reason="no-proposal-chosen"}`: 1,
		`ruthere_c_total{phase="1",reason="peer-dead"}`:                                           1, `ruthere_d_total{event="asked-again"}`: 2,
		`ruthere_e_total{map="a\nb",reason="peer-dead"}`: 1, `ruthere_f_total{facility="",severity="7"}`: 1, `ruthere_g_total`: 1,
	} {
		if samples[name] != want {
			t.Errorf("%s is %d, want %d", name, samples[name], want)
		}
	}
}
