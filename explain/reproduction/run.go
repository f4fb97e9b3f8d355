package reproduction

import (
	"bytes"
	"strings"
	"time"

	"ruthere/capture"
	"ruthere/explain"
	"ruthere/lab"
	"ruthere/router"
)

// Played is what a lab left behind.
type Played struct {
	Logs    map[string]string // what each router's console showed
	Packets []byte            // what passed between them, pcapng
	Keys    string            // of the ISAKMP SAs, as Wireshark's table has them
}

// A memory is a capture that is kept.
type memory struct {
	bytes.Buffer
	keys strings.Builder
}

func (m *memory) AppendTable(name, text string) error {
	if name == "ikev1_decryption_table" {
		m.keys.WriteString(text)
	}
	return nil
}

func (m *memory) Close() error { return nil }

// Run runs the lab, debugging on.
func (c Case) Run() (p Played, err error) {
	topology, err := lab.ParseTopology("reproduction.yaml", []byte(c.YAML), nil)
	if err != nil {
		return p, err
	}
	shown := map[string]*strings.Builder{"R1": {}, "R2": {}}
	l, err := lab.New(topology, lab.Options{Virtual: true, Terminal: func(name string, out router.TerminalOutput) {
		switch o := out.(type) {
		case router.TerminalLog:
			shown[name].WriteString(o.Text + "\n")
		case router.TerminalText:
			shown[name].WriteString(o.Text)
		}
	}})
	if err != nil {
		return p, err
	}
	packets := &memory{}
	if err := l.CaptureTo("", capture.Record(packets, capture.PCAPNG, ""), ""); err != nil {
		return p, err
	}
	pass := func(d time.Duration) {
		if err == nil {
			err = l.Advance(l.Now().Add(d))
		}
	}
	typed := func(name, line string) {
		if err == nil {
			err = l.Type(name, line)
		}
	}
	pass(10 * time.Second)
	for _, name := range []string{"R2", "R1"} {
		if err == nil {
			err = l.Do(name, router.Attach{Terminal: lab.Console, Kind: "con"})
		}
		for _, line := range []string{"enable", "debug crypto isakmp", "debug crypto ipsec"} {
			typed(name, line)
			pass(100 * time.Millisecond)
		}
	}
	target := inside2
	if strings.Contains(c.YAML, other) {
		target = inside3
	}
	typed("R1", "ping "+target+" source Loopback0 repeat 2")
	pass(8 * time.Second)
	if c.Healthy && c.Cause != "" && err == nil {
		err = l.Cut("R1", "R2", false)
	}
	pass(c.Wait)
	if err == nil {
		err = l.StopCaptures()
	}
	return Played{map[string]string{"R1": shown["R1"].String(), "R2": shown["R2"].String()}, packets.Bytes(), packets.keys.String()}, err
}

// Explain explains the log that stands for the file, and says whether it has the same cause.
func (c Case) Explain(log string) (report *explain.Report, same bool, err error) {
	file, err := explain.Read(strings.NewReader(log), explain.Options{})
	if err != nil {
		return nil, false, err
	}
	report = explain.Diagnose(file)
	claimed := false // another cause
	for _, f := range report.Findings {
		same = same || f.Cause == c.Cause
		claimed = claimed || f.Cause != c.Cause && f.Sure == explain.Certain && !f.End && f.Cause != explain.NotShown
	}
	return report, same && !claimed, nil
}
