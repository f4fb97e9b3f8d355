package lab

import (
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/router"
)

// A listener hears every packet when it is put on a wire.
type listener func(data []byte)

func (f listener) Write(b []byte) (int, error) {
	const fileHeader, recordHeader = 24, 16
	if len(b) > fileHeader {
		f(b[recordHeader:])
	}
	return len(b), nil
}

// startPair is a lab of a shipped topology in which Router has brought its tunnel with Peer up. hear is
// told what each packet says.
func startPair(t *testing.T, hear func(text string)) *Lab {
	t.Helper()
	top, err := ParseTopology("misbehaving.yaml", []byte(shipped(t, "misbehaving.yaml")), scriptFiles)
	if err != nil {
		t.Fatal(err)
	}
	l, err := New(top, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Capture(listener(func(data []byte) { hear(l.readPacket(data).String()) }), ""); err != nil {
		t.Fatal(err)
	}
	if err := l.Do("Router", router.Attach{Terminal: Console, Kind: "con"}); err != nil {
		t.Fatal(err)
	}
	advance(t, l, 4*time.Second)
	say(t, l, "Router", "enable", "ping 192.168.2.1 source 192.168.1.1")
	advance(t, l, 3*time.Second)
	return l
}

// Everything that IKE puts on a wire is read: exchanges, numbers, payloads, decrypted.
func TestPacketsAreRead(t *testing.T) {
	var got []string
	l := startPair(t, func(text string) {
		if strings.HasPrefix(text, "ESP") {
			text = "ESP"
		}
		if text, _, _ = strings.Cut(text, " sequence "); !slices.Contains(got, text) {
			got = append(got, text)
		}
	})
	advance(t, l, 12*time.Second)
	say(t, l, "Router", "clear crypto sa", "clear crypto isakmp")
	advance(t, l, time.Second)
	want := []string{
		"main mode message 1: SA, VENDOR ID",
		"main mode message 2: SA, VENDOR ID",
		"main mode message 3: KE, NONCE, VENDOR ID, NAT-D",
		"main mode message 4: KE, NONCE, VENDOR ID, NAT-D",
		"main mode message 5: ID, HASH, NOTIFY INITIAL-CONTACT",
		"main mode message 6: ID, HASH",
		"quick mode message 1: SA, NONCE, ID",
		"quick mode message 2: SA, NONCE, ID",
		"quick mode message 3: HASH",
		"ESP",
		"informational: R_U_THERE",
		"informational: R_U_THERE_ACK",
		"informational: DELETE esp",
		"informational: DELETE isakmp",
	}
	if !slices.Equal(got, want) {
		t.Errorf("read\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func attachConsole(t *testing.T, l *Lab, name string) {
	t.Helper()
	if err := l.Do(name, router.Attach{Terminal: Console, Kind: "con"}); err != nil {
		t.Fatal(err)
	}
}
