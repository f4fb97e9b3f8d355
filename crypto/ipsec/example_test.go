package ipsec_test

import (
	"crypto/rand"
	"errors"
	"fmt"

	"ruthere/crypto/ipsec"
)

// The two ends of one direction of a tunnel: what one seals the other opens, once.
func ExampleSA() {
	transform := ipsec.Transform{Cipher: ipsec.AES, KeyBits: 128, Auth: ipsec.HMACSHA1}
	keymat := make([]byte, transform.KeyLen()) // as quick mode derives it
	sender, err := ipsec.NewSA(0x1000, transform, keymat)
	check(err)
	receiver, err := ipsec.NewSA(0x1000, transform, keymat)
	check(err)

	const ipv4 = 4 // the next header of tunnel mode
	esp, err := sender.Seal([]byte("a packet of the inner network"), ipv4, rand.Reader)
	check(err)
	inner, next, err := receiver.Open(esp)
	fmt.Printf("%d bytes of ESP: %q, next header %d, %v\n", len(esp), inner, next, err)

	_, _, err = receiver.Open(esp)
	fmt.Println("again:", errors.Is(err, ipsec.ErrReplay))
	esp[len(esp)-1] ^= 1
	_, _, err = receiver.Open(esp)
	fmt.Println("damaged:", err)
	// Output:
	// 68 bytes of ESP: "a packet of the inner network", next header 4, <nil>
	// again: true
	// damaged: packet failed the integrity check
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}
