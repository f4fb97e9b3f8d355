package router

import (
	"crypto/rsa"
	"encoding/binary"
	"io"
	"time"

	"ruthere/crypto/ike"
	"ruthere/debuglog"
)

// A Pace is what a router's work takes of the time that its driver gives to Step. Each piece
// moves the router's clock on, so that what comes after it is stamped later, leaves later, and
// the next input waits. The zero Pace takes no time for anything.
type Pace struct {
	Line   time.Duration // a line of the log that is wanted somewhere
	Packet time.Duration // an IPv4 packet that comes in or leaves
	ESP    time.Duration // an ESP packet sealed or opened
	ICMP   time.Duration // an ICMP message of the router's own, made or understood
	Hash   time.Duration // a HASH payload
	Cipher time.Duration // an IKE message encrypted or decrypted
	Keys   time.Duration // keys derived: SKEYID and its children, or those of a quick mode
	Power  time.Duration // Diffie-Hellman: an exponentiation in group 2; other groups follow from it

	// Spread is by how much a piece may take less or more, in percent from 0 to 100. How
	// much it was comes from the random stream "pace".
	Spread int
	// Tick is how fine ping and traceroute measure; 0: exactly.
	Tick time.Duration
}

// DevicePace is the pace of a device that runs a release. What is known:
//
// 12.4, the chapter's router with its VPN module (0:1:HW:2), in its own log, whose clock ticks
// every 4 ms:
//
//   - From 15:47:45.391 to .427, without the message in between (12 ms), are 30 lines in 24 ms: a
//     line takes 0.8 ms.
//   - From `set new node` to `sending packet` pass 8 ms each time, of which 0.8 are the line:
//     HASH, encryption and the packet take 7. From `received packet` at .123 past `set new node`,
//     still at .123, to `processing HASH` at .131 pass 8 ms, of which 1.6 are lines. So the HASH
//     is what takes long, and the cipher passes below the tick: 5 and 1.2 ms.
//   - A probe's round, to the last line of it, takes 12 ms: six lines (4.8) and that message (7).
//   - A transcript of 12.3 without a module has 108 ms between `beginning Quick Mode` and `sending
//     packet` with PFS: one exponentiation in software, with a HASH and a cipher. The module of the
//     chapter's time does it in about a fifth: 20 ms in group 2.
//
// 15 and XE are processors ten and forty times as fast, with an engine for ciphers on board; their
// clocks tick every millisecond. Their numbers are that estimate, not measurements: transcripts of
// XE have ten and more lines in a millisecond, and main mode with group 14 in some 10 to 30 ms.
func DevicePace(release debuglog.Release) Pace {
	switch release {
	case debuglog.IOS124:
		return Pace{
			Line: 800 * time.Microsecond, Packet: 100 * time.Microsecond, ESP: 300 * time.Microsecond, ICMP: 500 * time.Microsecond,
			Hash: 5 * time.Millisecond, Cipher: 1200 * time.Microsecond, Keys: 6 * time.Millisecond, Power: 20 * time.Millisecond,
			Spread: 15, Tick: debuglog.HardwareTick,
		}
	case debuglog.IOS15:
		return Pace{
			Line: 150 * time.Microsecond, Packet: 40 * time.Microsecond, ESP: 60 * time.Microsecond, ICMP: 250 * time.Microsecond,
			Hash: 500 * time.Microsecond, Cipher: 200 * time.Microsecond, Keys: 600 * time.Microsecond, Power: 4 * time.Millisecond,
			Spread: 25, Tick: time.Millisecond,
		}
	default:
		return Pace{
			Line: 60 * time.Microsecond, Packet: 25 * time.Microsecond, ESP: 30 * time.Microsecond, ICMP: 200 * time.Microsecond,
			Hash: 120 * time.Microsecond, Cipher: 50 * time.Microsecond, Keys: 150 * time.Microsecond, Power: 600 * time.Microsecond,
			Spread: 30, Tick: time.Millisecond,
		}
	}
}

// jobTime is what Diffie-Hellman takes. An exponent's length does not grow with the modulus, and
// multiplying takes the square of its length: group 14 takes four times what group 2 takes. On a
// curve the scalar grows too; P-256 takes about as much as 1.5 of group 2. A signature's exponent is as long as its modulus: with a key
// of 2048 bits, and the two halves that RSA computes with, it takes eight times what group 2 takes. To check one takes a fortieth of that.
func (p Pace) jobTime(j ike.Job) time.Duration {
	const group2, p256, smallestModulus = 1024, 256, 768
	switch {
	case j.Signing != nil:
		return p.rsaTime(j.Signing.Key.N.BitLen())
	case j.Proof != nil:
		const checking = 40
		once := p.rsaTime(j.Proof.Own.Key.N.BitLen()) / checking
		return once * time.Duration(2+len(j.Proof.Others)) // the signature, and one of each certificate
	}
	bits := time.Duration(j.Group.Bits())
	once := p.Power * bits * bits / (group2 * group2)
	if bits < smallestModulus { // a curve
		once = p.Power * 3 / 2 * bits * bits * bits / (p256 * p256 * p256)
	}
	return once * time.Duration(j.Exponentiations())
}

// workTime is what a piece of IKE's arithmetic takes. Diffie-Hellman is a job and counts there.
func (p Pace) workTime(w debuglog.EngineWork) time.Duration {
	switch w {
	case debuglog.EngineHash:
		return p.Hash
	case debuglog.EngineDecrypt, debuglog.EngineEncrypt:
		return p.Cipher
	case debuglog.EngineIKESA, debuglog.EngineQMKeys:
		return p.Keys
	}
	return 0
}

// rsaTime is what an operation with a private key of so many bits takes; see jobTime.
func (p Pace) rsaTime(bits int) time.Duration {
	const usual, likeGroup2 = 2048, 8
	return likeGroup2 * p.Power * time.Duration(bits) * time.Duration(bits) / (usual * usual) * time.Duration(bits) / usual
}

// spendRSA spends what an operation with a private key takes.
func (r *Router) spendRSA(key *rsa.PublicKey) { r.spendTime(r.pace.rsaTime(key.N.BitLen())) }

// spendTime moves the router's clock on by what a piece of work takes.
func (r *Router) spendTime(d time.Duration) {
	if d == 0 {
		return
	}
	if spread := int64(d) / 100 * int64(r.pace.Spread); spread > 0 {
		if n, ok := r.drawBelow("pace", uint64(2*spread+1)); ok {
			d += time.Duration(int64(n) - spread)
		}
	}
	r.now = r.now.Add(d)
	r.out.Spent += d
}

// drawBelow is a random number from 0 to below n, of the stream for a purpose; ok is false for a stream that has ended, which
// spreads nothing.
func (r *Router) drawBelow(purpose string, n uint64) (number uint64, ok bool) {
	var draw [8]byte
	if _, err := io.ReadFull(r.options.Random(purpose), draw[:]); err != nil {
		return 0, false
	}
	return binary.BigEndian.Uint64(draw[:]) % n, true
}

// measureTime is the time since an instant by the router's own clock, which ticks.
func (r *Router) measureTime(since time.Time) time.Duration {
	if r.pace.Tick == 0 {
		return r.now.Sub(since)
	}
	return r.now.Sub(r.boot).Truncate(r.pace.Tick) - since.Sub(r.boot).Truncate(r.pace.Tick)
}
