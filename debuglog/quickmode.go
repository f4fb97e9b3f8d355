package debuglog

import (
	"net/netip"

	"ruthere/crypto/ike/state"
)

// Quick mode (RFC 2409 section 5.5).

var outstandingRequests = phrase{
	args:   "local lport remote rport",
	ios124: "ISAKMP:(<id>):SA has outstanding requests  (local <local> port <lport>, remote <remote> port <rport>)",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):SA has outstanding requests  (local <local> port <lport>, remote <remote> port <rport>)",
}

// OutstandingRequests is logged when IPsec asks for SAs while phase 1 is up.
func (v *Voice) OutstandingRequests(local netip.Addr, localPort uint16, remote netip.Addr, remotePort uint16) {
	v.say(&outstandingRequests, addr(local), port(localPort), addr(remote), port(remotePort))
}

var sittingIdle = phrase{
	args:   "state",
	ios124: "ISAKMP:(<id>):sitting IDLE. Starting QM immediately (<state>)",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):sitting IDLE. Starting QM immediately (<state>)",
}

// SittingIdle follows OutstandingRequests.
func (v *Voice) SittingIdle() { v.say(&sittingIdle, text(padded(state.QMIdle))) }

var beginningQuickMode = phrase{
	args:   "node",
	ios124: "ISAKMP:(<id>):beginning Quick Mode exchange, M-ID of <node>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):beginning Quick Mode exchange, M-ID of <node>",
}

func (v *Voice) BeginningQuickMode(messageID uint32) {
	v.say(&beginningQuickMode, wireID(messageID))
}

var (
	initiatorGetsSPI = phrase{
		ios15: "ISAKMP:(<id>):QM Initiator gets spi",
		iosxe: "ISAKMP: (<id>):QM Initiator gets spi",
	}
	responderGetsSPI = phrase{
		ios15: "ISAKMP:(<id>):QM Responder gets spi",
		iosxe: "ISAKMP: (<id>):QM Responder gets spi",
	}
)

// GetsSPI tells which side of quick mode took an SPI. 12.4 does not say it.
func (v *Voice) GetsSPI(role state.Role) {
	if role == state.Responder {
		v.say(&responderGetsSPI)
		return
	}
	v.say(&initiatorGetsSPI)
}

var askingForSPIs = phrase{
	args:   "count",
	ios124: "ISAKMP:(<id>): asking for <count> spis from ipsec",
}

// AskingForSPIs is the responder's wait for IPsec. Only 12.4 says it.
func (v *Voice) AskingForSPIs(count int) { v.say(&askingForSPIs, number(count)) }

var checkingProposal = phrase{
	args:   "number",
	ios124: "ISAKMP:(<id>):Checking IPSec proposal <number>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Checking IPSec proposal <number>",
}

func (v *Voice) CheckingProposal(n int) { v.say(&checkingProposal, number(n)) }

var proposalAcceptable = phrase{
	ios124: "ISAKMP:(<id>):atts are acceptable.",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):atts are acceptable.",
}

// ProposalAcceptable is logged when the attributes of an IPsec transform will do.
func (v *Voice) ProposalAcceptable() { v.say(&proposalAcceptable) }

var receivedInstallCallback = phrase{
	ios15: "ISAKMP:(<id>):Received IPSec Install callback... proceeding with the negotiation",
	iosxe: "ISAKMP: (<id>):Received IPSec Install callback... proceeding with the negotiation",
}

var installedSA = phrase{
	args:  "spi interface",
	ios15: "ISAKMP:(<id>):Successfully installed IPSEC SA (SPI:0x<spi>) on <interface>",
	iosxe: "ISAKMP: (<id>):Successfully installed IPSEC SA (SPI:0x<spi>) on <interface>",
}

// InstalledSA is IPsec's word that the SAs are in place, with the inbound SPI. 12.4 does not
// say it: 15.1(2)T began to.
func (v *Voice) InstalledSA(inbound uint32, interfaceName string) {
	v.say(&receivedInstallCallback)
	v.say(&installedSA, spi(inbound), text(interfaceName))
}

var failedToFindPeerIndex = phrase{
	sw:    ISAKMPError,
	iosxe: xeError + "(0):Failed to find peer index node to update peer_info_list",
}

// FailedToFindPeerIndex is harmless: XE says it whenever a first SA comes or a last one goes.
func FailedToFindPeerIndex() Line { return failedToFindPeerIndex.line(Conn{}) }

// A SAPair is what quick mode negotiated, for CreatingIPsecSAs.
type SAPair struct {
	Local, Remote           netip.Addr
	LocalProxy, RemoteProxy netip.Addr // the networks that are protected
	InboundSPI, OutboundSPI uint32
	InboundConn             int    // 12.4 only; the outbound SA has the next id
	Seconds                 uint32 // lifetime
	Kilobytes               uint32
}

var (
	creatingIPsecSAs = phrase{ios124: "ISAKMP:(<id>): Creating IPSec SAs"}
	inboundSAFrom    = phrase{
		args:   "from to fromproxy toproxy",
		ios124: "        inbound SA from <from> to <to> (f/i)  0/ 0\n      (proxy <fromproxy> to <toproxy>)",
	}
	outboundSAFrom = phrase{
		args:   "from to fromproxy toproxy",
		ios124: "        outbound SA from <from> to <to> (f/i) 0/0\n      (proxy <fromproxy> to <toproxy>)",
	}
	inboundSPI = phrase{
		args:   "hex conn",
		ios124: "        has spi 0x<hex> and conn_id <conn> and flags 13",
	}
	outboundSPI = phrase{
		args:   "decimal conn",
		ios124: "        has spi <decimal> and conn_id <conn> and flags 1B",
	}
	saLifeSeconds   = phrase{args: "seconds", ios124: "        lifetime of <seconds> seconds"}
	saLifeKilobytes = phrase{args: "kilobytes", ios124: "        lifetime of <kilobytes> kilobytes"}
)

// CreatingIPsecSAs shows the SAs of a finished quick mode, two for each of its protocols, each line of the block with its
// own timestamp but for the proxies. Only 12.4 says it.
func (v *Voice) CreatingIPsecSAs(pairs ...SAPair) {
	v.say(&creatingIPsecSAs)
	for _, p := range pairs {
		v.showCreated(p)
	}
}

func (v *Voice) showCreated(p SAPair) {
	local, remote := addr(p.Local), addr(p.Remote)
	localProxy, remoteProxy := addr(p.LocalProxy), addr(p.RemoteProxy)
	seconds, kilobytes := decimal(uint64(p.Seconds)), decimal(uint64(p.Kilobytes))
	v.say(&inboundSAFrom, remote, local, remoteProxy, localProxy)
	v.say(&inboundSPI, spi(p.InboundSPI), number(p.InboundConn))
	v.say(&saLifeSeconds, seconds)
	v.say(&saLifeKilobytes, kilobytes)
	v.say(&outboundSAFrom, local, remote, localProxy, remoteProxy)
	v.say(&outboundSPI, decimal(uint64(p.OutboundSPI)), number(p.InboundConn+1))
	v.say(&saLifeSeconds, seconds)
	v.say(&saLifeKilobytes, kilobytes)
}
