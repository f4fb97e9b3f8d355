package oakley

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"ruthere/crypto/isakmp"
)

// A tunnel is one recorded run between two strongSwan daemons: what was on the
// wire, and every intermediate value the responder logged, in order.
type tunnel struct {
	PSK       string
	IKE       string // encryption, hash and group, as in "aes128-sha1-modp2048"
	Mode      string // main or aggressive
	Values    []logged
	Installed []installed

	suite     Suite
	datagrams [][]byte
}

type logged struct {
	Name string
	Hex  string
}

// installed is one IPsec SA as the kernel got it: keys after "name:".
type installed struct {
	SPI   string
	Proto string
	Enc   string
	Auth  string
}

// eachTunnel runs test for every recording.
func eachTunnel(t *testing.T, test func(t *testing.T, tn *tunnel)) {
	files, err := filepath.Glob("../testdata/golden/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no recorded tunnels: %v", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		t.Run(name, func(t *testing.T) { test(t, readTunnel(t, strings.TrimSuffix(file, ".json"))) })
	}
}

func readTunnel(t *testing.T, path string) *tunnel {
	t.Helper()
	values, err := os.ReadFile(path + ".json")
	if err != nil {
		t.Fatal(err)
	}
	tn := new(tunnel)
	if err := json.Unmarshal(values, tn); err != nil {
		t.Fatal(err)
	}
	capture, err := os.ReadFile(path + ".pcap")
	if err != nil {
		t.Fatal(err)
	}
	tn.suite = parseSuite(t, tn.IKE)
	tn.datagrams = isakmpMessages(t, capture)
	return tn
}

func parseSuite(t *testing.T, ike string) Suite {
	t.Helper()
	suites := map[string]Suite{
		"3des": {Cipher: TripleDES}, "aes128": {Cipher: AES, KeyBits: 128}, "aes256": {Cipher: AES, KeyBits: 256},
	}
	hashes := map[string]Hash{"md5": MD5, "sha1": SHA1, "sha256": SHA256}
	groups := map[string]Group{"modp1024": Group2, "modp1536": Group5, "modp2048": Group14}
	words := strings.Split(ike, "-")
	if len(words) != 3 {
		t.Fatalf("suite %q", ike)
	}
	s := suites[words[0]]
	s.Hash, s.Group = hashes[words[1]], groups[words[2]]
	if err := s.Check(); err != nil {
		t.Fatalf("suite %q: %v", ike, err)
	}
	return s
}

// all returns the values logged under a name, in order.
func (tn *tunnel) all(t *testing.T, name string) [][]byte {
	t.Helper()
	var found [][]byte
	for _, v := range tn.Values {
		if v.Name == name {
			found = append(found, unhex(t, v.Hex))
		}
	}
	return found
}

// one returns the only value logged under a name.
func (tn *tunnel) one(t *testing.T, name string) []byte {
	t.Helper()
	found := tn.all(t, name)
	if len(found) != 1 {
		t.Fatalf("%d values of %s", len(found), name)
	}
	return found[0]
}

// vectors returns the initialization vectors logged for each message ID.
func (tn *tunnel) vectors(t *testing.T) map[uint32][][]byte {
	t.Helper()
	found := make(map[uint32][][]byte)
	for _, v := range tn.Values {
		if digits, ok := strings.CutPrefix(v.Name, "next IV for MID "); ok {
			mid, err := strconv.ParseUint(digits, 10, 32)
			if err != nil {
				t.Fatal(err)
			}
			found[uint32(mid)] = append(found[uint32(mid)], unhex(t, v.Hex))
		}
	}
	return found
}

func wantBytes(t *testing.T, what string, got, want []byte) {
	t.Helper()
	if !bytes.Equal(got, want) {
		t.Errorf("%s is\n     %s\nwant %s", what, hex.EncodeToString(got), hex.EncodeToString(want))
	}
}

// isakmpMessages reads a classic little-endian pcap of Ethernet, IPv4 and UDP,
// and drops the four zero bytes that go before ISAKMP on port 4500.
func isakmpMessages(t *testing.T, capture []byte) [][]byte {
	t.Helper()
	const fileHeader, recordHeader, ethernet, udp = 24, 16, 14, 8
	if len(capture) < fileHeader || binary.LittleEndian.Uint32(capture) != 0xa1b2c3d4 {
		t.Fatal("not a little-endian pcap")
	}
	var messages [][]byte
	for b := capture[fileHeader:]; len(b) > 0; {
		n := int(binary.LittleEndian.Uint32(b[8:]))
		ip := b[recordHeader+ethernet : recordHeader+n]
		b = b[recordHeader+n:]
		datagram := ip[4*int(ip[0]&15):]
		message := datagram[udp:binary.BigEndian.Uint16(datagram[4:])]
		if binary.BigEndian.Uint16(datagram) == 4500 {
			message = bytes.TrimPrefix(message, make([]byte, 4))
		}
		if len(message) >= isakmp.HeaderLen {
			messages = append(messages, message)
		}
	}
	return messages
}
