//go:build !linux

package live

import (
	"errors"
	"syscall"

	"ruthere/packet"
)

// A rawSender sends nothing here: only on Linux does a packet leave whose source is not
// an address of the host.
type rawSender struct{}

func (*rawSender) sendPacket(packet.IPv4, []byte) error {
	return errors.New("only on Linux can a packet be sent whose source is not an address of this host")
}

func (*rawSender) close() {}

func fragmentFreely(syscall.Conn) error { return nil }
