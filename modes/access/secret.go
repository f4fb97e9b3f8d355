package access

import (
	"crypto/md5"
	"crypto/pbkdf2"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"ruthere/modes"

	"golang.org/x/crypto/scrypt"
)

// Passwords are kept in clear, or obfuscated as "7 " and digits. Secrets are kept as
// hashes: type 5 is md5-crypt ($1$), 4 a bare SHA-256, 8 is PBKDF2 ($8$), 9 is scrypt ($9$).

// matchesPassword says whether typed is the password that is stored.
func matchesPassword(stored, typed string) bool {
	return subtle.ConstantTimeCompare([]byte(reveal(stored)), []byte(typed)) == 1
}

// matchesSecret says whether typed is the secret whose hash is stored.
func matchesSecret(stored, typed string) bool {
	var hashed string
	parts := strings.Split(stored, "$")
	if len(parts) != 4 {
		return len(stored) == type4Length && subtle.ConstantTimeCompare([]byte(stored), []byte(type4(typed))) == 1
	}
	switch parts[1] {
	case "1":
		hashed = md5Crypt(typed, parts[2])
	case "8":
		hashed = type8(typed, parts[2])
	case "9":
		hashed = type9(typed, parts[2])
	default:
		return false
	}
	return subtle.ConstantTimeCompare([]byte(stored), []byte(hashed)) == 1
}

// secretType is the number that stands before a stored hash in the configuration.
func secretType(stored string) int {
	switch {
	case strings.HasPrefix(stored, "$1$"):
		return 5
	case strings.HasPrefix(stored, "$8$"):
		return 8
	case strings.HasPrefix(stored, "$9$"):
		return 9
	}
	return 4
}

// saltBytes are as many as any type takes: 14 characters of six bits each.
const saltBytes = 11

// hashSecret makes the hash of a type: 5, 8 or 9. The salt is saltBytes of randomness, drawn for this
// secret alone: equal secrets have hashes of their own.
func hashSecret(kind int, secret string, random []byte) string {
	salt := cisco64.EncodeToString(random)
	switch kind {
	case 8:
		return type8(secret, salt[:14])
	case 9:
		return type9(secret, salt[:14])
	}
	return md5Crypt(secret, salt[:4])
}

const crypt64 = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

var cisco64 = base64.NewEncoding(crypt64).WithPadding(base64.NoPadding)

// type4Length is the length of a type 4 secret: 32 bytes, six bits a character.
const type4Length = 43

// type4 is a SHA-256 without a salt, which some releases of 15.x made.
func type4(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return cisco64.EncodeToString(sum[:])
}

func type8(secret, salt string) string {
	key, err := pbkdf2.Key(sha256.New, secret, []byte(salt), 20000, 32)
	if err != nil {
		return ""
	}
	return "$8$" + salt + "$" + cisco64.EncodeToString(key)
}

func type9(secret, salt string) string {
	key, err := scrypt.Key([]byte(secret), []byte(salt), 16384, 1, 1, 32)
	if err != nil {
		return ""
	}
	return "$9$" + salt + "$" + cisco64.EncodeToString(key)
}

// md5Crypt is the password hash of FreeBSD 2, "$1$", which IOS calls type 5.
func md5Crypt(secret, salt string) string {
	salt = salt[:min(len(salt), 8)]
	inner := md5.Sum([]byte(secret + salt + secret))
	text := []byte(secret + "$1$" + salt)
	for n := len(secret); n > 0; n -= 16 {
		text = append(text, inner[:min(n, 16)]...)
	}
	for n := len(secret); n > 0; n >>= 1 {
		if n&1 == 1 {
			text = append(text, 0)
		} else {
			text = append(text, secret[0])
		}
	}
	sum := md5.Sum(text)
	for round := range 1000 {
		sum = md5.Sum(md5CryptRound(round, secret, salt, sum[:]))
	}
	return "$1$" + salt + "$" + md5CryptText(sum)
}

func md5CryptRound(round int, secret, salt string, sum []byte) (text []byte) {
	odd := round&1 == 1
	if odd {
		text = append(text, secret...)
	} else {
		text = append(text, sum...)
	}
	if round%3 != 0 {
		text = append(text, salt...)
	}
	if round%7 != 0 {
		text = append(text, secret...)
	}
	if odd {
		return append(text, sum...)
	}
	return append(text, secret...)
}

// md5CryptText writes the sum six bits at a time, its bytes in the order the scheme
// has always had.
func md5CryptText(sum [16]byte) string {
	var b strings.Builder
	put := func(v uint32, n int) {
		for ; n > 0; n-- {
			b.WriteByte(crypt64[v&63])
			v >>= 6
		}
	}
	for i, last := range []int{12, 13, 14, 15, 5} {
		put(uint32(sum[i])<<16|uint32(sum[i+6])<<8|uint32(sum[last]), 4)
	}
	put(uint32(sum[11]), 2)
	return b.String()
}

// obfuscation is the fixed text that type 7 passwords are combined with.
const obfuscation = "dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87"

const obfuscated = "7 "

// obfuscate writes a password as type 7; offset picks the start in the fixed text.
func obfuscate(password string, offset int) string {
	if password == "" || strings.HasPrefix(password, obfuscated) {
		return password
	}
	text := fmt.Sprintf("%s%02d", obfuscated, offset)
	for i := range len(password) {
		text += fmt.Sprintf("%02X", password[i]^obfuscation[(offset+i)%len(obfuscation)])
	}
	return text
}

// TypeSeven is a text as type 7 writes it, which hides it from a glance.
func TypeSeven(clear string) string {
	return strings.TrimPrefix(obfuscate(clear, len(clear)%10+2), obfuscated)
}

// FromTypeSeven is the text that type 7 hides; ok is false if it is none.
func FromTypeSeven(text string) (clear string, ok bool) { return revealType7(text) }

// reveal is the clear text of a stored password.
func reveal(stored string) string {
	text, ok := strings.CutPrefix(stored, obfuscated)
	if !ok {
		return stored
	}
	clear, _ := revealType7(text)
	return clear
}

func revealType7(text string) (clear string, ok bool) {
	if len(text) < 4 {
		return "", false
	}
	offset, err := strconv.Atoi(text[:2])
	digits, hexErr := hex.DecodeString(text[2:])
	if err != nil || hexErr != nil || offset < 0 {
		return "", false
	}
	for i := range digits {
		digits[i] ^= obfuscation[(offset+i)%len(obfuscation)]
	}
	return string(digits), true
}

// obfuscateAll is what `service password-encryption` does to the passwords that are
// there already.
func ObfuscateAll(c modes.Global) {
	for level := range c.Enable {
		c.Enable[level].Password = obfuscate(c.Enable[level].Password, 6)
	}
	for i := range c.Users {
		c.Users[i].Password = obfuscate(c.Users[i].Password, 7)
	}
	for _, l := range c.Lines {
		l.Password = obfuscate(l.Password, 8)
	}
	c.FTP.Password = obfuscate(c.FTP.Password, 9)
	obfuscateKeys(&c.RADIUS)
	if c.Authority != nil {
		c.Authority.Password = obfuscate(c.Authority.Password, len(c.Authority.Password)%10+2)
	}
	for _, t := range c.PKI.Trustpoints {
		t.Password = obfuscate(t.Password, len(t.Password)%10+2)
	}
}
