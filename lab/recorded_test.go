package lab

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/gopacket/gopacket/pcapgo"

	"ruthere/capture"
	"ruthere/packet"
)

// interfaceName is whose interface it is, which, and in which VLAN.
var interfaceName = regexp.MustCompile(`^[\w.-]+(:[A-Z][A-Za-z]+[\d/]+(\.\d+)?( VLAN \d+)?|:inside|:outside)?$`)

// A reader that is not ours reads the captures of all transcripts: each packet has its interface and direction, later
// ones no earlier time, each message of IKE says what it is, and secrets come before the first ESP packet.
func TestCapturesReadBack(t *testing.T) {
	for _, folder := range []string{scripts, "testdata"} {
		files := os.DirFS(folder)
		names, err := fs.Glob(files, "*.transcript")
		if err != nil {
			t.Fatal(err)
		}
		for i, name := range names {
			if testing.Short() && i%4 > 0 {
				continue
			}
			text, err := fs.ReadFile(files, name)
			if err != nil {
				t.Fatal(err)
			}
			var file bytes.Buffer
			o := ReplayOptions{Capture: capture.Record(capture.Plain(&file), capture.PCAPNG, "test"), Refused: func(RefusedLine) {}}
			if _, err := ReplayWith(name, string(text), files, o); err != nil {
				t.Fatal(err)
			}
			t.Run(name, func(t *testing.T) { readBack(t, file.Bytes()) })
		}
	}
}

func readBack(t *testing.T, file []byte) {
	r, err := pcapgo.NewNgReader(bytes.NewReader(file), pcapgo.NgReaderOptions{})
	if err != nil && len(file) < 200 { // a file without a packet names no interface, and so has no link type
		return
	} else if err != nil {
		t.Fatal(err)
	}
	secrets, esp := bytes.Index(file, []byte("SPSE")), -1
	var before int64
	for n := 1; ; n++ {
		data, info, options, err := r.ReadPacketDataWithOptions()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		of, _ := r.Interface(info.InterfaceIndex)
		if !interfaceName.MatchString(of.Name) || options.Flags == nil || options.Flags.Direction != pcapgo.NgEpbFlagDirectionOutbound {
			t.Fatalf("packet %d: interface %q, flags %v", n, of.Name, options.Flags)
		}
		if at := info.Timestamp.UnixNano(); at < before {
			t.Errorf("packet %d is earlier than the one before", n)
		} else {
			before = at
		}
		p, err := packet.ParseQuoted(data)
		if err != nil {
			t.Fatalf("packet %d: %v", n, err)
		}
		if p.Protocol == packet.ProtocolESP && esp < 0 {
			esp = bytes.Index(file, data)
		}
		u := bytes.HasPrefix(p.Payload, []byte{500 >> 8, 500 & 0xff, 500 >> 8, 500 & 0xff})
		if p.Protocol == packet.ProtocolUDP && u && p.FragmentOffset == 0 {
			known := strings.Join(options.Comments, "\n")
			if !strings.Contains(known, "main mode message ") && !strings.Contains(known, "aggressive mode message ") &&
				!strings.Contains(known, "quick mode message ") &&
				!strings.Contains(known, "informational") && !strings.Contains(known, "transaction: ATTR") {
				t.Errorf("packet %d: a message of IKE with the comments %q", n, options.Comments)
			}
		}
	}
	if esp >= 0 && (secrets < 0 || secrets > esp) {
		t.Errorf("secrets at byte %d, ESP at %d", secrets, esp)
	}
}
