package debuglog

// What "debug crypto engine" says. Decrypting and hashing are known from a transcript of 15.x,
// Diffie-Hellman from one of an older release; the rest is what their neighbours are called.

// EngineWork is a piece of arithmetic done for IKE.
type EngineWork uint8

const (
	EngineDH       EngineWork = iota // an own Diffie-Hellman value
	EngineDHSecret                   // the shared secret
	EngineIKESA                      // the keys of phase 1
	EngineDecrypt                    // an IKE packet that came
	EngineEncrypt                    // an IKE packet that leaves
	EngineHash                       // a HASH payload
	EngineQMKeys                     // the keys of phase 2
	EngineIPsecSA                    // one direction of an IPsec SA
	engineWorkCount
)

var engineWork = [engineWorkCount]phrase{
	EngineDH:       engineDoes("CryptoEngine0: generate alg parameter", "Create DH"),
	EngineDHSecret: engineDoes("CRYPTO_ENGINE: Dh phase 1 status: 0", "Create DH shared secret"),
	EngineIKESA:    engineDoes("CryptoEngine0: create ISAKMP SKEYID for conn id <conn>", "Create IKE SA"),
	EngineDecrypt:  engineDoes("", "Decrypt IKE packet"),
	EngineEncrypt:  engineDoes("", "Encrypt IKE packet"),
	EngineHash:     engineDoes("CryptoEngine0: generate hmac context for conn id <conn>", "Generate IKE hash"),
	EngineQMKeys:   engineDoes("", "Generate IKE QM keys"),
	EngineIPsecSA:  engineDoes("", "Create IPSec SA (by keys)"),
}

func engineDoes(ios124, since15 string) phrase {
	return phrase{sw: CryptoEngine, args: "conn", ios124: ios124, ios15: "crypto_engine: " + since15, iosxe: same}
}

// EngineDid is logged when the crypto engine has done a piece of work for a connection.
func (v *Voice) EngineDid(w EngineWork) {
	v.say(&engineWork[min(w, engineWorkCount-1)], number(v.Conn.ID))
}
