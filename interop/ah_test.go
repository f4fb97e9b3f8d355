package interop

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"net/netip"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
)

var headerKey = regexp.MustCompile(`(?m)^add spi=0x([0-9a-f]+) .*auth=\S+?:([0-9a-f]+)`)

// The Authentication Header alone: it comes up whoever begins, is renewed and deleted by the peer, and what the router sends bears
// the check value that RFC 4302 makes of the key that strongSwan came to. (charon negotiates AH or ESP for a child, not both
// together: bundles are not tried here.)
func TestAuthenticationHeader(t *testing.T) {
	t.Parallel()
	Needs(t, "tcpdump", "tshark")
	for _, c := range []struct {
		proposal, transform, child string
		hash                       func() hash.Hash
		icv                        int
		start                      func(*Lab, *Console)
	}{
		{"sha1", "ah-sha-hmac", "AH:HMAC_SHA1_96", sha1.New, 12, peerBringsUp},
		{"sha256", "ah-sha256-hmac", "AH:HMAC_SHA2_256_128", sha256.New, 16, bringUp},
	} {
		t.Run(c.transform, func(t *testing.T) {
			t.Parallel()
			lab := StartLab(t, "--ah", c.proposal)
			console := lab.StartRouter(routerConfig{Transform: c.transform})
			trace := lab.Capture()
			c.start(lab, console)
			wantUp(console)
			if sas := lab.Do("sas"); !strings.Contains(sas, c.child) {
				t.Errorf("the peer's SAs are not %s:\n%s", c.child, sas)
			}
			ping(console)
			keys := map[string]string{}
			if lab.Env["KERNEL"] == "stub" {
				for _, m := range headerKey.FindAllStringSubmatch(lab.Do("esp-keys"), -1) {
					keys[fmt.Sprintf("0x%08s", m[1])] = m[2]
				}
			}
			mark := console.Mark()
			lab.Do("rekey", "child")
			console.ExpectAfter(mark, 5*time.Second, quickModeDone)
			mark = console.Mark()
			lab.Do("terminate", "ike")
			console.ExpectAfter(mark, 5*time.Second, `processing DELETE payload`)
			wantDown(console)
			trace.Stop()
			wantCheckValues(t, trace, keys, c.hash, c.icv)
			if bad := trace.Fields("_ws.malformed", "frame.number", "_ws.col.Info"); len(bad) > 0 {
				t.Errorf("malformed packets: %v", bad)
			}
		})
	}
}

// wantCheckValues computes the check value of each packet with AH that the router sent, of what is on the wire and of the peer's key.
func wantCheckValues(t *testing.T, trace *Trace, keys map[string]string, newHash func() hash.Hash, icvLen int) {
	t.Helper()
	decoded := trace.Fields("ah && !(icmp.type == 3) && ip.src == 10.1.32.14", "ah.spi")
	packets := trace.headersFrom(netip.MustParseAddr("10.1.32.14"))
	if len(packets) == 0 || len(packets) != len(decoded) {
		t.Fatalf("%d packets with AH, of which tshark decodes %d", len(packets), len(decoded))
	}
	if len(keys) == 0 {
		t.Log("a kernel has the keys: check values are not computed")
		return
	}
	for i, p := range packets {
		key, _ := hex.DecodeString(keys[decoded[i][0]])
		header := p[20:]
		if len(key) == 0 || header[0] != 4 || len(header) < 12+icvLen {
			t.Fatalf("packet %d: SPI %s, keys of %d SPIs, next header %d", i, decoded[i][0], len(keys), header[0])
		}
		got := append([]byte(nil), header[12:12+icvLen]...)
		p[1], p[8], p[6] = 0, 0, 0 // TOS, TTL, flags
		binary.BigEndian.PutUint16(p[10:], 0)
		clear(header[12 : 12+icvLen])
		mac := hmac.New(newHash, key)
		mac.Write(p)
		if want := mac.Sum(nil)[:icvLen]; !hmac.Equal(got, want) {
			t.Errorf("packet %d bears %x, want %x", i, got, want)
		}
	}
}

// headersFrom are the packets with AH, from the IP header on, that came from an address. The trace is what tcpdump writes of an
// Ethernet.
func (tr *Trace) headersFrom(src netip.Addr) (packets [][]byte) {
	tr.lab.t.Helper()
	data, err := os.ReadFile(tr.file)
	if err != nil {
		tr.lab.t.Fatal(err)
	}
	const fileHeader, recordHeader, ethernet = 24, 16, 14
	for at := fileHeader; at+recordHeader < len(data); {
		size := int(binary.LittleEndian.Uint32(data[at+8:]))
		frame := data[at+recordHeader : at+recordHeader+size]
		at += recordHeader + size
		if len(frame) < ethernet+20 || frame[12] != 8 || frame[13] != 0 || frame[ethernet] != 0x45 {
			continue
		}
		p := frame[ethernet:]
		if from, _ := netip.AddrFromSlice(p[12:16]); p[9] == 51 && from == src {
			packets = append(packets, p[:binary.BigEndian.Uint16(p[2:])])
		}
	}
	return packets
}
