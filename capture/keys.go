package capture

import (
	"encoding/hex"
	"fmt"
	"net/netip"
	"strings"

	"ruthere/crypto/ipsec"
)

// A Key opens something that is encrypted in a capture.
type Key interface {
	// writeTo writes the key where a capture has it: into the file, and into a table beside it.
	writeTo(r *Recorder) error
}

// An ISAKMPKey opens what is encrypted under an ISAKMP SA: main mode from its fifth message on, message 3 of aggressive mode,
// quick mode, informational messages. A reader needs the messages of phase 1 before it.
type ISAKMPKey struct {
	Initiator [8]byte // the initiator's cookie
	Cipher    []byte  // Ka, the cipher's key: RFC 2409 appendix B
}

// An ESPKey opens the packets of one IPsec SA, which is one direction.
type ESPKey struct {
	Src, Dst  netip.Addr // of the packets that carry ESP
	SPI       uint32
	Transform ipsec.Transform
	Keys      []byte // the KEYMAT of the SA: the cipher's key, its salt with GCM, the integrity key
}

// Format prints nothing of the key, with any verb.
func (ISAKMPKey) Format(f fmt.State, _ rune) { fmt.Fprint(f, "capture.ISAKMPKey(secret)") }

// Format prints nothing of the key, with any verb.
func (ESPKey) Format(f fmt.State, _ rune) { fmt.Fprint(f, "capture.ESPKey(secret)") }

// AddKey writes a key, once, before the packets that it opens.
func (r *Recorder) AddKey(k Key) {
	if r.err == nil {
		r.err = k.writeTo(r)
	}
}

// The tables of a Wireshark profile, by their names there.
const (
	tableISAKMP      = "ikev1_decryption_table"
	tableESP         = "esp_sa"
	tablePreferences = "preferences"
)

// Tables are the names of the tables that a capture may have beside it, for who begins one where another was.
func Tables() []string { return []string{tableISAKMP, tableESP, tablePreferences} }

// beginTables writes what a profile has besides keys: ESP is to be opened, and its integrity checked.
func (r *Recorder) beginTables() error {
	return r.sink.AppendTable(tablePreferences, "esp.enable_encryption_decode: TRUE\nesp.enable_authentication_check: TRUE\n")
}

// linesKnown bounds the lines that are remembered. One that is written again does no harm.
const linesKnown = 1 << 16

// appendOnce appends a line to a table if it is not there.
func (r *Recorder) appendOnce(table, line string) (isNew bool, err error) {
	if r.keys[line] {
		return false, nil
	}
	if len(r.keys) >= linesKnown {
		clear(r.keys)
	}
	r.keys[line] = true
	return true, r.sink.AppendTable(table, line)
}

// writeTo writes a line without quotes: Wireshark reads quoted ones without complaint, and opens nothing.
func (k ISAKMPKey) writeTo(r *Recorder) error {
	_, err := r.appendOnce(tableISAKMP, fmt.Sprintf("%s,%s\n", hex.EncodeToString(k.Initiator[:]), hex.EncodeToString(k.Cipher)))
	return err
}

// secretsESP is the type of secrets of ESP in pcapng, "ESPS": lines of the table, with two columns more.
const secretsESP = 0x45535053

func (k ESPKey) writeTo(r *Recorder) error {
	columns := k.columns()
	isNew, err := r.appendOnce(tableESP, quoted(columns))
	if err != nil || !isNew {
		return err
	}
	return r.file.writeSecrets(secretsESP, []byte(quoted(append(columns, "32-bit", "0x0"))))
}

// columns are those of Wireshark's table of ESP SAs.
func (k ESPKey) columns() []string {
	cipher, auth := k.Transform.SplitKeys(k.Keys)
	return []string{"IPv4", k.Src.String(), k.Dst.String(), fmt.Sprintf("0x%08x", k.SPI),
		encryptionNames[k.Transform.Cipher], hexOf(cipher), authenticationNames[k.Transform.Auth], hexOf(auth)}
}

// What Wireshark calls the algorithms, to the letter.
var (
	encryptionNames = map[ipsec.Cipher]string{
		ipsec.Null: "NULL", ipsec.DES: "DES-CBC [RFC2405]", ipsec.TripleDES: "TripleDES-CBC [RFC2451]",
		ipsec.AES: "AES-CBC [RFC3602]", ipsec.AESGCM: "AES-GCM with 16 octet ICV [RFC4106]",
	}
	authenticationNames = map[ipsec.Auth]string{
		ipsec.None: "NULL", ipsec.HMACMD5: "HMAC-MD5-96 [RFC2403]", ipsec.HMACSHA1: "HMAC-SHA-1-96 [RFC2404]",
		ipsec.HMACSHA256: "HMAC-SHA-256-128 [RFC4868]", ipsec.HMACSHA384: "HMAC-SHA-384-192 [RFC4868]",
		ipsec.HMACSHA512: "HMAC-SHA-512-256 [RFC4868]",
	}
)

func hexOf(key []byte) string {
	if len(key) == 0 {
		return ""
	}
	return "0x" + hex.EncodeToString(key)
}

// quoted is a line of RFC 4180 whose fields are all quoted; none of ours has a quote in it.
func quoted(columns []string) string { return `"` + strings.Join(columns, `","`) + "\"\n" }
