package tftp

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand"
	"testing"
)

// carry moves a file between two ends over a wire that loses and doubles packets.
func carry(client, server *Transfer, chance *rand.Rand, loss, double float64) error {
	type datagram struct {
		to   *Transfer
		data []byte
	}
	var wire []datagram
	send := func(to *Transfer, data []byte) {
		if data == nil || chance.Float64() < loss {
			return
		}
		wire = append(wire, datagram{to, data})
		if chance.Float64() < double {
			wire = append(wire, datagram{to, data})
		}
	}
	send(client, server.Last()) // the answer to the request
	for silence := 0; silence < 1000; {
		if done, err := client.Done(); done {
			return err
		}
		if len(wire) == 0 {
			silence++
			send(server, client.Last())
			continue
		}
		d := wire[0]
		wire = wire[1:]
		other := client
		if d.to == client {
			other = server
		}
		send(other, d.to.Receive(d.data))
	}
	return errors.New("nobody says anything any more")
}

// A file arrives as it is, whatever its length and whatever the wire loses and doubles, and
// doubled packets do not multiply.
func TestFileArrives(t *testing.T) {
	for seed := range int64(200) {
		chance := rand.New(rand.NewSource(seed))
		size := []int{0, 1, 511, 512, 513, 1024, chance.Intn(100_000)}[seed%7]
		data := make([]byte, size)
		chance.Read(data)
		reader, sender := NewRead("x", len(data)), Serve(Request{Name: "x"}, data, 0)
		if err := carry(reader, sender, chance, 0.2, 0.2); err != nil || !bytes.Equal(reader.Data(), data) {
			t.Fatalf("seed %d: %d bytes read as %d: %v", seed, len(data), len(reader.Data()), err)
		}
		writer, taker := NewWrite("x", data), Serve(Request{Name: "x", Write: true}, nil, len(data))
		if err := carry(writer, taker, chance, 0.2, 0.2); err != nil || !bytes.Equal(taker.Data(), data) {
			t.Fatalf("seed %d: %d bytes written as %d: %v", seed, len(data), len(taker.Data()), err)
		}
		if want := size/BlockSize + 1; writer.Blocks() != want || reader.Blocks() != want {
			t.Errorf("seed %d: %d and %d blocks of %d bytes", seed, writer.Blocks(), reader.Blocks(), size)
		}
	}
}

// A file longer than the block numbers count: they begin again.
func TestBlockNumbersWrap(t *testing.T) {
	data := bytes.Repeat([]byte("0123456789abcdef"), 70_000*BlockSize/16)
	reader, server := NewRead("image", len(data)), Serve(Request{Name: "image"}, data, 0)
	err := carry(reader, server, rand.New(rand.NewSource(1)), 0, 0)
	if err != nil || len(reader.Data()) != len(data) {
		t.Errorf("%d of %d bytes: %v", len(reader.Data()), len(data), err)
	}
}

func TestTooLongIsRefused(t *testing.T) {
	writer, taker := NewWrite("x", make([]byte, 2000)), Serve(Request{Name: "x", Write: true}, nil, 1999)
	if err := carry(writer, taker, rand.New(rand.NewSource(1)), 0, 0); err != DiskFull {
		t.Errorf("a file that does not fit: %v", err)
	}
}

// Messages, as RFC 1350 section 5 has them.
func TestMessages(t *testing.T) {
	for _, m := range []struct{ what, hex string }{
		{"request to read", "0001" + "72312d636f6e6667" + "00" + "6f63746574" + "00"},
		{"request to write", "0002" + "78" + "00" + "6f63746574" + "00"},
		{"failure", "0005" + "0001" + "4e6f20737563682066696c65206f72206469726563746f7279" + "00"},
		{"empty block", "0003" + "0001"},
	} {
		got := map[string][]byte{"request to read": NewRead("r1-confg", 0).Last(), "request to write": NewWrite("x", nil).Last(),
			"failure": Failure(FileNotFound), "empty block": Serve(Request{Name: "x"}, nil, 0).Last()}[m.what]
		if hex.EncodeToString(got) != m.hex {
			t.Errorf("%s: %x, want %s", m.what, got, m.hex)
		}
	}
	for _, bad := range []string{"", "\x00\x01", "\x00\x01x\x00", "\x00\x01x\x00mail\x00", "\x00\x01\x00octet\x00", "\x00\x09\x00\x00"} {
		if q, ok := ParseRequest([]byte(bad)); ok {
			t.Errorf("%q is taken for a request: %+v", bad, q)
		}
	}
}

// What a server answers ends the transfer, in the device's words.
func ExampleTransfer() {
	t := NewRead("r1-confg", 1<<20)
	t.Receive(Failure(FileNotFound))
	fmt.Println(t.Done())
	// Output: true No such file or directory
}

func FuzzReceive(f *testing.F) {
	f.Add(NewRead("x", 10).Last(), NewWrite("x", nil).Last(), true)
	f.Add(Serve(Request{Name: "x"}, []byte("abc"), 0).Last(), Failure(DiskFull), false)
	f.Fuzz(func(t *testing.T, first, second []byte, write bool) {
		for _, end := range []*Transfer{NewRead("x", 600), NewWrite("x", make([]byte, 600)), Serve(Request{"x", write}, nil, 600)} {
			end.Receive(first)
			end.Receive(second)
			if len(end.Data()) > 600 {
				t.Error("more than the limit is kept")
			}
		}
		if q, ok := ParseRequest(first); ok && q.Name == "" {
			t.Error("a request without a name")
		}
	})
}
