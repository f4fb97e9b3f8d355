package ike

import (
	"fmt"
	"strings"
	"testing"

	"ruthere/crypto/ike/state"
)

// A toy is the least that a machine can move.
type toy struct {
	phase state.Phase
	said  []string
	held  func(Answer)
}

func (y *toy) identity() any                          { return y }
func (y *toy) at() state.Phase                        { return y.phase }
func (y *toy) enter(r *row[state.Phase, *toy])        { y.phase = r.to }
func (y *toy) rejectEvent(on state.Event)             { y.said = append(y.said, "no row for "+on.Name()) }
func (y *toy) rejectMessage()                         { y.said = append(y.said, "a payload is missing") }
func (y *toy) awaitJob(_ *Job, resume func(a Answer)) { y.held = resume }
func (y *toy) fail(_ *row[state.Phase, *toy], _ input, err error) {
	y.said = append(y.said, err.Error())
}
func (y *toy) announce(on state.Event, from, to state.Phase) {
	y.said = append(y.said, fmt.Sprintf("%s: %v -> %v", on.Name(), from, to))
}

type toyRow = row[state.Phase, *toy]

// An action that fires would have the state it led to overwritten by its own row. The
// machine refuses, and says which event and which row.
func TestActionsMustNotFire(t *testing.T) {
	var m *machine[state.Phase, *toy]
	m = newMachine([]toyRow{
		{from: state.Ready, on: state.MMExchange, to: state.InitMM1, do: alone(func(y *toy) error {
			m.fire(y, state.Phase1Delete, nil)
			return nil
		})},
		{from: state.Ready, on: state.Phase1Delete, to: state.DestSA},
	})
	defer func() {
		said := fmt.Sprint(recover())
		for _, want := range []string{"IKE_PHASE1_DEL", "IKE_READY", "IKE_MM_EXCH"} {
			if !strings.Contains(said, want) {
				t.Errorf("the panic %q does not name %s", said, want)
			}
		}
	}()
	m.fire(&toy{}, state.MMExchange, nil)
	t.Error("an action fired an event at what it works on")
}

// What a row does after its announcement may fire, and so may an action at another subject.
func TestOthersMayFire(t *testing.T) {
	other := &toy{}
	var m *machine[state.Phase, *toy]
	m = newMachine([]toyRow{
		{from: state.Ready, on: state.InfoNotify, to: state.InitMM1,
			do:    alone(func(*toy) error { m.fire(other, state.Phase1Delete, nil); return nil }),
			after: alone(func(y *toy) error { m.fire(y, state.KeepAlive, nil); return nil }),
			then:  state.ProcessComplete},
		{from: state.InitMM1, on: state.KeepAlive, to: state.InitMM2},
		{from: state.InitMM2, on: state.ProcessComplete, to: state.InitMM3},
		{from: state.Ready, on: state.Phase1Delete, to: state.DestSA, quiet: true},
	})
	y := &toy{}
	m.fire(y, state.InfoNotify, nil)
	if y.phase != state.InitMM3 || len(y.said) != 3 || other.phase != state.DestSA || len(other.said) != 0 {
		t.Errorf("it came to %v and said %q; the other to %v and said %q", y.phase, y.said, other.phase, other.said)
	}
}

// A row with a query is held until the answer comes; an answer in error is a failure.
func TestRowsAwaitTheirAnswers(t *testing.T) {
	for _, a := range []Answer{{Shared: []byte{7}}, {Err: fmt.Errorf("no such value")}} {
		var got []byte
		m := newMachine([]toyRow{{from: state.Ready, on: state.InitQM, to: state.InitMM1,
			first: askAlone(func(*toy) (*Job, error) { return &Job{}, nil }),
			do:    solved(func(_ *toy, a Answer) error { got = a.Shared; return nil })}})
		y := &toy{}
		m.fire(y, state.InitQM, nil)
		if y.phase != state.Ready || y.held == nil {
			t.Fatal("the row did not wait")
		}
		y.held(a)
		if ok := a.Err == nil; ok != (y.phase == state.InitMM1) || ok != (len(got) == 1) || len(y.said) != 1 {
			t.Errorf("with %+v it came to %v and said %q", a, y.phase, y.said)
		}
	}
}
