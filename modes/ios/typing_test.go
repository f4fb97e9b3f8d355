package ios

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/modes/storage"
	"ruthere/sla"
)

// console is a device at which a session types lines, one change of the configuration each.
type console struct {
	loader
	life    storage.Life
	session *modes.Session
}

func newConsole(c *config.Config) *console {
	d := &console{loader: loader{config: c, release: debuglog.IOS15}}
	d.session = modes.NewSession(d, nil, 15, "")
	d.session.Execute("configure terminal")
	return d
}

func (d *console) Loading() bool            { return false }
func (d *console) Apply(c *config.Config)   { c.Seal(); d.config = c }
func (d *console) Life() *storage.Life      { return &d.life }
func (d *console) Operations() []sla.Status { return nil } // none runs

// A typed line edits a clone that shares most of its parts with the running-config. That one
// stays as it was, and what comes of the line is what comes of it in a configuration that
// shares nothing.
func TestTypedLinesShareNothingTheyChange(t *testing.T) {
	for seed := range uint64(3) {
		if testing.Short() && seed > 0 {
			break
		}
		r := rand.New(rand.NewPCG(seed, 11))
		s := &sampler{Rand: r, language: Language(debuglog.IOS15), inert: seed%3 == 0}
		s.add(s.language.Mode(modes.GlobalMode), 60, 0)
		start := randomConfig(r)
		start.Exclusive = "" // a lock wants a terminal
		shared, apart := newConsole(start), newConsole(config.New())
		for i, line := range s.lines {
			before := shared.config
			text := running(before, debuglog.IOS15)
			apart.config = load(t, debuglog.IOS15, text)
			shared.session.Execute(line)
			apart.session.Execute(line)
			if diff := cmp.Diff(text, running(before, debuglog.IOS15)); diff != "" {
				t.Fatalf("seed %d, %q changes the configuration before it:\n%s", seed, line, diff)
			}
			if !strings.Contains(text, openerOf(s.lines[:i], line)) {
				continue // a mode of which the text does not tell, as `ip ssh pubkey-chain` without a user: apart knows nothing of it
			}
			if isCertificateTyped(before) {
				continue // its digits are in no text before `quit`: apart knows nothing of them
			}
			if diff := cmp.Diff(running(apart.config, debuglog.IOS15), running(shared.config, debuglog.IOS15)); diff != "" {
				t.Fatalf("seed %d, %q (-apart +shared):\n%s", seed, line, diff)
			}
		}
	}
}

// isCertificateTyped says whether a certificate is being typed whose end has not come.
func isCertificateTyped(c *config.Config) bool {
	return slices.ContainsFunc(c.PKI.Trustpoints, func(t *config.Trustpoint) bool {
		return slices.ContainsFunc(t.Certificates, func(s config.StoredCertificate) bool { return s.Typed != nil })
	})
}

// openerOf is the global line that opened the modes that a line is in; "" for a global one.
func openerOf(before []string, line string) string {
	if !strings.HasPrefix(line, " ") {
		return ""
	}
	for _, opener := range slices.Backward(before) {
		if !strings.HasPrefix(opener, " ") {
			return opener
		}
	}
	return ""
}

// What a typed line costs does not follow the length of the configuration: a line of a crypto
// map entry, of an access list, and one without effect.
func BenchmarkTypedLine(b *testing.B) {
	for _, lines := range []int{50, 1000, 5000, 25_000} {
		b.Run(fmt.Sprint(lines), func(b *testing.B) {
			l := &loader{config: config.New(), release: debuglog.IOS15}
			if complaints := modes.Load(l, hubConfig(lines)); len(complaints) > 0 {
				b.Fatal(complaints[0])
			}
			d := newConsole(l.config)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				d.session.Execute("crypto map VPN 1 ipsec-isakmp")
				d.session.Execute(fmt.Sprintf("description line %d", i))
				d.session.Execute(fmt.Sprintf("ntp server 10.0.0.%d", i%250))
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(3*b.N), "ns/line")
		})
	}
}

// A configuration pasted at the console.
func BenchmarkPaste(b *testing.B) {
	for _, lines := range []int{1000, 5000, 25_000} {
		b.Run(fmt.Sprint(lines), func(b *testing.B) {
			text := strings.Split(strings.TrimSuffix(strings.TrimSpace(hubConfig(lines)), "end"), "\n")
			for b.Loop() {
				d := newConsole(config.New())
				for _, line := range text {
					d.session.Execute(line)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(text)), "ns/line")
		})
	}
}
