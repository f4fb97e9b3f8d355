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

func (c *capture) Wants(Switch, netip.Addr) bool { return true }

func (c *capture) Hear(l Line) {
	if text, ok := l.Text(IOS124); ok {
		c.lines = append(c.lines, DefaultStamp.Format(c.now, 0, NeverSet, HardwareTick)+text)
	}
}

// voice is that of the first phase 1 SA.
func (c *capture) voice() *Voice { return &Voice{Conn: first, To: c} }

// probe is an R_U_THERE going out under message id nodeID.
func (c *capture) probe(nodeID uint32, sent, purged, done string, in state.Event) {
	v := c.voice()
	c.at(sent)
	v.SendingPacket(peer, 500, 500, state.Initiator, state.QMIdle)
	c.at(purged)
	v.PurgingNode(nodeID)
	c.at(done)
	v.Transition(in, state.P1Complete, state.P1Complete)
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
	v := c.voice()
	c.at("15:17:14.131")
	v.DPDEnabled()

	c.probe(899852982, "15:18:52.107", "15:18:52.107", "15:18:52.111", state.IMAlive)
	c.at("15:18:52.123")
	v.ReceivedPacket(peer, 500, 500, "", state.Initiator, state.QMIdle)
	v.SetNewNode(id(-443923643), state.QMIdle)
	c.at("15:18:52.131")
	v.ProcessingPayload(PayloadHash, id(-443923643))
	v.ProcessingNotify(36137, 1, 0, id(-443923643), sa)
	c.at("15:18:52.135")
	v.DPDAckReceived(peer, 9)
	v.DeletingNode(id(-443923643), false, NodeInformed)
	v.Transition(state.InfoNotify, state.P1Complete, state.P1Complete)

	c.at("15:47:35.335")
	v.SetNewNode(id(-90798077), state.QMIdle)
	c.probe(id(-90798077), "15:47:35.343", "15:47:35.343", "15:47:35.347", state.IMAlive)
	c.at("15:47:36.611")
	v.PurgingNode(1515050537)

	for i, retry := range []struct {
		node                       int32
		fired, sent, purged, moved string
	}{
		{-1592471565, "15:47:37.343", "15:47:37.351", "15:47:37.351", "15:47:37.355"},
		{1758739401, "15:47:39.355", "15:47:39.363", "15:47:39.363", "15:47:39.367"},
		{320258858, "15:47:41.367", "15:47:41.375", "15:47:41.379", "15:47:41.379"},
		{-744493014, "15:47:43.379", "15:47:43.387", "15:47:43.387", "15:47:43.391"},
	} {
		c.at(retry.fired)
		v.ErrorCounter(CountPeersAlive, i+1, 5)
		v.SetNewNode(id(retry.node), state.QMIdle)
		c.probe(id(retry.node), retry.sent, retry.purged, retry.moved, state.PeersAlive)
	}

	c.at("15:47:45.391")
	v.ErrorCounter(CountPeersAlive, 5, 5)
	v.PeerNotResponding(peer)
	v.ParanoidKeepalives()
	v.DeletingSA(ReasonPeersAlive, state.Initiator, state.QMIdle, peer)
	c.at("15:47:45.395")
	v.Say(UnlockingIPsecStruct(peerNode, 0))
	v.Say(SessionDown(peer, 500, peer.String()))
	c.at("15:47:45.399")
	v.SetNewNode(id(-2061951065), state.QMIdle)
	c.at("15:47:45.411")
	v.SendingPacket(peer, 500, 500, state.Initiator, state.QMIdle)
	v.PurgingNode(id(-2061951065))
	v.Transition(state.PeersAlive, state.P1Complete, state.DestSA)
	c.at("15:47:45.415")
	v.TearingDownSA(ReasonPeersAlive, state.Initiator, state.QMIdle, peer)
	v.Say(UnlockingIKEStruct(peerNode, true, 0))
	v.Say(PeerReap(peer, peerNode))
	v.AbandoningNode(id(-1067612752), ReasonPeersAlive)
	v.AbandoningNode(id(-114443536), ReasonPeersAlive)
	c.at("15:47:45.419")
	v.AbandoningNode(2116015069, ReasonPeersAlive)
	v.AbandoningNode(id(-1981865558), ReasonPeersAlive)
	v.Transition(state.Phase1Delete, state.DestSA, state.DestSA)
	v.Say(ReceivedKEMessage(4, 1))
	v.Say(ReceivedKEMessage(3, 1))
	c.at("15:47:45.423")
	v.Say(IgnoringDeleteNotify(local, peer, 0x3A7B69BF))
	v.ReapingSA(state.Initiator, peer)
	v.ReapingNode(id(-1067612752))
	v.ReapingNode(id(-114443536))
	v.ReapingNode(2116015069)
	c.at("15:47:45.427")
	v.ReapingNode(id(-1981865558))
	v.Transition(state.MMExchange, state.DestSA, state.DestSA)

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
