package ike

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"ruthere/debuglog"
)

// Keys, and what is said of messages, leave the engine for who records packets and for nobody else; and printed, keys are
// not there.
func TestKeysLeaveOnlyWhenAsked(t *testing.T) {
	n := newNet(t, debuglog.IOS15, nil)
	n.trigger(0)
	b := n.rigs[0]
	sa, pairs := b.engine.allSAs()[0], b.engine.IPsec.Pairs()
	if !sa.isEstablished() || len(pairs) != 1 {
		t.Fatal("no tunnel")
	}
	nobody := func(debuglog.Switch) bool { return false } // no debugging is on
	for _, recording := range []bool{false, true} {
		out := Out{Recording: recording, Enabled: nobody}
		c := b.engine.changeSA(n.now, sa, &out)
		material := bytes.Repeat([]byte{0xA5}, pairs[0].In.KeyLen())
		c.tellKeys()
		c.out.tellESPKeys(pairs[0].In, true, material)
		c.sayReceived(Datagram{Local: sa.local, Remote: sa.remote})
		c.transmit([]byte{1})
		var kinds []string
		for _, item := range out.Items {
			kinds = append(kinds, strings.TrimPrefix(fmt.Sprintf("%T", item), "ike."))
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%q"} {
				text := strings.ToLower(fmt.Sprintf(verb, item) + fmt.Sprintf(verb, []Item{item}))
				for _, key := range [][]byte{sa.keys.Cipher, material} {
					if strings.Contains(text, hex.EncodeToString(key)) || strings.Contains(text, fmt.Sprint(key)[1:]) {
						t.Errorf("%s prints a key: %s", verb, text)
					}
				}
			}
		}
		want := map[bool]string{false: "[Datagram]", true: "[ISAKMPKeys ESPKeys Arrived Datagram]"}[recording]
		if got := fmt.Sprint(kinds); got != want {
			t.Errorf("recording %v: %s leave, want %s", recording, got, want)
		}
		for _, item := range out.Items {
			switch item := item.(type) {
			case ISAKMPKeys:
				if item.Initiator != sa.cookieI || !bytes.Equal(item.Cipher, sa.keys.Cipher) {
					t.Error("the key is not that of the SA")
				}
			case ESPKeys:
				if item.Src != pairs[0].In.Remote || item.Dst != pairs[0].In.Local || item.SPI != pairs[0].In.SPI {
					t.Errorf("an inbound SA from %v to %v", item.Src, item.Dst)
				}
			case Datagram:
				if text, said := item.Line.Text(debuglog.IOS15); said != recording || said && !strings.Contains(text, "sending packet to") {
					t.Errorf("recording %v: %q is said", recording, text)
				}
			}
		}
	}
}
