package interop

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"net/netip"
	"os"
	"regexp"
	"slices"
	"strings"
	"time"
)

// An espTable holds the SAs that strongSwan gave to its kernel, as xfrmstub.so wrote them down: "add" and "del" lines.
type espTable struct {
	file string
	read int // bytes of it
	sas  []*espSA
	port uint16 // of UDP, where the other end's ESP comes from, if that goes in UDP
}

// An espSA is one direction: AES in CBC mode and HMAC-SHA-1-96 (RFC 4303, 3602, 2404).
type espSA struct {
	spi            uint32
	source, target netip.Addr
	cipher, auth   []byte
	sent           uint32
	taken          map[uint32]bool // sequence numbers
}

var (
	saAdded   = regexp.MustCompile(`^add spi=0x(\S+) src=(\S+) dst=(\S+) .*enc=(?:cbc\()?aes\)?:(\S+) .*auth=(?:hmac\()?sha1\)?:(\S+)`)
	saInUDP   = regexp.MustCompile(` encap=\d+,(\d+)`)
	saDeleted = regexp.MustCompile(`^del spi=0x(\S+) dst=(\S+) `)
)

const checkLength = 12 // HMAC-SHA-1-96

// follow reads what has been written since.
func (t *espTable) follow() {
	all, err := os.ReadFile(t.file)
	if err != nil {
		return // there are no SAs yet
	}
	for {
		line, _, whole := strings.Cut(string(all[t.read:]), "\n")
		if !whole {
			return
		}
		t.read += len(line) + 1
		if m := saAdded.FindStringSubmatch(line); m != nil {
			sa := &espSA{source: netip.MustParseAddr(m[2]), target: netip.MustParseAddr(m[3]), taken: map[uint32]bool{}}
			fmt.Sscanf(m[1], "%x", &sa.spi)
			sa.cipher, _ = hex.DecodeString(m[4])
			sa.auth, _ = hex.DecodeString(m[5])
			t.sas = append(t.sas, sa)
			if m := saInUDP.FindStringSubmatch(line); m != nil {
				fmt.Sscan(m[1], &t.port)
			}
		} else if m := saDeleted.FindStringSubmatch(line); m != nil {
			spi, target := uint32(0), netip.MustParseAddr(m[2])
			fmt.Sscanf(m[1], "%x", &spi)
			t.sas = slices.DeleteFunc(t.sas, func(s *espSA) bool { return s.spi == spi && s.target == target })
		} else {
			complain("an SA that this end is not able to use: %q", line)
		}
	}
}

// seal protects a payload by the newest SA from an address, as a kernel would. Without any there is nothing to be sent.
func (t *espTable) seal(source netip.Addr, next byte, p []byte) ([]byte, error) {
	t.follow()
	var sa *espSA
	for _, s := range t.sas {
		if s.source == source {
			sa = s
		}
	}
	if sa == nil {
		return nil, nil
	}
	block, err := aes.NewCipher(sa.cipher)
	if err != nil {
		return nil, err
	}
	pad := (aes.BlockSize - (len(p)+2)%aes.BlockSize) % aes.BlockSize
	for i := range pad {
		p = append(p, byte(i+1))
	}
	p = append(p, byte(pad), next)
	sa.sent++
	out := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, sa.spi), sa.sent)
	iv := make([]byte, aes.BlockSize)
	rand.Read(iv)
	out = append(out, iv...)
	start := len(out)
	out = append(out, p...)
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(out[start:], out[start:])
	return append(out, sa.check(out)...), nil
}

func (sa *espSA) check(b []byte) []byte {
	mac := hmac.New(sha1.New, sa.auth)
	mac.Write(b)
	return mac.Sum(nil)[:checkLength]
}

// open takes ESP apart that came to an address.
func (t *espTable) open(target netip.Addr, p []byte) (next byte, payload []byte, err error) {
	const header = 8 + aes.BlockSize
	if len(p) < header+aes.BlockSize+checkLength || (len(p)-header-checkLength)%aes.BlockSize != 0 {
		return 0, nil, fmt.Errorf("ESP of %d bytes", len(p))
	}
	spi, sequence := binary.BigEndian.Uint32(p), binary.BigEndian.Uint32(p[4:])
	sa := t.inbound(target, spi)
	if sa == nil {
		return 0, nil, fmt.Errorf("ESP with SPI %#x, which strongSwan has not agreed to", spi)
	}
	body, check := p[:len(p)-checkLength], p[len(p)-checkLength:]
	if !hmac.Equal(check, sa.check(body)) {
		return 0, nil, fmt.Errorf("ESP with SPI %#x: wrong check value", spi)
	}
	if sequence == 0 || sa.taken[sequence] {
		return 0, nil, fmt.Errorf("ESP with SPI %#x: number %d again", spi, sequence)
	}
	sa.taken[sequence] = true
	block, err := aes.NewCipher(sa.cipher)
	if err != nil {
		return 0, nil, err
	}
	clear := body[header:]
	cipher.NewCBCDecrypter(block, body[8:header]).CryptBlocks(clear, clear)
	pad := int(clear[len(clear)-2])
	if pad+2 > len(clear) {
		return 0, nil, errors.New("ESP with more padding than there is")
	}
	padding := clear[len(clear)-2-pad : len(clear)-2]
	for i := range padding {
		if int(padding[i]) != i+1 {
			return 0, nil, fmt.Errorf("ESP with the padding % x", padding)
		}
	}
	return clear[len(clear)-1], bytes.Clone(clear[:len(clear)-2-pad]), nil
}

// inbound finds the SA of an SPI. A router that has begun quick mode may use its SAs a second after its last message; a strongSwan that
// gets no time from a busy machine may not have read that yet. How fast it is, is not what is tried here.
func (t *espTable) inbound(target netip.Addr, spi uint32) *espSA {
	for end := time.Now().Add(5 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		t.follow()
		for _, s := range t.sas {
			if s.target == target && s.spi == spi {
				return s
			}
		}
	}
	return nil
}

// portNAT is that of IKE and ESP across a NAT (RFC 3948).
const portNAT = 4500

// udpHeader is how long the header of a UDP datagram is, or all of it if it is no ESP in UDP: what begins with zeros is IKE.
func (f *farEnd) udpHeader(p []byte) int {
	const header = 8
	if len(p) < header+8 || binary.BigEndian.Uint16(p[2:]) != portNAT || binary.BigEndian.Uint32(p[header:]) == 0 {
		return len(p)
	}
	f.mu.Lock()
	f.keys.port = binary.BigEndian.Uint16(p)
	f.mu.Unlock()
	return header
}

// inUDP puts a UDP header before ESP, without a checksum (RFC 3948 section 2.1).
func inUDP(p []byte, port uint16) []byte {
	header := binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(nil, portNAT), port)
	header = binary.BigEndian.AppendUint16(header, uint16(8+len(p)))
	return append(append(header, 0, 0), p...)
}
