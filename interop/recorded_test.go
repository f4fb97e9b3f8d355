package interop

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gopacket/gopacket/pcapgo"
)

// What the router itself records of a tunnel's life with strongSwan, Wireshark opens with the profile that is written
// beside it: every encrypted message and every ESP packet, over two main modes, a rekey and both sides' deletes.
func TestRecordedLifeOpens(t *testing.T) {
	t.Parallel()
	Needs(t, "tshark")
	for name, options := range map[string][]string{"ESP": nil, "ESP in UDP": {"--nat", "dut"}} {
		t.Run(name, func(t *testing.T) {
			lab := StartDataLab(t, append(options, "--dpd-delay", "3")...)
			file := filepath.Join(t.TempDir(), "life.pcapng")
			console := lab.StartRouter(routerConfig{Flags: []string{"--capture", file}})
			bringUp(lab, console)
			console.Expect(5*time.Second, `DPD/R_U_THERE received from peer`)
			console.Run("ping 192.168.2.1 source Loopback0")
			mark := console.Mark()
			lab.Do("rekey", "child")
			console.ExpectAfter(mark, 5*time.Second, quickModeDone)
			console.Run("ping 192.168.2.1 source Loopback0")
			mark = console.Mark()
			lab.Do("terminate", "ike")
			console.ExpectAfter(mark, 5*time.Second, `New State = IKE_DEST_SA`)
			bringUp(lab, console)
			console.Run("ping 192.168.2.1 source Loopback0")
			console.Run("clear crypto isakmp")
			lab.Do("wait-down", "5")

			if n := countOpened(t, file); n.isakmp < 20 || n.esp < 20 {
				t.Errorf("opened %+v", n)
			} else {
				t.Logf("opened %+v", n)
			}
			readRecorded(t, file)
		})
	}
}

type opened struct{ isakmp, copies, esp int }

// countOpened has tshark open a capture with the profile beside it. What stays closed, or makes no sense, is an error.
func countOpened(t *testing.T, file string) (n opened) {
	t.Helper()
	args := []string{"-r", file, "-Y", "isakmp.flag_e == 1 || esp || _ws.malformed", "-T", "fields"}
	for _, f := range []string{"frame.number", "frame.len", "frame.cap_len", "isakmp.typepayload", "esp.sequence", "esp.pad_len",
		"esp.icv_bad", "_ws.malformed"} {
		args = append(args, "-e", f)
	}
	c := exec.Command("tshark", args...)
	c.Env = append(os.Environ(), "WIRESHARK_CONFIG_DIR="+file+".profile")
	out, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		switch {
		case f[7] != "" || strings.Contains(f[6], "1"):
			t.Errorf("packet %s: %s, bad ICV %q", f[0], f[7], f[6])
		case f[4] != "":
			if n.esp++; f[5] == "" {
				t.Errorf("packet %s: ESP is closed", f[0])
			}
		case f[1] != f[2]:
			n.copies++
		default:
			if n.isakmp++; !strings.Contains(","+f[3]+",", ","+hashPayload+",") {
				t.Errorf("packet %s: ISAKMP is closed", f[0])
			}
		}
	}
	return n
}

// readRecorded reads a capture with another reader: the interface by its name, packets of both directions, and for
// each message of IKE what debugging says of it.
func readRecorded(t *testing.T, file string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	r, err := pcapgo.NewNgReader(bytes.NewReader(data), pcapgo.NgReaderOptions{})
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]int{}
	for {
		_, info, options, err := r.ReadPacketDataWithOptions()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if of, _ := r.Interface(info.InterfaceIndex); of.Name != "Router:FastEthernet0/0" {
			t.Errorf("a packet of %q", of.Name)
		}
		text := strings.Join(options.Comments, "\n")
		for _, words := range []string{"sending packet to", "received packet from"} {
			if strings.Contains(text, words) {
				said[words]++
				if out := options.Flags.Direction == pcapgo.NgEpbFlagDirectionOutbound; out != (words == "sending packet to") {
					t.Errorf("%q of a packet that went the other way", text)
				}
			}
		}
	}
	for _, words := range []string{"sending packet to", "received packet from"} {
		if said[words] < 10 {
			t.Errorf("%d packets with %q", said[words], words)
		}
	}
	if !bytes.Contains(data, []byte("SPSE")) || !bytes.Contains(data, []byte(`"AES-CBC [RFC3602]"`)) {
		t.Error("no secrets of ESP in it")
	}
}
