package live

import (
	"syscall"

	"golang.org/x/sys/unix"

	"ruthere/packet"
)

// A rawSender sends whole packets whose source is not an address of the host: what came
// out of a tunnel and goes on, or comes from a Loopback. Its socket is opened for the
// first of them.
type rawSender struct {
	socket int
	open   bool
}

func (s *rawSender) sendPacket(p packet.IPv4, data []byte) error {
	if !s.open {
		fd, err := unix.Socket(unix.AF_INET, unix.SOCK_RAW|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, unix.IPPROTO_RAW)
		if err != nil {
			return err
		}
		s.socket, s.open = fd, true
	}
	return unix.Sendto(s.socket, data, 0, &unix.SockaddrInet4{Addr: p.Dst.As4()})
}

func (s *rawSender) close() {
	if s.open {
		_ = unix.Close(s.socket)
		s.open = false
	}
}

// fragmentFreely lets the host cut what does not fit into fragments, as a router does,
// and gives what it sends a router's time to live.
func fragmentFreely(c syscall.Conn) error {
	raw, err := c.SyscallConn()
	if err != nil {
		return err
	}
	var failed error
	err = raw.Control(func(fd uintptr) {
		failed = unix.SetsockoptInt(int(fd), unix.IPPROTO_IP, unix.IP_MTU_DISCOVER, unix.IP_PMTUDISC_DONT)
		if failed == nil {
			failed = unix.SetsockoptInt(int(fd), unix.IPPROTO_IP, unix.IP_TTL, 255)
		}
	})
	if err != nil {
		return err
	}
	return failed
}
