package router

import (
	"strings"

	"ruthere/debuglog"
	"ruthere/nhrp"
	"ruthere/packet"
)

// What the log and debugs say of NHRP.

// logNHRP says one thing that the agent tells.
func (r *Router) logNHRP(item nhrp.Output) {
	switch item := item.(type) {
	case nhrp.Received:
		traced := nhrpTraced(item.Interface, &item.Packet, item.Size, false)
		traced.ToUs = item.ToUs
		if i := r.config.Interface(item.Interface); i != nil {
			traced.Network = i.NHRP.Network
		}
		r.Log(debuglog.NHRPPacketTrace(traced)...)
	case nhrp.Malformed:
		r.Log(debuglog.NHRPMalformed(item.Interface, item.From, item.Err.Error()))
	case nhrp.NotAuthentic:
		r.Log(debuglog.NHRPNotAuthentic(item.Packet.Type.String(), item.Packet.SrcProtocol, item.Interface))
	case nhrp.Cached:
		r.nhrpDue = true // the far ends of a protected tunnel may be others
		what := "update"
		switch {
		case item.Removed:
			what = "delete"
		case item.Entry.Created.Equal(r.now):
			what = "add"
		}
		r.Log(debuglog.NHRPCached(item.Entry.Interface, what, item.Entry.Target, item.Entry.NextHop, item.Entry.NBMA))
	case nhrp.Retried:
		r.Log(debuglog.NHRPRetried(item.Server, item.Seconds))
	case nhrp.ServerMoved:
		logged, traced := debuglog.NHRPServerMoved(item.Interface, item.Server, item.NBMA, item.Local, item.LocalNBMA, item.Up)
		r.Log(traced)
		r.logDMVPN(logged)
	case nhrp.Registered:
		r.logDMVPN(debuglog.NHRPClientRegistered(item.Interface, item.Client))
	case nhrp.Refused:
		r.Log(debuglog.NHRPRefused(item.Type.String(), packet.NHRPCodeName(item.Code), int(item.Code)))
	case nhrp.ErrorHeard:
		r.logNHRPError(item)
	}
}

// logDMVPN logs what `logging dmvpn` asks for.
func (r *Router) logDMVPN(line debuglog.Line) {
	if r.config.Logging.DMVPN {
		r.Log(line)
	}
}

// logNHRPError logs an error indication, with the beginning of the packet in error: it ends before the word by which it authenticated
// itself.
func (r *Router) logNHRPError(e nhrp.ErrorHeard) {
	const begins = 40
	f := debuglog.NHRPFault{Trigger: "packet", What: packet.NHRPCodeName(e.Code), Code: int(e.Code), Offset: e.Offset, Src: e.From,
		Data: e.Contents[:min(len(e.Contents), begins)]}
	if e.Trigger != 0 {
		f.Trigger = e.Trigger.String()
	}
	if i := r.config.Interface(e.Interface); i != nil {
		f.Src, f.Dst = i.Address.Addr(), e.From
	}
	r.Log(debuglog.NHRPErrorHeard(f))
}

// nhrpTraced is a packet as the debug shows it.
func nhrpTraced(interfaceName string, p *packet.NHRP, size int, sent bool) debuglog.NHRPPacket {
	t := debuglog.NHRPPacket{Out: sent, Type: p.Type.String(), Interface: interfaceName, Size: size, HopCount: int(p.HopCount),
		Flags: nhrpFlagWords(p), RequestID: p.RequestID, NBMA: p.SrcNBMA, Src: p.SrcProtocol, Dst: p.DstProtocol,
		Clients: tracedClients(p.Clients),
		IsError: p.Type == packet.ErrorIndication, IsIndication: p.Type == packet.TrafficIndication, Code: int(p.ErrorCode),
		Offset: int(p.ErrorOffset), What: packet.NHRPCodeName(p.ErrorCode), Contents: p.Contents}
	for _, e := range p.Extensions {
		t.Extensions = append(t.Extensions, debuglog.NHRPExtension{Number: int(e.Type), Clients: tracedClients(e.Clients),
			Text: e.Type == packet.ExtensionAuthentication})
	}
	if len(p.Extensions) > 0 {
		bare := *p
		bare.Extensions = nil
		t.ExtensionOffset = len(bare.Append(nil))
	}
	return t
}

func tracedClients(list []packet.NHRPClient) (traced []debuglog.NHRPClient) {
	for _, c := range list {
		traced = append(traced, debuglog.NHRPClient{Code: int(c.Code), What: packet.NHRPCodeName(uint16(c.Code)), Prefix: int(c.Prefix),
			MTU: int(c.MTU), HoldTime: int(c.HoldTime), Preference: int(c.Preference), NBMA: c.NBMA, Protocol: c.Protocol})
	}
	return traced
}

// nhrpFlagWords are the flags of a packet in the device's words, each with a blank behind it.
func nhrpFlagWords(p *packet.NHRP) string {
	type flag struct {
		bit  uint16
		word string
	}
	var flags []flag
	switch p.Type {
	case packet.ResolutionRequest, packet.ResolutionReply:
		flags = []flag{{packet.ResolutionFromRouter, "router"}, {packet.ResolutionAuthoritative, "auth"}, {packet.ResolutionStable, "dst-stable"},
			{packet.ResolutionUnique, "unique"}, {packet.ResolutionSourceStable, "src-stable"}, {packet.FlagNAT, "nat"}}
	case packet.RegistrationRequest, packet.RegistrationReply:
		flags = []flag{{packet.RegistrationUnique, "unique"}, {packet.FlagNAT, "nat"}}
	case packet.PurgeRequest, packet.PurgeReply:
		flags = []flag{{packet.PurgeWithoutReply, "no-reply"}}
	}
	var b strings.Builder
	for _, f := range flags {
		if p.Flags&f.bit != 0 {
			b.WriteString(f.word + " ")
		}
	}
	return b.String()
}
