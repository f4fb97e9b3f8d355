package debuglog

import (
	"net/netip"

	"ruthere/crypto/ike/state"
)

// Quick mode (RFC 2409 section 5.5).

var outstandingRequests = phrase{
	args: "local lport remote rport",
	g2:   "ISAKMP:(<id>):SA has outstanding requests  (local <local> port <lport>, remote <remote> port <rport>)",
	g3:   same,
	g4:   "ISAKMP: (<id>):SA has outstanding requests  (local <local> port <lport>, remote <remote> port <rport>)",
}

// OutstandingRequests is said when IPsec asks for SAs while phase 1 is up.
func OutstandingRequests(c Conn, local netip.Addr, localPort uint16, remote netip.Addr, remotePort uint16) Line {
	return outstandingRequests.say(c, addr(local), port(localPort), addr(remote), port(remotePort))
}

var sittingIdle = phrase{
	args: "state",
	g2:   "ISAKMP:(<id>):sitting IDLE. Starting QM immediately (<state>)",
	g3:   same,
	g4:   "ISAKMP: (<id>):sitting IDLE. Starting QM immediately (<state>)",
}

// SittingIdle follows OutstandingRequests.
func SittingIdle(c Conn) Line { return sittingIdle.say(c, text(padded(state.QMIdle))) }

var beginningQuickMode = phrase{
	args: "node",
	g2:   "ISAKMP:(<id>):beginning Quick Mode exchange, M-ID of <node>",
	g3:   same,
	g4:   "ISAKMP: (<id>):beginning Quick Mode exchange, M-ID of <node>",
}

func BeginningQuickMode(c Conn, messageID uint32) Line {
	return beginningQuickMode.say(c, node(messageID))
}

var (
	initiatorGetsSPI = phrase{
		g3: "ISAKMP:(<id>):QM Initiator gets spi",
		g4: "ISAKMP: (<id>):QM Initiator gets spi",
	}
	responderGetsSPI = phrase{
		g3: "ISAKMP:(<id>):QM Responder gets spi",
		g4: "ISAKMP: (<id>):QM Responder gets spi",
	}
)

// GetsSPI tells which side of quick mode took an SPI. 12.4 does not say it.
func GetsSPI(c Conn, role state.Role) Line {
	if role == state.Responder {
		return responderGetsSPI.say(c)
	}
	return initiatorGetsSPI.say(c)
}

var askingForSPIs = phrase{
	args: "count",
	g2:   "ISAKMP:(<id>): asking for <count> spis from ipsec",
}

// AskingForSPIs is the responder's wait for IPsec. Only 12.4 says it.
func AskingForSPIs(c Conn, count int) Line { return askingForSPIs.say(c, number(count)) }

var checkingProposal = phrase{
	args: "number",
	g2:   "ISAKMP:(<id>):Checking IPSec proposal <number>",
	g3:   same,
	g4:   "ISAKMP: (<id>):Checking IPSec proposal <number>",
}

func CheckingProposal(c Conn, n int) Line { return checkingProposal.say(c, number(n)) }

var proposalAcceptable = phrase{
	g2: "ISAKMP:(<id>):atts are acceptable.",
	g3: same,
	g4: "ISAKMP: (<id>):atts are acceptable.",
}

// ProposalAcceptable is said when the attributes of an IPsec transform will do.
func ProposalAcceptable(c Conn) Line { return proposalAcceptable.say(c) }

var receivedInstallCallback = phrase{
	g4: "ISAKMP: (<id>):Received IPSec Install callback... proceeding with the negotiation",
}

var installedSA = phrase{
	args: "spi interface",
	g4:   "ISAKMP: (<id>):Successfully installed IPSEC SA (SPI:0x<spi>) on <interface>",
}

// InstalledSA is IPsec's word that the SAs are in place, with the inbound SPI. Only XE says it.
func InstalledSA(c Conn, inbound uint32, interfaceName string) []Line {
	return []Line{receivedInstallCallback.say(c), installedSA.say(c, spi(inbound), text(interfaceName))}
}

var failedToFindPeerIndex = phrase{
	sw: ISAKMPError,
	g4: "ISAKMP-ERROR: (0):Failed to find peer index node to update peer_info_list",
}

// FailedToFindPeerIndex is harmless: XE says it whenever a first SA comes or a last one goes.
func FailedToFindPeerIndex() Line { return failedToFindPeerIndex.say(Conn{}) }

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
	creatingIPsecSAs = phrase{
		g2: "ISAKMP:(<id>): Creating IPSec SAs",
		g3: same,
	}
	inboundSAFrom = phrase{
		args: "from to",
		g2:   "        inbound SA from <from> to <to> (f/i)  0/ 0",
		g3:   same,
	}
	outboundSAFrom = phrase{
		args: "from to",
		g2:   "        outbound SA from <from> to <to> (f/i) 0/ 0",
		g3:   same,
	}
	saProxy = phrase{
		args: "from to",
		g2:   "        (proxy <from> to <to>)",
		g3:   same,
	}
	inboundSPI = phrase{
		args: "hex conn",
		g2:   "        has spi 0x<hex> and conn_id <conn> and flags 13",
		g3:   "        has spi 0x<hex> and conn_id 0",
	}
	outboundSPI = phrase{
		args: "hex decimal conn",
		g2:   "        has spi <decimal> and conn_id <conn> and flags 1B",
		g3:   "        has spi 0x<hex> and conn_id 0",
	}
	saLifeSeconds = phrase{
		args: "seconds",
		g2:   "        lifetime of <seconds> seconds",
		g3:   same,
	}
	saLifeKilobytes = phrase{
		args: "kilobytes",
		g2:   "        lifetime of <kilobytes> kilobytes",
		g3:   same,
	}
)

// CreatingIPsecSAs shows both SAs of a finished quick mode, each line of the block with its
// own timestamp. XE does not say it.
func CreatingIPsecSAs(c Conn, p SAPair) []Line {
	local, remote := addr(p.Local), addr(p.Remote)
	localProxy, remoteProxy := addr(p.LocalProxy), addr(p.RemoteProxy)
	seconds := saLifeSeconds.say(c, decimal(uint64(p.Seconds)))
	kilobytes := saLifeKilobytes.say(c, decimal(uint64(p.Kilobytes)))
	return []Line{
		creatingIPsecSAs.say(c),
		inboundSAFrom.say(c, remote, local),
		saProxy.say(c, remoteProxy, localProxy),
		inboundSPI.say(c, spi(p.InboundSPI), number(p.InboundConn)),
		seconds,
		kilobytes,
		outboundSAFrom.say(c, local, remote),
		saProxy.say(c, localProxy, remoteProxy),
		outboundSPI.say(c, spi(p.OutboundSPI), decimal(uint64(p.OutboundSPI)), number(p.InboundConn+1)),
		seconds,
		kilobytes,
	}
}
