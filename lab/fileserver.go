package lab

import (
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"

	"ruthere/packet"
	"ruthere/tftp"
)

// A host with files serves them, by TFTP unless it is told otherwise, and takes what is sent.

const (
	maxServerFile  = 1 << 20 // bytes
	maxServerFiles = 100
)

type fileServer struct {
	files map[string]string
	tftp  tftp.Server
}

func newFileServer(files map[string]string) *fileServer {
	if files == nil {
		return nil
	}
	s := &fileServer{files: map[string]string{}}
	maps.Copy(s.files, files)
	s.tftp = tftp.Server{Limit: maxServerFile,
		Read: func(name string) ([]byte, bool) { text, ok := s.files[name]; return []byte(text), ok },
		MayStore: func(name string) (refused tftp.Code, ok bool) {
			_, have := s.files[name]
			return tftp.DiskFull, have || len(s.files) < maxServerFiles
		},
		Store: func(name string, data []byte) { s.files[name] = string(data) },
	}
	return s
}

// takeDatagram takes a datagram; ours is false if nothing listens there.
func (s *fileServer) takeDatagram(h *host, p packet.IPv4) (ours bool) {
	u, err := packet.ParseUDP(p.Payload, p.Src, p.Dst)
	if s == nil || err != nil || !h.serves(serviceTFTP) {
		return false
	}
	from, answer, ours := s.tftp.Receive(netip.AddrPortFrom(p.Src, u.SrcPort), u.DstPort, u.Payload)
	if answer != nil {
		u := packet.UDP{SrcPort: from, DstPort: u.SrcPort, Payload: answer}
		h.sendPacket(u.Packet(h.Address.Addr(), p.Src, hostTTL))
	}
	return ours
}

// runFiles lists the files of a host, or shows one.
func runFiles(l *Lab, args []string) (string, error) {
	n, err := l.findNode(args[0])
	if err != nil {
		return "", err
	}
	h, ok := n.(*host)
	if !ok || h.server == nil {
		return "", fmt.Errorf("%s is no file server: give a host of the topology the key files", args[0])
	}
	names := slices.Sorted(maps.Keys(h.server.files))
	if len(args) == 1 {
		return strings.Join(append(names, ""), "\n"), nil
	}
	text, have := h.server.files[args[1]]
	if !have {
		return "", fmt.Errorf("%s has no file %q%s", args[0], args[1], listNames(names))
	}
	return text, nil
}
