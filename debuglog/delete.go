package debuglog

import (
	"net/netip"

	"ruthere/crypto/ike/state"
)

// SAs, peers and nodes go.

var paranoidKeepalives = phrase{
	ios124: "ISAKMP:(<id>):peer does not do paranoid keepalives.",
	ios15:  "ISAKMP:(<id>):peer does not do paranoid keepalives.\n",
	iosxe:  "ISAKMP: (<id>):peer does not do paranoid keepalives.",
}

// ParanoidKeepalives is logged on every deletion. It is not a diagnosis.
func (v *Voice) ParanoidKeepalives() { v.say(&paranoidKeepalives) }

// An SA is deleted in two passes: marked, then torn down. From 15.x on the second pass leaves a
// blank at the end of its line.
var (
	deletingSA = phrase{
		args:   "reason phase peer",
		ios124: `ISAKMP:(<id>):deleting SA reason "<reason>" state <phase> (peer <peer>) input queue 0`,
		ios15:  `ISAKMP:(<id>):deleting SA reason "<reason>" state <phase> (peer <peer>)`,
		iosxe:  `ISAKMP: (<id>):deleting SA reason "<reason>" state <phase> (peer <peer>)`,
	}
	tearingDownSA = phrase{
		args:   "reason phase peer",
		ios124: `ISAKMP:(<id>):deleting SA reason "<reason>" state <phase> (peer <peer>) input queue 0`,
		ios15:  `ISAKMP:(<id>):deleting SA reason "<reason>" state <phase> (peer <peer>) `,
		iosxe:  `ISAKMP: (<id>):deleting SA reason "<reason>" state <phase> (peer <peer>) `,
	}
	reapingSA = phrase{
		args:   "phase peer",
		ios124: `ISAKMP:(<id>):deleting SA reason "" state <phase> (peer <peer>) input queue 0`,
	}
)

// DeletingSA is the first pass: the SA is marked.
func (v *Voice) DeletingSA(reason Reason, role state.Role, shown state.Shown, peer netip.Addr) {
	v.say(&deletingSA, text(reason.String()), phase(role, shown), addr(peer))
}

// TearingDownSA is the second pass, after the delete has been sent to the peer.
func (v *Voice) TearingDownSA(reason Reason, role state.Role, shown state.Shown, peer netip.Addr) {
	v.say(&tearingDownSA, text(reason.String()), phase(role, shown), addr(peer))
}

// ReapingSA is the end of a dead SA, whose state is MM_NO_STATE by now. Only 12.4 says it.
func (v *Voice) ReapingSA(role state.Role, peer netip.Addr) {
	v.say(&reapingSA, phase(role, state.MMNoState), addr(peer))
}

var purgingSA = phrase{
	args:   "sa",
	ios124: "ISAKMP:(<id>):purging SA., sa=<sa>, delme=<sa>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):purging SA., sa=<sa>, delme=<sa>",
}

// PurgingSA frees an SA that has been deleted, 60 s before if it was ever up.
func (v *Voice) PurgingSA(sa Pointer) { v.say(&purgingSA, pointer(sa)) }

var (
	deletingNode = phrase{
		args:   "node reason",
		ios124: `ISAKMP:(<id>):deleting node <node> error FALSE reason "<reason>"`,
		ios15:  same,
		iosxe:  `ISAKMP: (<id>):deleting node <node> error FALSE reason "<reason>"`,
	}
	deletingNodeError = phrase{
		sw:     ISAKMPError,
		args:   "node reason",
		ios124: `ISAKMP:(<id>):deleting node <node> error TRUE reason "<reason>"`,
		ios15:  same,
		iosxe:  xeError + `(<id>):deleting node <node> error TRUE reason "<reason>"`,
	}
	abandoningNode = phrase{
		args:   "node reason",
		ios124: `ISAKMP:(<id>):deleting node <node> error TRUE reason "<reason>"`,
	}
	reapingNode = phrase{
		args:   "node",
		ios124: `ISAKMP:(<id>):deleting node <node> error FALSE reason ""`,
		ios15:  `ISAKMP:(<id>):deleting node <node> error FALSE reason "IKE deleted"`,
		iosxe:  `ISAKMP: (<id>):deleting node <node> error FALSE reason "IKE deleted"`,
	}
)

// DeletingNode ends an exchange; the node lingers until PurgingNode, 50 s later.
func (v *Voice) DeletingNode(nodeID uint32, isError bool, reason NodeReason) {
	p := &deletingNode
	if isError {
		p = &deletingNodeError
	}
	v.say(p, node(nodeID), nodeWhy(reason))
}

var deletingDeletesNode = phrase{
	args:   "node reason",
	ios124: `ISAKMP:(<id>):deleting node <node> error FALSE reason "<reason>"`,
	ios15:  "ISAKMP:(<id>):deleting node <node> error FALSE reason \"<reason>\"\n",
	iosxe:  `ISAKMP: (<id>):deleting node <node> error FALSE reason "<reason>"`,
}

// DeletingDeletesNode ends the exchange in which the peer deleted the ISAKMP SA itself. 15.x
// leaves an empty line after it.
func (v *Voice) DeletingDeletesNode(nodeID uint32) {
	v.say(&deletingDeletesNode, node(nodeID), nodeWhy(NodeInformed))
}

// AbandoningNode is logged of each node that lingers when its SA is torn down, with the reason
// of the SA. Only 12.4 says it.
func (v *Voice) AbandoningNode(nodeID uint32, reason Reason) {
	v.say(&abandoningNode, node(nodeID), text(reason.String()))
}

// ReapingNode is logged of the same nodes, in the same order, when the dead SA is reaped.
func (v *Voice) ReapingNode(nodeID uint32) { v.say(&reapingNode, node(nodeID)) }

var purgingNode = phrase{
	args:   "node",
	ios124: "ISAKMP:(<id>):purging node <node>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):purging node <node>",
}

// PurgingNode frees a node: at once for an informational exchange that we sent.
func (v *Voice) PurgingNode(nodeID uint32) { v.say(&purgingNode, node(nodeID)) }

var unlockingIPsecStruct = phrase{
	args:   "peer by count",
	ios124: "ISAKMP: Unlocking IPSEC struct 0x<peer> from <by>, count <count>",
}

// UnlockingIPsecStruct: the phase 2 users of the peer are gone. Only 12.4 counts them apart.
func UnlockingIPsecStruct(peer Pointer, count int) Line {
	return unlockingIPsecStruct.line(Conn{}, pointer(peer), text("delete_siblings"), number(count))
}

var unlockingIKEStruct = phrase{
	args:   "peer by count",
	ios124: "ISAKMP: Unlocking IKE struct 0x<peer> for <by>, count <count>",
	ios15:  "ISAKMP: Unlocking peer struct 0x<peer> for <by>, count <count>",
	iosxe:  "ISAKMP: (0):Unlocking peer struct 0x<peer> for <by>, count <count>",
}

// UnlockingIKEStruct: a phase 1 user of the peer is gone, an SA that was marked as deleted
// before or one that never began.
func UnlockingIKEStruct(peer Pointer, marked bool, count int) Line {
	by := "isadb_unlock_peer_delete_sa()"
	if marked {
		by = "isadb_mark_sa_deleted()"
	}
	return unlockingIKEStruct.line(Conn{}, pointer(peer), text(by), number(count))
}

var peerReap = phrase{
	args:   "address peer",
	ios124: "ISAKMP: Deleting peer node by peer_reap for <address>: <peer>",
	ios15:  same,
	iosxe:  "ISAKMP: (0):Deleting peer node by peer_reap for <address>: <peer>",
}

// PeerReap frees a peer that nothing uses any more.
func PeerReap(address netip.Addr, peer Pointer) Line {
	return peerReap.line(Conn{}, addr(address), pointer(peer))
}

var ignoringDeleteNotify = phrase{
	sw:     ISAKMPError,
	args:   "local remote spi",
	ios124: "ISAKMP: ignoring request to send delete notify (no ISAKMP sa) src <local> dst <remote> for SPI 0x<spi>",
	ios15:  same,
	iosxe:  xeError + "(0):ignoring request to send delete notify (no ISAKMP sa) src <local> dst <remote> for SPI 0x<spi>",
}

// IgnoringDeleteNotify: IPsec wants its delete announced, but no phase 1 SA is left to send it on.
func IgnoringDeleteNotify(local, remote netip.Addr, inbound uint32) Line {
	return ignoringDeleteNotify.line(Conn{}, addr(local), addr(remote), spi(inbound))
}

var enqueuedDeleteSAs = phrase{
	args:  "spi",
	iosxe: "ISAKMP: (<id>):Enqueued KEY_MGR_DELETE_SAS for IPSEC SA (SPI:0x<spi>)",
}

// EnqueuedDeleteSAs hands a received delete to IPsec. Only XE says it.
func (v *Voice) EnqueuedDeleteSAs(outbound uint32) { v.say(&enqueuedDeleteSAs, spi(outbound)) }
