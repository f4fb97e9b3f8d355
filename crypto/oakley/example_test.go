package oakley_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"

	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
)

// Two peers with a pre-shared key agree on the keys of an ISAKMP SA, as in RFC 2409 section 5.
// Randomness is an argument, so that this prints the same every time.
func Example() {
	group := oakley.Group(14)
	random := rand.NewChaCha8([32]byte{})
	initiator, err := group.PrivateKey(random)
	check(err)
	responder, err := group.PrivateKey(random)
	check(err)
	gxi, err := group.PublicKey(initiator)
	check(err)
	gxr, shared, err := group.Exchange(responder, gxi)
	check(err)
	own, err := group.SharedSecret(initiator, gxr)
	check(err)
	fmt.Println("both have the same secret:", bytes.Equal(own, shared), len(shared), "bytes")

	suite := oakley.Suite{Cipher: oakley.AES, KeyBits: 128, Hash: oakley.SHA1, Group: group}
	nonceI, nonceR := []byte("nonce of the initiator"), []byte("nonce of the responder")
	keys, err := oakley.DeriveKeysPreShared(suite, []byte("cisco123"), nonceI, nonceR, shared, isakmp.Cookie{1}, isakmp.Cookie{2}, gxi, gxr)
	check(err)
	fmt.Println("SKEYID_d has", len(keys.SKEYIDd), "bytes, the key of the cipher", len(keys.Cipher))
	fmt.Println("printed, keys are", keys)
	// Output:
	// both have the same secret: true 256 bytes
	// SKEYID_d has 20 bytes, the key of the cipher 16
	// printed, keys are oakley.Keys(secret)
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
