package interop

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A runningPing is a ping of the peer's Linux, twenty packets a second until it is stopped.
type runningPing struct {
	lab     *Lab
	command *exec.Cmd
	out     bytes.Buffer
}

func (l *Lab) startPing(to ...string) *runningPing {
	l.t.Helper()
	namespace := strings.TrimSuffix(l.Env["DUT_NETNS"], "dut") + "peer1"
	args := append([]string{"netns", "exec", namespace, "ping", "-i", "0.05", "-W", "1"}, to...)
	p := &runningPing{lab: l, command: exec.Command("ip", args...)}
	p.command.Stdout, p.command.Stderr = &p.out, &p.out
	if err := p.command.Start(); err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(func() { p.command.Process.Kill() })
	return p
}

var pingSummary = regexp.MustCompile(`(\d+) packets transmitted, (\d+) received.*`)

// stop ends it; each packet must have been answered, but for the last ones, which may be under way: half a second of them.
func (p *runningPing) stop() {
	p.lab.t.Helper()
	p.command.Process.Signal(syscall.SIGINT)
	p.command.Wait()
	m := pingSummary.FindStringSubmatch(p.out.String())
	if m == nil {
		p.lab.t.Errorf("ping: %s", p.out.String())
		return
	}
	p.lab.t.Log("Linux's ping: " + m[0])
	if missing := missingPings(p.out.String()); atoi(m[1])-atoi(m[2]) > 10 || missing != "" {
		p.lab.t.Errorf("%s pings were sent, %s answered:\n%s", m[1], m[2], missing)
	}
}

// missingPings names what stands on both sides of each gap in the output of ping.
func missingPings(out string) string {
	var b strings.Builder
	last := "0"
	for line := range strings.Lines(out) {
		if m := regexp.MustCompile(`icmp_seq=(\d+)`).FindStringSubmatch(line); m != nil {
			if atoi(m[1]) != atoi(last)+1 {
				b.WriteString("nothing between " + last + " and " + m[1] + "\n")
			}
			last = m[1]
		}
	}
	return b.String()
}

// Both SAs are renewed by either side under two running pings, one from each end, and nothing is lost: first by strongSwan when it is
// told to, then by the router before they end. The second half is left out where strongSwan has to be in time with the SAs that its own
// ESP needs: it would be tried how busy the machine is.
func TestTunnelRekeys(t *testing.T) {
	t.Parallel()
	for _, kind := range tunnelKinds {
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			var l *tunnelLab
			renewsPhase1 := false
			if kind.theyStart = kind.mapped; kind.mapped {
				// what they propose is agreed on: lives that no configuration of the router could have
				l = startTunnel(t, kind, "--never-renews", "--ike-life", "22", "--child-life", "20")
			} else {
				kind.profile = []string{" set security-association lifetime kilobytes 2560"}
				if renewsPhase1 = kind.isVTI() && !kind.libipsec && os.Getenv(waitForPhase1) != ""; renewsPhase1 {
					kind.phase1 = []string{" lifetime 60"}
				}
				l = startTunnel(t, kind, "--never-renews")
			}
			l.bringUp()
			before, began := outboundSPI(l.console), l.console.Mark()
			ping := l.startPing("-s", "1000", "-I", tunnelThere, insideHere)
			l.peerRekeys()
			switch {
			case kind.libipsec:
			case kind.mapped:
				l.console.ExpectAfter(began, 22*time.Second, renewedByUs)
				l.console.ExpectAfter(began, 22*time.Second, `Old State = IKE_I_MM6 +New State = IKE_P1_COMPLETE`)
			default:
				l.volumeEnds()
			}
			if renewsPhase1 {
				l.console.ExpectAfter(began, 60*time.Second, `Old State = IKE_I_MM6 +New State = IKE_P1_COMPLETE`)
			}
			time.Sleep(time.Second) // under the new SAs
			ping.stop()
			if after := outboundSPI(l.console); after == before {
				t.Errorf("it still sends by the SA with SPI %s", before)
			}
			wantAlive(t, l.console, began)
			if story := l.console.After(began); strings.Contains(story, "Interface Tunnel0") {
				t.Errorf("the line protocol has changed:\n%s", story)
			}
		})
	}
}

// waitForPhase1 in the environment has the router renew phase 1 of a VTI too, which takes a minute.
const waitForPhase1 = "RUTHERE_REKEYS"

const renewedByUs = `Old State = IKE_QM_I_QM1 +` + quickModeDone

// peerRekeys has strongSwan renew both SAs while the router pings.
func (l *tunnelLab) peerRekeys() {
	l.t.Helper()
	began := l.console.Mark()
	l.console.Type("ping " + tunnelThere + " repeat 2000 timeout 1")
	mark := l.console.Mark()
	l.Do("rekey", "child")
	l.console.ExpectAfter(mark, 5*time.Second, `Old State = IKE_QM_R_QM2 +`+quickModeDone)
	mark = l.console.Mark()
	l.Do("rekey", "ike")
	l.console.ExpectAfter(mark, 5*time.Second, `Old State = IKE_R_MM5 +New State = IKE_P1_COMPLETE`)
	wantAllAnswered(l.console, began)
}

// volumeEnds has the router ping until nearly as much has been sent as the IPsec SAs may carry. It renews them when 256 kilobytes are
// left, and Linux's ping, with some 20 a second, sees that through.
func (l *tunnelLab) volumeEnds() {
	l.t.Helper()
	const margin, before, size, header = 256, 80, 1300, 24 // kilobytes, bytes
	spi := outboundSPI(l.console)
	left := countIn(l.t, l.console.Run("show crypto ipsec sa"), `(?m)^ +spi: 0x`+spi+`\(\d+\)\n(?:.*\n)*?.*\(k/sec\): \((\d+)/`)
	mark := l.console.Mark()
	l.console.Type(fmt.Sprintf("ping %s repeat %d size %d timeout 1", tunnelThere, (left-margin-before)*1000/(size+header), size))
	wantAllAnswered(l.console, mark)
	l.console.ExpectAfter(mark, 20*time.Second, renewedByUs)
}

// wantAllAnswered waits for the end of the router's ping.
func wantAllAnswered(c *Console, mark int) {
	c.t.Helper()
	done := c.ExpectAfter(mark, 20*time.Second, `Success rate is \d+ percent \((\d+)/(\d+)\).*`)
	c.t.Log("the router's ping: " + done.Text[0])
	if done.Text[1] != done.Text[2] {
		c.t.Error("the router's ping: " + done.Text[0])
	}
}
