package oakley

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"ruthere/crypto/isakmp"
)

// A replay goes through the messages of a tunnel as an observer who knows the
// pre-shared key and the Diffie-Hellman secrets.
type replay struct {
	*tunnel
	t         *testing.T
	initiator isakmp.Cookie
	responder isakmp.Cookie
	saBody    []byte
	gxi, gxr  []byte
	ni, nr    []byte
	idi, idr  []byte
	keys      Keys
	lastBlock []byte            // of phase 1
	next      map[uint32][]byte // the vector of each exchange's next message
	quick     map[uint32]*quickMode
	hashes    map[string][][]byte // what was computed, under the name it was logged with
	seen      map[uint32][][]byte // vectors computed
}

type quickMode struct {
	messages   int
	spii, spir []byte
	ni, nr     []byte
}

// Every value that was logged while the tunnels were made comes out again.
func TestRecordedTunnels(t *testing.T) {
	eachTunnel(t, func(t *testing.T, tn *tunnel) {
		r := &replay{
			tunnel: tn, t: t,
			next:   make(map[uint32][]byte),
			quick:  make(map[uint32]*quickMode),
			hashes: make(map[string][][]byte),
			seen:   make(map[uint32][][]byte),
		}
		encrypted := 0
		for _, datagram := range tn.datagrams {
			h, err := isakmp.ParseHeader(datagram)
			if err != nil {
				t.Fatal(err)
			}
			if h.Flags&isakmp.FlagEncryption == 0 {
				r.clear(datagram)
				continue
			}
			if encrypted++; encrypted == 1 {
				r.deriveKeys()
			}
			r.encrypted(h, datagram[isakmp.HeaderLen:])
		}
		r.checkLogged()
		r.checkKeyMaterial()
	})
}

// clear collects what the clear messages of phase 1 bring: four in main mode,
// two in aggressive mode, initiator and responder in turn.
func (r *replay) clear(datagram []byte) {
	m, err := isakmp.ParseMessage(datagram)
	if err != nil {
		r.t.Fatal(err)
	}
	r.initiator, r.responder = m.Initiator, m.Responder
	first := func(dst *[]byte, t isakmp.PayloadType) {
		if p, ok := m.First(t); ok && *dst == nil {
			*dst = p.Body
		}
	}
	first(&r.saBody, isakmp.PayloadSA) // the initiator's comes first
	if r.gxi == nil {                  // its key exchange too
		first(&r.gxi, isakmp.PayloadKE)
		first(&r.ni, isakmp.PayloadNonce)
		first(&r.idi, isakmp.PayloadID)
		return
	}
	first(&r.gxr, isakmp.PayloadKE)
	first(&r.nr, isakmp.PayloadNonce)
	first(&r.idr, isakmp.PayloadID)
	if p, ok := m.First(isakmp.PayloadHash); ok { // aggressive mode
		r.deriveKeys()
		r.authenticate("HASH_R", p.Body)
	}
}

func (r *replay) deriveKeys() {
	if r.keys.SKEYID != nil {
		return
	}
	t := r.t
	var err error
	r.keys, err = DeriveKeysPreShared(r.suite, []byte(r.PSK), r.ni, r.nr, r.one(t, "shared Diffie Hellman secret"),
		r.initiator, r.responder, r.gxi, r.gxr)
	if err != nil {
		t.Fatal(err)
	}
	wantBytes(t, "SKEYID", r.keys.SKEYID, r.one(t, "SKEYID"))
	wantBytes(t, "SKEYID_d", r.keys.SKEYIDd, r.one(t, "SKEYID_d"))
	wantBytes(t, "SKEYID_a", r.keys.SKEYIDa, r.one(t, "SKEYID_a"))
	wantBytes(t, "SKEYID_e", r.keys.SKEYIDe, r.one(t, "SKEYID_e"))
	wantBytes(t, "Ka", r.keys.Cipher, r.one(t, "encryption key Ka"))
	wantBytes(t, "initial IV", r.keys.IV, r.one(t, "initial IV"))
	r.next[0] = r.keys.IV
}

// encrypted decrypts a message, encrypts it again, and checks its hash.
func (r *replay) encrypted(h isakmp.Header, cipherText []byte) {
	t := r.t
	iv, begun := r.next[h.MessageID]
	if !begun {
		iv = PhaseTwoIV(r.suite.Hash, r.lastBlock, h.MessageID, r.suite.Cipher.BlockSize())
		r.seen[h.MessageID] = append(r.seen[h.MessageID], iv)
	}
	plain, next, err := Decrypt(r.keys.Block, iv, cipherText)
	if err != nil {
		t.Fatal(err)
	}
	again, nextAgain, err := Encrypt(r.keys.Block, iv, plain)
	if err != nil {
		t.Fatal(err)
	}
	wantBytes(t, "encrypted again", again, cipherText)
	wantBytes(t, "next vector of encryption", nextAgain, next)
	r.next[h.MessageID] = next
	r.seen[h.MessageID] = append(r.seen[h.MessageID], next)

	payloads, err := isakmp.ParsePayloads(h.Next, plain, isakmp.PaddingAllowed)
	if err != nil {
		t.Fatalf("%v exchange %d: %v\n%x", h.Exchange, h.MessageID, err, plain)
	}
	switch h.Exchange {
	case isakmp.MainMode, isakmp.AggressiveMode:
		r.lastBlock = next
		r.phase1(payloads)
	case isakmp.QuickMode:
		r.quickMode(h.MessageID, payloads)
	default:
		hash := InformationalHash(r.keys.Authenticator, h.MessageID, isakmp.AppendPayloads(nil, payloads[1:]))
		r.check("Hash", hash, payloads)
	}
}

// phase1 has identification and hash in main mode, the hash in aggressive mode.
func (r *replay) phase1(payloads []isakmp.Payload) {
	name := "HASH_I"
	if r.idi != nil && r.idr == nil {
		name = "HASH_R"
	}
	for _, p := range payloads {
		switch {
		case p.Type == isakmp.PayloadID && name == "HASH_I":
			r.idi = p.Body
		case p.Type == isakmp.PayloadID:
			r.idr = p.Body
		case p.Type == isakmp.PayloadHash:
			r.authenticate(name, p.Body)
		}
	}
}

func (r *replay) authenticate(name string, received []byte) {
	hash, id := HashI, r.idi
	if name == "HASH_R" {
		hash, id = HashR, r.idr
	}
	got := hash(r.suite.Hash, r.keys.SKEYID, r.gxi, r.gxr, r.initiator, r.responder, r.saBody, id)
	wantBytes(r.t, name, got, received)
	r.hashes[name] = append(r.hashes[name], got)
}

func (r *replay) quickMode(mid uint32, payloads []isakmp.Payload) {
	q := r.quick[mid]
	if q == nil {
		q = new(quickMode)
		r.quick[mid] = q
	}
	a, rest := r.keys.Authenticator, isakmp.AppendPayloads(nil, payloads[1:])
	switch q.messages++; q.messages {
	case 1:
		q.spii, q.ni = offer(r.t, payloads)
		r.check("Hash(1)", QuickModeHash1(a, mid, rest), payloads)
	case 2:
		q.spir, q.nr = offer(r.t, payloads)
		r.check("Hash(2)", QuickModeHash2(a, mid, q.ni, rest), payloads)
	case 3:
		r.check("Hash(3)", QuickModeHash3(a, mid, q.ni, q.nr), payloads)
	default:
		r.t.Errorf("quick mode with %d messages", q.messages)
	}
}

// offer is the SPI and the nonce of a quick mode message.
func offer(t *testing.T, payloads []isakmp.Payload) (spi, nonce []byte) {
	t.Helper()
	m := isakmp.Message{Payloads: payloads}
	sa, okSA := m.First(isakmp.PayloadSA)
	n, okNonce := m.First(isakmp.PayloadNonce)
	if !okSA || !okNonce {
		t.Fatal("quick mode without SA or nonce")
	}
	return sa.Value.(*isakmp.SecurityAssociation).Proposals[0].SPI, n.Body
}

func (r *replay) check(name string, got []byte, payloads []isakmp.Payload) {
	wantBytes(r.t, name, got, payloads[0].Value.(*isakmp.Hash).Data)
	r.hashes[name] = append(r.hashes[name], got)
}

// checkLogged compares with the log what the wire cannot show to be right:
// vectors, and that no hash of the log was missed. The responder logs messages in
// the order it handles them, which need not be the order on the wire.
func (r *replay) checkLogged() {
	for _, name := range []string{"HASH_I", "HASH_R", "Hash(1)", "Hash(2)", "Hash(3)", "Hash"} {
		logged := r.all(r.t, name)
		if len(logged) == 0 {
			r.t.Errorf("no %s in the log", name)
		}
		slices.SortFunc(logged, bytes.Compare)
		slices.SortFunc(r.hashes[name], bytes.Compare)
		wantBytes(r.t, "all of "+name, bytes.Join(r.hashes[name], nil), bytes.Join(logged, nil))
	}
	vectors := r.vectors(r.t)
	for mid, logged := range vectors {
		if len(logged) > len(r.seen[mid]) {
			r.t.Errorf("%d vectors of message ID %d in the log, %d on the wire", len(logged), mid, len(r.seen[mid]))
			continue
		}
		for i, want := range logged {
			wantBytes(r.t, fmt.Sprintf("vector %d of message ID %d", i, mid), r.seen[mid][i], want)
		}
	}
	for mid := range r.seen {
		if len(vectors[mid]) == 0 {
			r.t.Errorf("no vector of message ID %d in the log", mid)
		}
	}
}

// checkKeyMaterial compares the keys of every SA with what the kernel was given.
func (r *replay) checkKeyMaterial() {
	t := r.t
	secrets := r.all(t, "DH secret") // one for each quick mode with PFS
	material := make(map[string]func(n int) []byte)
	for _, mid := range r.quickModesInOrder() {
		q := r.quick[mid]
		var gxy []byte
		if len(secrets) > 0 {
			gxy, secrets = secrets[0], secrets[1:]
		}
		for _, spi := range [][]byte{q.spii, q.spir} {
			material["0x"+hex.EncodeToString(spi)] = func(n int) []byte {
				return KeyMaterial(r.suite.Hash, r.keys.SKEYIDd, gxy, isakmp.ProtocolESP, spi, q.ni, q.nr, n)
			}
		}
	}
	if len(r.Installed) != 4 || len(secrets) != 0 {
		t.Errorf("%d SAs installed and %d secrets left over, want two pairs and none", len(r.Installed), len(secrets))
	}
	for _, sa := range r.Installed {
		key := func(s string) []byte {
			_, digits, _ := strings.Cut(s, ":")
			return unhex(t, digits)
		}
		want := append(key(sa.Enc), key(sa.Auth)...)
		derive, ok := material[sa.SPI]
		if sa.Proto != "50" || len(want) == 0 || !ok {
			t.Errorf("SA %s of protocol %s was not negotiated", sa.SPI, sa.Proto)
			continue
		}
		wantBytes(t, "KEYMAT of "+sa.SPI, derive(len(want)), want)
	}
}

// quickModesInOrder are the message IDs of quick modes as the wire had them.
func (r *replay) quickModesInOrder() []uint32 {
	var mids []uint32
	for _, datagram := range r.datagrams {
		mid := binary.BigEndian.Uint32(datagram[20:])
		if r.quick[mid] != nil && !slices.Contains(mids, mid) {
			mids = append(mids, mid)
		}
	}
	return mids
}

// The log has each hash of NAT detection with what went into it.
func TestRecordedNATDetection(t *testing.T) {
	eachTunnel(t, func(t *testing.T, tn *tunnel) {
		chunks, hashes := tn.all(t, "natd_chunk"), tn.all(t, "natd_hash")
		if len(chunks) == 0 || len(chunks) != len(hashes) {
			t.Fatalf("%d chunks, %d hashes", len(chunks), len(hashes))
		}
		for i, chunk := range chunks {
			addr := netip.AddrFrom4([4]byte(chunk[16:20]))
			port := binary.BigEndian.Uint16(chunk[20:])
			got := NATDHash(tn.suite.Hash, isakmp.Cookie(chunk), isakmp.Cookie(chunk[8:]), addr, port)
			wantBytes(t, fmt.Sprintf("hash of %v port %d", addr, port), got, hashes[i])
		}
	})
}
