package isakmp_test

import (
	"encoding/hex"
	"fmt"

	"ruthere/crypto/isakmp"
)

// A recorded message of main mode, with its key exchange cut to three bytes: what is in it.
func ExampleParseMessage() {
	datagram, err := hex.DecodeString("a78fc9c55db8a10a9076ceb0744bbf5904100200000000000000004b" +
		"0d000007010203" + "0d00001412f5f28c457168a9702d9fe274cc0100" + "00000014afcad71368a1f1c96b8696fc77570100")
	if err != nil {
		panic(err)
	}
	m, err := isakmp.ParseMessage(datagram)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%v and %v, %v\n", m.Initiator, m.Responder, m.Exchange)
	for _, p := range m.Payloads {
		fmt.Printf("%v: %x\n", p.Type, p.Body)
	}
	fmt.Println(len(m.All(isakmp.PayloadVendorID)), "vendor IDs")

	_, err = isakmp.ParseMessage(datagram[:60])
	fmt.Println(err)
	// Output:
	// a78fc9c55db8a10a and 9076ceb0744bbf59, Main Mode
	// KE: 010203
	// VENDOR ID: 12f5f28c457168a9702d9fe274cc0100
	// VENDOR ID: afcad71368a1f1c96b8696fc77570100
	// 2 vendor IDs
	// isakmp header: too short: 60 bytes of 75
}
