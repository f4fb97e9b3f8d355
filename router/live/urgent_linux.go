package live

import (
	"net"

	"golang.org/x/sys/unix"
)

// keepUrgentDataInLine has the Data Mark that a telnet client sends as urgent data come
// at its place in the stream. By default it would be taken out, and leave half a command.
func keepUrgentDataInLine(c net.Conn) {
	t, ok := c.(*net.TCPConn)
	if !ok {
		return
	}
	raw, err := t.SyscallConn()
	if err != nil {
		return
	}
	_ = raw.Control(func(fd uintptr) { _ = unix.SetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_OOBINLINE, 1) })
}
