package debuglog

import (
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"

	"ruthere/crypto/ike/state"
)

var (
	peer  = netip.MustParseAddr("10.2.80.209")
	local = netip.MustParseAddr("10.1.32.14")
	first = Conn{ID: 1}
)

// A capture collects lines as a 12.4 router prints them, each with the time at which it is said.
type capture struct {
	t     *testing.T
	now   time.Time
	lines []string
}

// at sets the time of day for the lines that follow.
func (c *capture) at(clock string) *capture {
	c.t.Helper()
	now, err := time.Parse("2006-01-02 15:04:05.000", "2004-03-25 "+clock)
	if err != nil {
		c.t.Fatal(err)
	}
	c.now = now
	return c
}

func (c *capture) say(lines ...Line) *capture {
	for _, l := range lines {
		if text, ok := l.Text(IOS124); ok {
			c.lines = append(c.lines, DefaultStamp.Format(c.now, 0, NeverSet, HardwareTick)+text)
		}
	}
	return c
}

// probe is an R_U_THERE going out under message id nodeID.
func (c *capture) probe(nodeID uint32, sent, purged, done string, in state.Event) {
	c.at(sent).say(SendingPacket(first, peer, 500, 500, state.Initiator, state.QMIdle))
	c.at(purged).say(PurgingNode(first, nodeID))
	c.at(done).say(both(Transition(first, in, state.P1Complete, state.P1Complete))...)
}

// TestChapter has the constructors say the whole debug output of the chapter, times included:
// a probe that is answered, then one that is not, and the death of the peer.
func TestChapter(t *testing.T) {
	id := func(n int32) uint32 { return uint32(n) }
	const (
		sa       = Pointer(0x81BA4DD4)
		peerNode = Pointer(0x81E5C4E8)
	)
	c := &capture{t: t}
	c.at("15:17:14.131").say(DPDEnabled(first))

	c.probe(899852982, "15:18:52.107", "15:18:52.107", "15:18:52.111", state.IMAlive)
	c.at("15:18:52.123").
		say(ReceivedPacket(first, peer, 500, 500, "", state.Initiator, state.QMIdle)).
		say(SetNewNode(first, id(-443923643), state.QMIdle))
	c.at("15:18:52.131").
		say(ProcessingPayload(first, "HASH", id(-443923643))).
		say(ProcessingNotify(first, NotifyName(36137), 1, 0, id(-443923643), sa))
	c.at("15:18:52.135").
		say(DPDAckReceived(first, peer, 9)).
		say(DeletingNode(first, id(-443923643), false, "Informational (in) state 1")).
		say(both(Transition(first, state.InfoNotify, state.P1Complete, state.P1Complete))...)

	c.at("15:47:35.335").say(SetNewNode(first, id(-90798077), state.QMIdle))
	c.probe(id(-90798077), "15:47:35.343", "15:47:35.343", "15:47:35.347", state.IMAlive)
	c.at("15:47:36.611").say(PurgingNode(first, 1515050537))

	for i, retry := range []struct {
		node                       int32
		fired, sent, purged, moved string
	}{
		{-1592471565, "15:47:37.343", "15:47:37.351", "15:47:37.351", "15:47:37.355"},
		{1758739401, "15:47:39.355", "15:47:39.363", "15:47:39.363", "15:47:39.367"},
		{320258858, "15:47:41.367", "15:47:41.375", "15:47:41.379", "15:47:41.379"},
		{-744493014, "15:47:43.379", "15:47:43.387", "15:47:43.387", "15:47:43.391"},
	} {
		c.at(retry.fired).
			say(ErrorCounter(first, "PEERS_ALIVE_TIMER", i+1, 5)).
			say(SetNewNode(first, id(retry.node), state.QMIdle))
		c.probe(id(retry.node), retry.sent, retry.purged, retry.moved, state.PeersAlive)
	}

	c.at("15:47:45.391").
		say(ErrorCounter(first, "PEERS_ALIVE_TIMER", 5, 5)).
		say(PeerNotResponding(first, peer)).
		say(ParanoidKeepalives(first)).
		say(DeletingSA(first, "peers alive", state.Initiator, state.QMIdle, peer))
	c.at("15:47:45.395").
		say(UnlockingIPsecStruct(peerNode, "delete_siblings", 0)).
		say(SessionDown(peer, 500, peer.String()))
	c.at("15:47:45.399").say(SetNewNode(first, id(-2061951065), state.QMIdle))
	c.at("15:47:45.411").
		say(SendingPacket(first, peer, 500, 500, state.Initiator, state.QMIdle)).
		say(PurgingNode(first, id(-2061951065))).
		say(both(Transition(first, state.PeersAlive, state.P1Complete, state.DestSA))...)
	c.at("15:47:45.415").
		say(TearingDownSA(first, "peers alive", state.Initiator, state.QMIdle, peer)).
		say(UnlockingIKEStruct(peerNode, "isadb_mark_sa_deleted()", 0)).
		say(PeerReap(peer, peerNode)).
		say(AbandoningNode(first, id(-1067612752), "peers alive")).
		say(AbandoningNode(first, id(-114443536), "peers alive"))
	c.at("15:47:45.419").
		say(AbandoningNode(first, 2116015069, "peers alive")).
		say(AbandoningNode(first, id(-1981865558), "peers alive")).
		say(both(Transition(first, state.Phase1Delete, state.DestSA, state.DestSA))...).
		say(ReceivedKEMessage(4, 1)).
		say(ReceivedKEMessage(3, 1))
	c.at("15:47:45.423").
		say(IgnoringDeleteNotify(local, peer, 0x3A7B69BF)).
		say(ReapingSA(first, state.Initiator, peer)).
		say(ReapingNode(first, id(-1067612752))).
		say(ReapingNode(first, id(-114443536))).
		say(ReapingNode(first, 2116015069))
	c.at("15:47:45.427").
		say(ReapingNode(first, id(-1981865558))).
		say(both(Transition(first, state.MMExchange, state.DestSA, state.DestSA))...)

	data, err := os.ReadFile("testdata/dpd-periodic.log")
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(strings.TrimSpace(string(data)), "\n")
	if len(c.lines) != len(want) {
		t.Errorf("%d lines said, the chapter has %d", len(c.lines), len(want))
	}
	for i := range min(len(c.lines), len(want)) {
		if got := fold(c.lines[i]); got != fold(want[i]) {
			t.Errorf("line %d\n got %s\nwant %s", i+1, got, fold(want[i]))
		}
	}
}

// fold makes white space alike: the chapter went through a typesetter.
func fold(s string) string { return strings.Join(strings.Fields(s), " ") }
