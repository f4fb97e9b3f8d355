package debuglog

// A Buffer is what "logging buffered SIZE" keeps: the newest messages that fit into SIZE bytes,
// each counted with its newline.
type Buffer struct {
	size     int
	used     int
	messages []string // oldest first
}

// NewBuffer makes a buffer of size bytes. IOS allows 4096 to 2147483647.
func NewBuffer(size int) *Buffer { return &Buffer{size: size} }

// Size is the number of bytes that the buffer may hold.
func (b *Buffer) Size() int { return b.size }

// Append adds a message as it was printed, dropping the oldest ones to make room. A message
// that is longer than the whole buffer is dropped itself, and everything before it.
func (b *Buffer) Append(message string) {
	b.messages = append(b.messages, message)
	b.used += len(message) + 1
	b.trim()
}

// Resize changes the size and keeps the newest messages that still fit.
func (b *Buffer) Resize(size int) {
	b.size = size
	b.trim()
}

// Clear is "clear logging".
func (b *Buffer) Clear() { b.messages, b.used = nil, 0 }

// Lines are the messages, oldest first.
func (b *Buffer) Lines() []string { return append([]string(nil), b.messages...) }

// trim relies on append to move the rest to a new array now and then, so that the dropped
// messages do not stay in memory.
func (b *Buffer) trim() {
	for b.used > b.size && len(b.messages) > 0 {
		b.used -= len(b.messages[0]) + 1
		b.messages[0] = ""
		b.messages = b.messages[1:]
	}
}
