package live

import (
	"io"
	"sync"

	"ruthere/telnet"
)

// A telnetStream is the server's side of a telnet connection with the protocol taken out: what
// is read is what was typed, and what is written is shown. Reading and writing may go on at once.
type telnetStream struct {
	conn   io.ReadWriter
	side   *telnet.Side // its receiving half belongs to Read, its sending half to writing
	broken func()       // the connection is no more

	read    []byte // typed, not yet asked for
	scratch [1024]byte
	writing sync.Mutex
}

// newTelnet makes the stream. Resize is called, from within Read, whenever the client
// tells the size of its window; broken when reading or writing fails.
func newTelnet(conn io.ReadWriter, resize func(width, height int), broken func()) *telnetStream {
	return &telnetStream{conn: conn, side: telnet.NewServer(resize), broken: broken}
}

// offerOptions offers and asks for what the device does.
func (t *telnetStream) offerOptions() error { return t.sendRaw(t.side.Offer()) }

// Read gives what was typed.
func (t *telnetStream) Read(b []byte) (int, error) {
	for len(t.read) == 0 {
		n, err := t.conn.Read(t.scratch[:])
		text, reply := t.side.Receive(t.scratch[:n])
		t.read = append(t.read, text...)
		if len(reply) > 0 && err == nil {
			err = t.sendRaw(reply)
		}
		if err != nil && len(t.read) == 0 {
			t.broken()
			return 0, err
		}
	}
	n := copy(b, t.read)
	t.read = t.read[n:]
	return n, nil
}

// Write shows text.
func (t *telnetStream) Write(b []byte) (int, error) {
	t.writing.Lock()
	defer t.writing.Unlock()
	if _, err := t.conn.Write(t.side.Encode(b)); err != nil {
		t.broken()
		return 0, err
	}
	return len(b), nil
}

func (t *telnetStream) sendRaw(b []byte) error {
	t.writing.Lock()
	defer t.writing.Unlock()
	_, err := t.conn.Write(b)
	return err
}
