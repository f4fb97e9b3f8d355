package lab

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"ruthere/capture"
)

// folderSink is a capture on disk, as the program makes it.
type folderSink struct {
	*os.File
	profile string
}

func (s folderSink) AppendTable(name, lines string) error {
	f, err := os.OpenFile(filepath.Join(s.profile, name), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(lines)
	return err
}

// captureTo begins a capture in a folder.
func captureTo(t *testing.T, folder string) (file string, r *capture.Recorder) {
	t.Helper()
	file = filepath.Join(folder, "trace.pcapng")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	return file, capture.Record(folderSink{f, folder}, capture.PCAPNG, "test")
}

// tshark has Wireshark decode a file with the profile in a folder, and returns fields of each packet that a filter selects.
func tshark(t *testing.T, profile, file, filter string, fields ...string) (rows [][]string) {
	t.Helper()
	args := []string{"-r", file, "-Y", filter, "-T", "fields"}
	for _, f := range fields {
		args = append(args, "-e", f)
	}
	c := exec.Command("tshark", args...)
	c.Env = append(os.Environ(), "WIRESHARK_CONFIG_DIR="+profile)
	var complaints bytes.Buffer
	c.Stderr = &complaints
	out, err := c.Output()
	if err != nil {
		t.Fatalf("tshark: %v\n%s", err, complaints.String())
	}
	for line := range strings.Lines(string(out)) {
		rows = append(rows, strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
	}
	return rows
}

// A decoded capture counts what is in it.
type decoded struct{ isakmp, copies, esp int }

// countOpened has tshark open a capture with the profile beside it. What stays closed is an error, and what is malformed.
func countOpened(t *testing.T, profile, file string) (n decoded) {
	t.Helper()
	for _, f := range tshark(t, profile, file, "isakmp.flag_e == 1 || esp || _ws.malformed", "frame.number", "frame.len",
		"frame.cap_len", "isakmp.typepayload", "esp.sequence", "esp.pad_len", "esp.icv_bad", "_ws.malformed") {
		number, payloads, esp, padding, bad, malformed := f[0], f[3], f[4], f[5], f[6], f[7]
		switch {
		case malformed != "" || strings.Contains(bad, "1"):
			t.Errorf("packet %s: %s, bad ICV %q", number, malformed, bad)
		case esp != "":
			if n.esp++; padding == "" {
				t.Errorf("packet %s: ESP is closed", number)
			}
		case f[1] != f[2]: // holds no payload: the packet that it names does
			n.copies++
		default: // each encrypted message has a HASH in it, or a signature (RFC 2409 section 5.1)
			if n.isakmp++; !strings.Contains(","+payloads+",", ",8,") && !strings.Contains(","+payloads+",", ",9,") {
				t.Errorf("packet %s: ISAKMP is closed", number)
			}
		}
	}
	return n
}

func needTshark(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("tshark"); err != nil {
		t.Skip("tshark is not installed (scripts/dev/test.sh installs it)")
	}
}

// Wireshark opens every encrypted message and every ESP packet of every shipped transcript with the profile that is
// written beside the capture. Nothing is closed, and no integrity check fails.
func TestCapturesOpenDecrypted(t *testing.T) {
	needTshark(t)
	names, err := fs.Glob(scriptFiles, "*.transcript")
	if err != nil {
		t.Fatal(err)
	}
	var all decoded
	var counting sync.Mutex
	t.Cleanup(func() {
		if all.isakmp < 1000 || all.esp < 500 {
			t.Errorf("only %+v were captured", all)
		}
		t.Logf("%d encrypted messages and %d ESP packets opened; %d copies of messages", all.isakmp, all.esp, all.copies)
	})
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			file, r := captureTo(t, folder)
			if _, err := ReplayWith(name, shipped(t, name), scriptFiles, ReplayOptions{Capture: r}); err != nil {
				t.Fatal(err)
			}
			n := countOpened(t, folder, file)
			counting.Lock()
			defer counting.Unlock()
			all.isakmp, all.copies, all.esp = all.isakmp+n.isakmp, all.copies+n.copies, all.esp+n.esp
		})
	}
}

// transformTunnel is a lab of two routers whose tunnel has these policies.
const transformTunnel = `@ lab
@| seed: transforms
@| routers:
@|   - name: R1
@|     config: |
@|       crypto isakmp policy 1
@|        %[1]s
@|        authentication pre-share
@|        group 2
@|       crypto isakmp key secret address 10.0.0.2
@|       crypto ipsec transform-set T %[2]s
@|       crypto map m 1 ipsec-isakmp
@|        set peer 10.0.0.2
@|        set transform-set T
@|        match address 101
@|       interface Loopback0
@|        ip address 192.168.1.1 255.255.255.0
@|       interface FastEthernet0/0
@|        ip address 10.0.0.1 255.255.255.0
@|        crypto map m
@|       ip route 192.168.2.0 255.255.255.0 10.0.0.2
@|       access-list 101 permit ip 192.168.1.0 0.0.0.255 192.168.2.0 0.0.0.255
@|   - name: R2
@|     config: |
@|       crypto isakmp policy 1
@|        %[1]s
@|        authentication pre-share
@|        group 2
@|       crypto isakmp key secret address 10.0.0.1
@|       crypto ipsec transform-set T %[2]s
@|       crypto map m 1 ipsec-isakmp
@|        set peer 10.0.0.1
@|        set transform-set T
@|        match address 101
@|       interface Loopback0
@|        ip address 192.168.2.1 255.255.255.0
@|       interface FastEthernet0/0
@|        ip address 10.0.0.2 255.255.255.0
@|        crypto map m
@|       ip route 192.168.1.0 255.255.255.0 10.0.0.1
@|       access-list 101 permit ip 192.168.2.0 0.0.0.255 192.168.1.0 0.0.0.255
@| links:
@|   - ends: [R1:FastEthernet0/0, R2:FastEthernet0/0]
@ 5s
ping 192.168.2.1 source 192.168.1.1
@ 5s
`

// Whatever is negotiated is opened: the ciphers and hashes of both phases.
func TestEveryTransformOpens(t *testing.T) {
	needTshark(t)
	for i, phase2 := range []string{
		"esp-des esp-md5-hmac", "esp-3des esp-sha-hmac", "esp-aes esp-sha-hmac", "esp-aes 192 esp-md5-hmac", "esp-aes 256 esp-sha-hmac",
		"esp-null esp-sha-hmac", "esp-aes",
		"esp-aes esp-sha256-hmac", "esp-aes esp-sha384-hmac", "esp-aes esp-sha512-hmac", "esp-gcm", "esp-gcm 256",
	} {
		phase1 := []string{"encr des", "encr 3des", "encr aes", "encr aes 192", "encr aes 256"}[i%5]
		t.Run(phase1+" "+phase2, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			file, r := captureTo(t, folder)
			text := fmt.Sprintf(transformTunnel, phase1, phase2)
			replayed, err := ReplayWith("transforms", text, nil, ReplayOptions{Capture: r})
			if err != nil {
				t.Fatal(err)
			}
			if n := countOpened(t, folder, file); n.isakmp < 5 || n.esp != 8 {
				t.Errorf("opened %+v\n%s", n, replayed.Actual)
			}
		})
	}
}

// A capture that begins while tunnels are up opens too: what it needs goes first. So does one of a single link.
func TestLateCapturesOpen(t *testing.T) {
	needTshark(t)
	for _, link := range []string{"", " backbone"} {
		folder := t.TempDir()
		var file string
		create := func(string) (r *capture.Recorder, err error) {
			file, r = captureTo(t, folder)
			return r, nil
		}
		text := "@ lab lab.yaml\n@ 10s\n@ ping Inside Server\n@ capture start late.pcapng" + link +
			"\n@ 30s\n@ ping Inside Server\n@ capture stop\n"
		r, err := ReplayWith("late", text, scriptFiles, ReplayOptions{CreateCapture: create})
		if err != nil {
			t.Fatalf("%v\n%s", err, r.Actual)
		}
		n := countOpened(t, folder, file)
		if n.isakmp < 4 || n.esp == 0 {
			t.Errorf("link %q: opened %+v\n%s", link, n, r.Actual)
		}
		t.Logf("link %q: %+v", link, n)
	}
}

// What a fault does to a packet stands beside it, with the fault's name; and what is delayed, sent twice or lost by one
// opens as the rest does.
func TestFaultsAreNamedInCaptures(t *testing.T) {
	needTshark(t)
	for _, c := range []struct {
		fault string
		want  []string // comments, of one packet or more
	}{
		{"drop quick mode message 1 once as early", []string{"fault early: drop quick mode message 1 once", "lost"}},
		{"drop main mode message 3 twice", []string{"fault drop: drop main mode message 3 twice", "lost"}},
		{"delay 1s R_U_THERE", []string{"fault delay: delay 1s R_U_THERE"}},
		{"duplicate main mode message 6", []string{"fault duplicate: duplicate main mode message 6", "again, cut short"}},
		{"duplicate quick mode message 2 twice", []string{"fault duplicate: duplicate quick mode message 2 twice", "again, cut short"}},
		{"delay Router Peer 3s", []string{"takes 3s"}},
		{"loss Router Peer 30", []string{"fault loss: loss Router Peer 30", "lost"}},
		{"duplicate Router Peer 100", []string{"fault duplicate: duplicate Router Peer 100", "arrives twice"}},
		{"cut Router Peer for 20s", []string{"fault cut: cut Router Peer", "lost"}},
	} {
		t.Run(c.fault, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			file, r := captureTo(t, folder)
			text := "@ lab misbehaving.yaml\n@ 5s\n@ fault " + c.fault + "\nenable\nping 192.168.2.1 source 192.168.1.1\n@ 60s\n" +
				"ping 192.168.2.1 source 192.168.1.1\n@ 60s\n"
			if played, err := ReplayWith("faults", text, scriptFiles, ReplayOptions{Capture: r}); err != nil {
				t.Fatalf("%v\n%s", err, played.Actual)
			}
			countOpened(t, folder, file)
			comments := tshark(t, folder, file, "frame.comment", "frame.comment")
			for _, want := range c.want {
				found := slices.ContainsFunc(comments, func(row []string) bool { return strings.Contains(row[0], want) })
				if !found {
					t.Errorf("no comment has %q", want)
				}
			}
		})
	}
}

// A lab that goes back has its captures go on, and what is sent once more opens.
func TestCapturesGoOnAfterBack(t *testing.T) {
	needTshark(t)
	folder := t.TempDir()
	file, r := captureTo(t, folder)
	text := "@ lab misbehaving.yaml\n@ 5s\n@ checkpoint cold\nenable\nping 192.168.2.1 source 192.168.1.1\n@ 15s\n@ back cold\n" +
		"@ loss Router Peer 20\nping 192.168.2.1 source 192.168.1.1\n@ 30s\n@ capture list\n"
	played, err := ReplayWith("back", text, scriptFiles, ReplayOptions{Capture: r})
	if err != nil {
		t.Fatalf("%v\n%s", err, played.Actual)
	}
	if n := countOpened(t, folder, file); n.isakmp < 8 || n.esp < 8 {
		t.Errorf("opened %+v\n%s", n, played.Actual)
	}
}
