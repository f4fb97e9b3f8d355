package ike

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/debuglog"
)

// A ledger notes which tests take which rows of the state machines, in which release.
type ledger struct {
	t     *testing.T // of the walk that is under way
	taken map[rowName]map[debuglog.Release][]string
}

// A rowName is a row of the tables: its machine, where and on what it is taken, and its
// place among those that share both.
type rowName struct {
	phase int
	from  uint8
	on    state.Event
	place int
	text  string
}

// books is the ledger while TestRows walks; nil otherwise.
var books *ledger

// newEngine makes an engine for a test. While TestRows walks, its arrows are noted.
func newEngine(release debuglog.Release, c *config.Config, random func(string) io.Reader) *Engine {
	e := New(release, c, random)
	e.PrivateKey = holdsKeys
	if l := books; l != nil {
		e.phase1.taken = func(r *phase1Row) { l.note(release, nameRow(1, e.phase1, r)) }
		e.phase2.taken = func(r *phase2Row) { l.note(release, nameRow(2, e.phase2, r)) }
	}
	return e
}

func nameRow[S interface {
	~uint8
	fmt.Stringer
}, C subject[S, C]](phase int, m *machine[S, C], r *row[S, C]) rowName {
	rows := m.rows[arrow[S]{r.from, r.on}]
	place := 0
	for i := range rows {
		if &rows[i] == r {
			place = i
		}
	}
	text := fmt.Sprintf("%-26v %-35v -> %v", r.from, r.on, r.to)
	if r.when != nil {
		text += " (conditional)"
	}
	return rowName{phase, uint8(r.from), r.on, place, text}
}

// rowsOf lists the rows of a machine in the order of their states and events.
func rowsOf[S interface {
	~uint8
	fmt.Stringer
}, C subject[S, C]](phase int, m *machine[S, C]) (names []rowName) {
	for _, rows := range m.rows {
		for i := range rows {
			names = append(names, nameRow(phase, m, &rows[i]))
		}
	}
	return names
}

func (l *ledger) note(release debuglog.Release, n rowName) {
	test := strings.SplitN(strings.TrimPrefix(l.t.Name(), "TestRows/"), "/", 2)[0]
	if l.taken[n] == nil {
		l.taken[n] = map[debuglog.Release][]string{}
	}
	if by := l.taken[n][release]; !slices.Contains(by, test) {
		l.taken[n][release] = append(by, test)
	}
}

// walks are the tests that, together, take every row in every release that has it. They are
// run here once more, with the ledger open.
var walks = []struct {
	name string
	walk func(*testing.T)
}{
	{"TestLife", TestLife},
	{"TestChapter", TestChapter},
	{"TestTunnelComesUp", TestTunnelComesUp},
	{"TestInitialContact", TestInitialContact},
	{"TestTwoQuickModesWithPFSAtOnce", TestTwoQuickModesWithPFSAtOnce},
	{"TestSilentPeer", TestSilentPeer},
	{"TestSilentInitiator", TestSilentInitiator},
	{"TestPhase1Failures", TestPhase1Failures},
	{"TestDifferentKeys", TestDifferentKeys},
	{"TestUnknownPeer", TestUnknownPeer},
	{"TestAnswerThatWasNotOffered", TestAnswerThatWasNotOffered},
	{"TestClearedWhereverItWaits", TestClearedWhereverItWaits},
	{"TestRefusedWhereverItIs", TestRefusedWhereverItIs},
	{"TestWrongHashWaits", TestWrongHashWaits},
	{"TestWrongHashThenTheRightOne", TestWrongHashThenTheRightOne},
	{"TestDeletesCountOnceThereAreKeys", TestDeletesCountOnceThereAreKeys},
	{"TestDeletesTakeWhatTheyName", TestDeletesTakeWhatTheyName},
	{"TestFailover", TestFailover},
	{"TestIOSKeepalives", TestIOSKeepalives},
	{"TestAggressiveMode", TestAggressiveMode},
	{"TestAggressiveModeClearedWhereverItWaits", TestAggressiveModeClearedWhereverItWaits},
	{"TestAggressiveModeRefusedWhereverItIs", TestAggressiveModeRefusedWhereverItIs},
	{"TestAggressiveAnswerThatWasNotOffered", TestAggressiveAnswerThatWasNotOffered},
	{"TestDeletesCountInAggressiveMode", TestDeletesCountInAggressiveMode},
	{"TestSignatures", TestSignatures},
	{"TestAggressiveModeWithSignatures", TestAggressiveModeWithSignatures},
	{"TestKeyThatWent", TestKeyThatWent},
	{"TestBadCertificates", TestBadCertificates},
	{"TestWrongSignatureThenTheRightOne", TestWrongSignatureThenTheRightOne},
	{"TestSignaturesClearedWhereverTheyWait", TestSignaturesClearedWhereverTheyWait},
	{"TestXAuth", TestXAuth},
	{"TestXAuthWrongPassword", TestXAuthWrongPassword},
	{"TestWhereverATransactionWaits", TestWhereverATransactionWaits},
	{"TestModeConfiguration", TestModeConfiguration},
	{"TestPushedAddress", TestPushedAddress},
	{"TestCrowdedGroup", TestCrowdedGroup},
	{"TestClientOfAServer", TestClientOfAServer},
	{"TestClientWithTheWrongPassword", TestClientWithTheWrongPassword},
	{"TestClientThatIsPushed", TestClientThatIsPushed},
	{"TestWhereverAClientWaits", TestWhereverAClientWaits},
}

// TestRows walks the state machines and fails for a row that no test takes. Run with -v, it
// prints for each row which tests take it, in which release.
func TestRows(t *testing.T) {
	l := &ledger{taken: map[rowName]map[debuglog.Release][]string{}}
	books = l
	defer func() { books = nil }()
	for _, w := range walks {
		t.Run(w.name, func(t *testing.T) {
			l.t = t
			w.walk(t)
		})
	}
	has := map[rowName][]debuglog.Release{}
	var names []rowName
	for _, release := range releases {
		rows := append(rowsOf(1, phase1Table(release)), rowsOf(2, phase2Table(release))...)
		for _, n := range rows {
			if has[n] == nil {
				names = append(names, n)
			}
			has[n] = append(has[n], release)
		}
	}
	slices.SortFunc(names, func(a, b rowName) int {
		return cmp.Or(cmp.Compare(a.phase, b.phase), cmp.Compare(a.from, b.from), cmp.Compare(a.on, b.on), cmp.Compare(a.place, b.place))
	})
	count := 0
	for _, n := range names {
		t.Log(n.text)
		for _, release := range has[n] {
			count++
			by := l.taken[n][release]
			t.Logf("    %-4v %s", release, strings.Join(by, ", "))
			if len(by) == 0 {
				t.Errorf("no test takes %v in release %v", n.text, release)
			}
		}
	}
	t.Logf("%d rows in %d tables", count, len(releases))
}
