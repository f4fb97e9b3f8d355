package tftp

// A Transfer is one file on its way between this end and another. The end that asked repeats
// its Last message when nothing has come for a while; the other one answers what is repeated.
type Transfer struct {
	Name string

	data    []byte // to be sent, or received so far
	sending bool
	asked   bool   // by this end
	limit   int    // of what is received, in bytes
	block   int    // the one on its way
	last    []byte // message sent

	done bool
	err  error
}

// NewRead asks a server for a file of at most limit bytes.
func NewRead(name string, limit int) *Transfer {
	return &Transfer{Name: name, asked: true, limit: limit, block: 1, last: appendRequest(readRequest, name)}
}

// NewWrite asks a server to take a file.
func NewWrite(name string, data []byte) *Transfer {
	return &Transfer{Name: name, asked: true, sending: true, data: data, last: appendRequest(writeRequest, name)}
}

// A Request is what a server is asked: to send a file, or, with Write, to take one.
type Request struct {
	Name  string
	Write bool
}

// ParseRequest reads what came to a server's Port; ok is false if it is no request.
func ParseRequest(b []byte) (q Request, ok bool) {
	m, err := parseMessage(b)
	return Request{m.name, m.kind == writeRequest}, err == nil && (m.kind == readRequest || m.kind == writeRequest)
}

// Serve is the server's end of a transfer: data is what is sent to who reads, limit bounds what
// is taken from who writes.
func Serve(q Request, data []byte, limit int) *Transfer {
	t := &Transfer{Name: q.Name, sending: !q.Write, data: data, limit: limit}
	if q.Write {
		t.data, t.last = nil, appendNumbered(acknowledged, 0, nil)
		t.block = 1
		return t
	}
	t.sendBlock(1)
	return t
}

// Last is the message to send first, and again when nothing comes.
func (t *Transfer) Last() []byte { return t.last }

// Done says whether the file is through, or err why it will not be.
func (t *Transfer) Done() (done bool, err error) { return t.done, t.err }

// Data is what was received.
func (t *Transfer) Data() []byte { return t.data }

// Blocks is how many blocks have been sent and acknowledged, or received.
func (t *Transfer) Blocks() int {
	switch {
	case t.done && t.err == nil:
		return t.blocks()
	case t.block == 0:
		return 0
	}
	return t.block - 1
}

// blocks is how many blocks the file makes.
func (t *Transfer) blocks() int { return len(t.data)/BlockSize + 1 }

// Receive takes a message from the other end and returns the answer, nil for none. What is
// not understood, or came before, changes nothing.
func (t *Transfer) Receive(b []byte) (answer []byte) {
	m, err := parseMessage(b)
	switch {
	case err != nil || t.err != nil:
		return nil
	case m.kind == failure && !t.done:
		t.done, t.err = true, Code(m.number)
	case (m.kind == readRequest || m.kind == writeRequest) && !t.asked && t.block == 1:
		return t.last // to the request, which has come again
	case m.kind == acknowledged && t.sending:
		return t.takeAcknowledgement(m.number)
	case m.kind == dataBlock && !t.sending:
		return t.takeBlock(m)
	}
	return nil
}

// takeAcknowledgement goes on with the next block. An acknowledgement that comes again is
// answered by who serves only, whose end does not repeat of itself: if both did, one packet
// that came twice would double all that follow. Numbers wrap after 65,535.
func (t *Transfer) takeAcknowledgement(number uint16) []byte {
	switch {
	case t.done:
		return nil
	case number == uint16(t.block-1) && !t.asked:
		return t.last
	case number != uint16(t.block):
		return nil
	case t.block == t.blocks():
		t.done, t.last = true, nil
		return nil
	}
	return t.sendBlock(t.block + 1)
}

func (t *Transfer) sendBlock(number int) []byte {
	t.block = number
	from := (number - 1) * BlockSize
	t.last = appendNumbered(dataBlock, uint16(number), t.data[from:min(from+BlockSize, len(t.data))])
	return t.last
}

// takeBlock keeps a block that is the next one, and acknowledges it, or the one before again.
func (t *Transfer) takeBlock(m message) []byte {
	switch {
	case m.number == uint16(t.block-1) && t.block > 1:
		return t.last
	case m.number != uint16(t.block) || t.done:
		return nil
	case len(t.data)+len(m.data) > t.limit:
		t.done, t.err, t.last = true, DiskFull, Failure(DiskFull)
		return t.last
	}
	t.data = append(t.data, m.data...)
	t.last = appendNumbered(acknowledged, m.number, nil)
	t.block++
	t.done = len(m.data) < BlockSize
	return t.last
}
