package interop

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// Trace is what tcpdump saw on the DUT's side of the lab's router.
type Trace struct {
	lab  *Lab
	file string
}

// Capture starts a trace. It must see the handshake, or nothing can be decrypted.
func (l *Lab) Capture() *Trace {
	l.t.Helper()
	tr := &Trace{lab: l, file: filepath.Join(l.t.TempDir(), "trace.pcap")}
	l.Do("capture", tr.file)
	return tr
}

// Stop ends the capture; the trace can then be read.
func (tr *Trace) Stop() *Trace {
	tr.lab.t.Helper()
	tr.lab.Do("capture-stop")
	return tr
}

// Fields lets tshark decrypt the trace with the peer's keys, and returns the
// named fields of each packet that the display filter selects.
func (tr *Trace) Fields(filter string, names ...string) [][]string {
	tr.lab.t.Helper()
	args := []string{tr.file, "-Y", filter, "-T", "fields"}
	for _, n := range names {
		args = append(args, "-e", n)
	}
	var rows [][]string
	for line := range strings.Lines(tr.lab.Do("decode", args...)) {
		rows = append(rows, strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
	}
	return rows
}

// ISAKMP exchange and payload types (RFC 2408 3.1, RFC 2409 appendix A).
const (
	mainMode      = "2"
	informational = "5"
	quickMode     = "32"
	hashPayload   = "8"
)

// A tunnel's whole life, seen by a decoder that is neither side's: up, probes,
// new keys, the peer's delete, up again, the router's delete.
func TestWholeLifeDecodes(t *testing.T) {
	t.Parallel()
	Needs(t, "tcpdump", "tshark")
	lab := StartLab(t, "--dpd-delay", "3")
	console := lab.StartRouter(routerConfig{})
	trace := lab.Capture()

	bringUp(lab, console)
	console.Expect(5*time.Second, `DPD/R_U_THERE received from peer`)
	mark := console.Mark()
	lab.Do("rekey", "child")
	console.ExpectAfter(mark, 5*time.Second, quickModeDone)
	mark = console.Mark()
	lab.Do("terminate", "ike")
	console.ExpectAfter(mark, 5*time.Second, `processing DELETE payload`)
	console.ExpectAfter(mark, 5*time.Second, `New State = IKE_DEST_SA`)
	wantDown(console)
	bringUp(lab, console)
	console.Run("clear crypto isakmp")
	lab.Do("wait-down", "5")
	trace.Stop()

	if bad := trace.Fields("_ws.malformed", "frame.number", "ip.src", "_ws.col.Info"); len(bad) > 0 {
		t.Errorf("malformed packets: %v", bad)
	}
	seen := map[string]int{}
	for _, f := range trace.Fields("isakmp", "frame.number", "ip.src",
		"isakmp.exchangetype", "isakmp.flag_e", "isakmp.typepayload") {
		frame, source, exchange, encrypted, payloads := f[0], f[1], f[2], f[3], f[4]
		// Every encrypted message of IKEv1 with pre-shared keys has a HASH, and
		// the decoder lists payloads only where it could decrypt.
		if encrypted != "0" && !slices.Contains(strings.Split(payloads, ","), hashPayload) {
			t.Errorf("frame %s from %s is not readable with the peer's keys", frame, source)
		}
		seen[source+" "+exchange]++
	}
	for _, source := range []string{dutAddr, peerAddr} {
		for exchange, least := range map[string]int{mainMode: 2 * 3, quickMode: 3, informational: 2} {
			if n := seen[source+" "+exchange]; n < least {
				t.Errorf("%d messages of exchange %s from %s, want at least %d", n, exchange, source, least)
			}
		}
	}
	if deletes := trace.Fields("isakmp.delete.spi && ip.src == "+dutAddr, "isakmp.delete.spi"); len(deletes) == 0 {
		t.Error("the router sent no DELETE")
	}
}
