package telnet

import "testing"

const (
	opening  = "\xff\xfb\x01\xff\xfb\x03\xff\xfd\x18\xff\xfd\x1f"
	accepted = "\xff\xfd\x01\xff\xfd\x03\xff\xfc\x18\xff\xfc\x1f"
)

// A client lets a server echo, and has neither a terminal type nor a window to tell of.
func TestClientAnswersServer(t *testing.T) {
	server, client := NewServer(nil), NewClient()
	offer := server.Offer()
	if string(offer) != opening {
		t.Errorf("the server says %q", offer)
	}
	text, answer := client.Receive(append(offer, "hello"...))
	if string(text) != "hello" || string(answer) != accepted || !client.Echoes() {
		t.Errorf("the client reads %q, answers %q, is echoed: %v", text, answer, client.Echoes())
	}
	if text, answer = server.Receive(answer); len(text) > 0 || string(answer) != "\xff\xfe\x18\xff\xfe\x1f" {
		t.Errorf("the server says %q more, and reads %q", answer, text)
	}
	text, _ = server.Receive(append(client.Encode([]byte("a\xffb\r")), Command(BRK)...))
	if string(text) != "a\xffb\r\x1e" {
		t.Errorf("typed: %q", text)
	}
}

func TestEncode(t *testing.T) {
	s := NewServer(nil)
	for _, c := range [][2]string{{"one\r", "one\r"}, {"\ntwo\r", "\ntwo\r"}, {"over", "\x00over"}, {"\xff", "\xff\xff"}} {
		if got := s.Encode([]byte(c[0])); string(got) != c[1] {
			t.Errorf("%q went out as %q, want %q", c[0], got, c[1])
		}
	}
}

// Two ends fall silent, whatever the first word was: servers, clients, or one of each.
func FuzzNegotiationEnds(f *testing.F) {
	f.Add([]byte("\xff\xfd\x05\xff\xfb\x22\xff\xfa\x1f\x00\x84\x00\x2b\xff\xf0show clock\r\x00"), true, false)
	f.Add([]byte(opening), false, false)
	f.Fuzz(func(t *testing.T, first []byte, aServes, bServes bool) {
		side := func(serves bool) *Side {
			if serves {
				return NewServer(nil)
			}
			return NewClient()
		}
		a, b := side(aServes), side(bServes)
		said := first
		for range 300 { // each option can change a few times at either end
			_, answer := a.Receive(said)
			if len(answer) > 4*len(said)+16 {
				t.Fatalf("%q is answered with %d bytes", said, len(answer))
			}
			if said, a, b = answer, b, a; len(said) == 0 {
				return
			}
		}
		t.Fatalf("they still talk after %q", first)
	})
}
