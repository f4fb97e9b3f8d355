package plan_test

import (
	"crypto/rand"
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"ruthere/dpd"
	"ruthere/plan"
)

func periodic(interval, retry int) dpd.Config {
	return dpd.Config{Interval: time.Duration(interval) * time.Second, Retry: time.Duration(retry) * time.Second, Periodic: true}
}

// The report of the chapter's own example, with a cost as if it had been measured.
func TestReport(t *testing.T) {
	p := plan.Plan{Peers: 1000, Watch: dpd.Watch{Config: periodic(10, 5)}}
	r := p.Report(plan.Measurement{Peers: 200, PerQuestion: 4 * time.Microsecond})
	var b strings.Builder
	r.Print(&b)
	want := `1000 peers, periodic, interval 10 s, retry 5 s, no traffic

A peer that dies is declared dead after
  at the earliest         25 s
  on average           29.88 s
  at the latest         34.8 s

Living peers cost
  packets               205.13   a second, questions and answers
  on the wire           196.92   kbit/s
  processor             0.0410 % of one core of this machine
                               (4.0 us a question, measured just now with 200 peers)

crypto isakmp keepalive 10 5 periodic
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
	data, err := json.Marshal(r)
	if err != nil || !strings.Contains(string(data), `"detection_worst_seconds":34.8,"packets_per_second":205.1`) {
		t.Errorf("%s, %v", data, err)
	}
}

// What no command accepts is refused with its range.
func TestCheck(t *testing.T) {
	for text, p := range map[string]plan.Plan{
		"0 peers: 1 to 1000000":                            {Watch: dpd.Watch{Config: periodic(10, 2)}},
		"an interval is missing: 10s to 1h0m0s":            {Peers: 1},
		"traffic every 25h0m0s: 1ms to 24h0m0s":            {Peers: 1, Watch: dpd.Watch{Config: periodic(10, 2), Gap: 25 * time.Hour}},
		"cannot use keepalive retry 1m1s: want 2s to 1m0s": {Peers: 1, Watch: dpd.Watch{Config: periodic(10, 61)}},
	} {
		if err := p.Check(); err == nil || err.Error() != text {
			t.Errorf("%+v: %v, want %s", p, err, text)
		}
	}
}

// The measurement asks as often as the arithmetic says, each question costs something, and the time that it takes is the
// clock's: one that stands still measures nothing.
func TestMeasure(t *testing.T) {
	began := time.Now()
	m, err := plan.Measure(20, func() time.Duration { return time.Since(began) }, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	want := 20 * 120 * dpd.Watch{Config: periodic(10, 2)}.Estimate().Questions
	if m.Peers != 20 || math.Abs(float64(m.Questions)-want) > 0.03*want || m.PerQuestion <= 0 {
		t.Errorf("%+v, want %.0f questions", m, want)
	}
	m, err = plan.Measure(1_000_000, func() time.Duration { return 0 }, rand.Reader)
	if err != nil || m.Peers != 200 || m.PerQuestion != 0 {
		t.Errorf("%+v, %v", m, err)
	}
}
