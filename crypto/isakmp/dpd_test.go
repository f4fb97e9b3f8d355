package isakmp

import "testing"

func TestDeadPeerDetection(t *testing.T) {
	i := Cookie(unhex(t, "a78fc9c55db8a10a"))
	r := Cookie(unhex(t, "9076ceb0744bbf59"))
	testBodies(t, []bodyTest{
		{"R-U-THERE", "00000001 01 10 8d28 a78fc9c55db8a10a 9076ceb0744bbf59 1d2c3b4a", RUThere(i, r, 0x1d2c3b4a)},
		{"R-U-THERE-ACK", "00000001 01 10 8d29 a78fc9c55db8a10a 9076ceb0744bbf59 ffffffff", RUThereAck(i, r, 1<<32-1)},
	})
}

func TestSequence(t *testing.T) {
	for _, test := range []struct {
		name string
		n    *Notify
		seq  uint32
		ok   bool
	}{
		{"question", RUThere(Cookie{}, Cookie{}, 7), 7, true},
		{"answer", RUThereAck(Cookie{}, Cookie{}, 8), 8, true},
		{"three bytes", &Notify{Type: NotifyRUThere, Data: []byte{0, 0, 7}}, 0, false},
		{"five bytes", &Notify{Type: NotifyRUThere, Data: []byte{0, 0, 0, 0, 7}}, 0, false},
		{"another notification", &Notify{Type: NotifyInitialContact, Data: []byte{0, 0, 0, 7}}, 0, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if seq, ok := test.n.Sequence(); seq != test.seq || ok != test.ok {
				t.Errorf("sequence %d, %v; want %d, %v", seq, ok, test.seq, test.ok)
			}
		})
	}
}
