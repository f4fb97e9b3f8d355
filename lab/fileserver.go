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

// A host with files is a TFTP server: it sends them to whoever asks, and takes what is sent.

const (
	fileServerPorts = 40000 // the first of the ports that answers come from
	maxServerFile   = 1 << 20
	maxServerFiles  = 100
	maxTransfers    = 100 // under way; the oldest makes room
)

type fileServer struct {
	files     map[string]string
	transfers []*serverTransfer // by age
	lastPort  uint16
}

// A serverTransfer is a copy under way.
type serverTransfer struct {
	*tftp.Transfer
	client netip.AddrPort
	port   uint16 // of the server for this copy
	takes  bool
}

func newFileServer(files map[string]string) *fileServer {
	if files == nil {
		return nil
	}
	s := &fileServer{files: map[string]string{}}
	maps.Copy(s.files, files)
	return s
}

// takeDatagram takes a datagram; ours is false if nothing listens there.
func (s *fileServer) takeDatagram(h *host, p packet.IPv4) (ours bool) {
	u, err := packet.ParseUDP(p.Payload, p.Src, p.Dst)
	if s == nil || err != nil || !h.serves(serviceTFTP) {
		return false
	}
	client := netip.AddrPortFrom(p.Src, u.SrcPort)
	at := slices.IndexFunc(s.transfers, func(t *serverTransfer) bool {
		return t.client == client && (t.port == u.DstPort || u.DstPort == tftp.Port)
	})
	if at < 0 {
		return s.takeRequest(h, client, u)
	}
	t := s.transfers[at]
	if answer := t.Receive(u.Payload); answer != nil {
		s.answer(h, t.port, client, answer)
	}
	if done, err := t.Done(); done && err == nil && t.takes {
		s.files[t.Name] = string(t.Data())
	}
	return true
}

func (s *fileServer) takeRequest(h *host, client netip.AddrPort, u packet.UDP) (ours bool) {
	q, ok := tftp.ParseRequest(u.Payload)
	if u.DstPort != tftp.Port || !ok {
		return u.DstPort == tftp.Port
	}
	s.lastPort++
	port := fileServerPorts + s.lastPort%(1<<14)
	text, have := s.files[q.Name]
	switch {
	case !q.Write && !have:
		s.answer(h, port, client, tftp.Failure(tftp.FileNotFound))
		return true
	case q.Write && !have && len(s.files) >= maxServerFiles:
		s.answer(h, port, client, tftp.Failure(tftp.DiskFull))
		return true
	}
	if len(s.transfers) == maxTransfers {
		s.transfers = s.transfers[1:]
	}
	t := &serverTransfer{Transfer: tftp.Serve(q, []byte(text), maxServerFile), client: client, port: port, takes: q.Write}
	s.transfers = append(s.transfers, t)
	s.answer(h, port, client, t.Last())
	return true
}

func (s *fileServer) answer(h *host, port uint16, client netip.AddrPort, data []byte) {
	u := packet.UDP{SrcPort: port, DstPort: client.Port(), Payload: data}
	h.sendPacket(u.Packet(h.Address.Addr(), client.Addr(), hostTTL))
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
