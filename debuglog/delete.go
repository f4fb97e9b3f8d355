package debuglog

import (
	"net/netip"
	"strings"

	"ruthere/crypto/ike/state"
)

// SAs, peers and nodes go.

var paranoidKeepalives = phrase{
	g2: "ISAKMP:(<id>):peer does not do paranoid keepalives.",
	g3: "ISAKMP:(<id>):peer does not do paranoid keepalives.\n",
	g4: "ISAKMP: (<id>):peer does not do paranoid keepalives.",
}

// ParanoidKeepalives is said on every deletion. It is not a diagnosis.
func ParanoidKeepalives(c Conn) Line { return paranoidKeepalives.say(c) }

// An SA is deleted in two passes: marked, then torn down. From 15.x on the second pass leaves a
// blank at the end of its line.
var (
	deletingSA = phrase{
		args: "reason phase peer",
		g2:   `ISAKMP:(<id>):deleting SA reason "<reason>" state <phase> (peer <peer>) input queue 0`,
		g3:   `ISAKMP:(<id>):deleting SA reason "<reason>" state <phase> (peer <peer>)`,
		g4:   `ISAKMP: (<id>):deleting SA reason "<reason>" state <phase> (peer <peer>)`,
	}
	tearingDownSA = phrase{
		args: "reason phase peer",
		g2:   `ISAKMP:(<id>):deleting SA reason "<reason>" state <phase> (peer <peer>) input queue 0`,
		g3:   `ISAKMP:(<id>):deleting SA reason "<reason>" state <phase> (peer <peer>) `,
		g4:   `ISAKMP: (<id>):deleting SA reason "<reason>" state <phase> (peer <peer>) `,
	}
	reapingSA = phrase{
		args: "phase peer",
		g2:   `ISAKMP:(<id>):deleting SA reason "" state <phase> (peer <peer>) input queue 0`,
	}
)

// DeletingSA is the first pass: the SA is marked. Known reasons: "peers alive", "No reason",
// "Death by retransmission P1", "Phase1 SA policy proposal not accepted", "Receive initial
// contact", "P1 delete notify (in)", "IKE SA Lifetime Exceeded", "BY user command".
func DeletingSA(c Conn, reason string, role state.Role, shown state.Shown, peer netip.Addr) Line {
	return deletingSA.say(c, text(reason), phase(role, shown), addr(peer))
}

// TearingDownSA is the second pass, after the delete has been sent to the peer.
func TearingDownSA(c Conn, reason string, role state.Role, shown state.Shown, peer netip.Addr) Line {
	return tearingDownSA.say(c, text(reason), phase(role, shown), addr(peer))
}

// ReapingSA is the end of a dead SA, whose state is MM_NO_STATE by now. Only 12.4 says it.
func ReapingSA(c Conn, role state.Role, peer netip.Addr) Line {
	return reapingSA.say(c, phase(role, state.MMNoState), addr(peer))
}

var purgingSA = phrase{
	args: "sa",
	g2:   "ISAKMP:(<id>):purging SA., sa=<sa>, delme=<sa>",
	g3:   same,
	g4:   "ISAKMP: (<id>):purging SA., sa=<sa>, delme=<sa>",
}

// PurgingSA frees an SA that has been deleted, 60 s before if it was ever up.
func PurgingSA(c Conn, sa Pointer) Line { return purgingSA.say(c, pointer(sa)) }

var (
	deletingNode = phrase{
		args: "node reason",
		g2:   `ISAKMP:(<id>):deleting node <node> error FALSE reason "<reason>"`,
		g3:   same,
		g4:   `ISAKMP: (<id>):deleting node <node> error FALSE reason "<reason>"`,
	}
	deletingNodeError = phrase{
		sw:   ISAKMPError,
		args: "node reason",
		g2:   `ISAKMP:(<id>):deleting node <node> error TRUE reason "<reason>"`,
		g3:   same,
		g4:   `ISAKMP-ERROR: (<id>):deleting node <node> error TRUE reason "<reason>"`,
	}
	abandoningNode = phrase{
		args: "node reason",
		g2:   `ISAKMP:(<id>):deleting node <node> error TRUE reason "<reason>"`,
	}
	reapingNode = phrase{
		args: "node",
		g2:   `ISAKMP:(<id>):deleting node <node> error FALSE reason ""`,
		g3:   `ISAKMP:(<id>):deleting node <node> error FALSE reason "IKE deleted"`,
		g4:   `ISAKMP: (<id>):deleting node <node> error FALSE reason "IKE deleted"`,
	}
)

// DeletingNode ends an exchange; the node lingers until PurgingNode, 50 s later. Known
// reasons: "Informational (in) state 1" (12.4 begins it in lower case), "QM done (await)",
// "No Error", "QM rejected", "Delete Larval", "phase 2 err count exceeded".
func DeletingNode(c Conn, nodeID uint32, isError bool, reason string) Line {
	if isError {
		return deletingNodeError.say(c, node(nodeID), nodeWhy(reason))
	}
	return deletingNode.say(c, node(nodeID), nodeWhy(reason))
}

var deletingDeletesNode = phrase{
	args: "node reason",
	g2:   `ISAKMP:(<id>):deleting node <node> error FALSE reason "<reason>"`,
	g3:   "ISAKMP:(<id>):deleting node <node> error FALSE reason \"<reason>\"\n",
	g4:   `ISAKMP: (<id>):deleting node <node> error FALSE reason "<reason>"`,
}

// DeletingDeletesNode ends the exchange in which the peer deleted the ISAKMP SA itself. 15.x
// leaves an empty line behind it.
func DeletingDeletesNode(c Conn, nodeID uint32) Line {
	return deletingDeletesNode.say(c, node(nodeID), nodeWhy("Informational (in) state 1"))
}

// AbandoningNode is said of each node that lingers when its SA is torn down, with the reason
// of the SA. Only 12.4 says it.
func AbandoningNode(c Conn, nodeID uint32, reason string) Line {
	return abandoningNode.say(c, node(nodeID), text(reason))
}

// ReapingNode is said of the same nodes, in the same order, when the dead SA is reaped.
func ReapingNode(c Conn, nodeID uint32) Line { return reapingNode.say(c, node(nodeID)) }

func appendNodeWhy(dst []byte, reason string, r Release) []byte {
	if rest, ok := strings.CutPrefix(reason, "Informational (in)"); ok && r == IOS124 {
		return append(append(dst, "informational (in)"...), rest...)
	}
	return append(dst, reason...)
}

var purgingNode = phrase{
	args: "node",
	g2:   "ISAKMP:(<id>):purging node <node>",
	g3:   same,
	g4:   "ISAKMP: (<id>):purging node <node>",
}

// PurgingNode frees a node: at once for an informational exchange that we sent.
func PurgingNode(c Conn, nodeID uint32) Line { return purgingNode.say(c, node(nodeID)) }

var unlockingIPsecStruct = phrase{
	args: "peer by count",
	g2:   "ISAKMP: Unlocking IPSEC struct 0x<peer> from <by>, count <count>",
}

// UnlockingIPsecStruct: the phase 2 users of the peer are gone; by is "delete_siblings". Only
// 12.4 counts them apart.
func UnlockingIPsecStruct(peer Pointer, by string, count int) Line {
	return unlockingIPsecStruct.say(Conn{}, pointer(peer), text(by), number(count))
}

var unlockingIKEStruct = phrase{
	args: "peer by count",
	g2:   "ISAKMP: Unlocking IKE struct 0x<peer> for <by>, count <count>",
	g3:   "ISAKMP: Unlocking peer struct 0x<peer> for <by>, count <count>",
	g4:   "ISAKMP: (0):Unlocking peer struct 0x<peer> for <by>, count <count>",
}

// UnlockingIKEStruct: a phase 1 user of the peer is gone; by is "isadb_mark_sa_deleted()" or
// "isadb_unlock_peer_delete_sa()".
func UnlockingIKEStruct(peer Pointer, by string, count int) Line {
	return unlockingIKEStruct.say(Conn{}, pointer(peer), text(by), number(count))
}

var peerReap = phrase{
	args: "address peer",
	g2:   "ISAKMP: Deleting peer node by peer_reap for <address>: <peer>",
	g3:   same,
	g4:   "ISAKMP: (0):Deleting peer node by peer_reap for <address>: <peer>",
}

// PeerReap frees a peer that nothing uses any more.
func PeerReap(address netip.Addr, peer Pointer) Line {
	return peerReap.say(Conn{}, addr(address), pointer(peer))
}

var ignoringDeleteNotify = phrase{
	sw:   ISAKMPError,
	args: "local remote spi",
	g2:   "ISAKMP: ignoring request to send delete notify (no ISAKMP sa) src <local> dst <remote> for SPI 0x<spi>",
	g3:   same,
	g4:   "ISAKMP-ERROR: (0):ignoring request to send delete notify (no ISAKMP sa) src <local> dst <remote> for SPI 0x<spi>",
}

// IgnoringDeleteNotify: IPsec wants its delete announced, but no phase 1 SA is left to send it on.
func IgnoringDeleteNotify(local, remote netip.Addr, inbound uint32) Line {
	return ignoringDeleteNotify.say(Conn{}, addr(local), addr(remote), spi(inbound))
}

var enqueuedDeleteSAs = phrase{
	args: "spi",
	g4:   "ISAKMP: (<id>):Enqueued KEY_MGR_DELETE_SAS for IPSEC SA (SPI:0x<spi>)",
}

// EnqueuedDeleteSAs hands a received delete to IPsec. Only XE says it.
func EnqueuedDeleteSAs(c Conn, outbound uint32) Line { return enqueuedDeleteSAs.say(c, spi(outbound)) }
