package router

import (
	"net/netip"
	"slices"
	"strconv"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/packet"
)

// serveTFTP answers who asks for files that `tftp-server` names; ours is false for other datagrams. Nothing is taken.
func (r *Router) serveTFTP(vrf string, p packet.IPv4, u packet.UDP) (ours bool) {
	if len(r.config.ServedFiles) == 0 {
		return false
	}
	r.tftpServer.Read = func(name string) ([]byte, bool) { return r.servedFile(name, p.Src) }
	from, answer, ours := r.tftpServer.Receive(netip.AddrPortFrom(p.Src, u.SrcPort), u.DstPort, u.Payload)
	if answer != nil {
		r.sendOwnPacket(vrf, packet.UDP{SrcPort: from, DstPort: u.SrcPort, Payload: answer}.Packet(p.Dst, p.Src, 255))
	}
	return ours
}

// servedFile is the file that a client may have under a name.
func (r *Router) servedFile(name string, client netip.Addr) ([]byte, bool) {
	at := slices.IndexFunc(r.config.ServedFiles, func(f config.ServedFile) bool { return f.RequestName() == name })
	if at < 0 {
		return nil, false
	}
	f := r.config.ServedFiles[at]
	if f.List != 0 && !r.permitsLogin(strconv.Itoa(f.List), config.Flow{Src: client, Protocol: packet.ProtocolUDP}) {
		return nil, false
	}
	x := &modes.Context{Device: r}
	p, err := x.ParseFileName(f.Name)
	if err != nil || p.Kind != modes.KeptFile {
		return nil, false
	}
	text, err := x.ReadFile(p)
	return []byte(text), err == nil
}
