package ike

import (
	"time"

	"ruthere/crypto/ike/state"
	"ruthere/debuglog"
)

// A change is an input at work on an SA: when it came, and where what follows from it is
// collected. Its methods change that SA.
type change struct {
	*Engine
	now time.Time
	sa  *SA
	out *Out
	log debuglog.Voice // of the SA's connection
}

// changeSA begins to work on an SA.
func (e *Engine) changeSA(now time.Time, sa *SA, out *Out) *change {
	c := &change{Engine: e, sa: sa}
	c.resume(now, out)
	return c
}

// resume goes on with a change at another time.
func (c *change) resume(now time.Time, out *Out) {
	c.now, c.out = now, out
	c.log = c.sa.voiceTo(out)
}

// voiceTo says the lines about an SA.
func (sa *SA) voiceTo(out *Out) debuglog.Voice {
	return debuglog.Voice{Conn: sa.connection(), Peer: sa.remote.Addr(), To: out}
}

// An exchange is a change of one node of an SA.
type exchange struct {
	*change
	node *node
}

func (c *change) exchangeUnder(n *node) *exchange { return &exchange{c, n} }

// runLater has the change go on when the messages before it, between IPsec and IKE, have been
// dealt with.
func (c *change) runLater(f func(*change)) {
	c.queueMessage(func(now time.Time, out *Out) { f(c.changeSA(now, c.sa, out)) })
}

// waiting is an arrow held up by a job. An SA may have several: each quick mode with PFS
// asks for its own.
type waiting struct {
	sa     *SA
	opens  bool // it is what a first message of aggressive mode costs
	resume func(now time.Time, a Answer, out *Out)
}

// awaitJob holds the change until the driver has computed a job.
func (c *change) awaitJob(job *Job, resume func(Answer)) {
	if job.revocations != nil {
		c.awaitRevocations(job.revocations, resume)
		return
	}
	c.lastJob++
	job.ID = c.lastJob
	c.sa.jobs++
	opens := c.sa.aggressive && c.sa.role == state.Responder && (c.sa.phase == state.Ready || c.sa.phase == state.RespAMAwait)
	if opens {
		c.openings++
	}
	c.jobs[job.ID] = &waiting{sa: c.sa, opens: opens, resume: func(now time.Time, a Answer, out *Out) {
		c.resume(now, out)
		resume(a)
	}}
	c.out.add(*job)
}

// arithmeticDone tells of a piece of arithmetic that was done.
func (c *change) arithmeticDone(w debuglog.EngineWork) {
	c.log.EngineDid(w)
	c.out.add(Work{w})
}

// fire gives the SA's machine an event and what it brings.
func (c *change) fire(on state.Event, in input) { c.phase1.fire(c, on, in) }

// fire gives the exchange's machine an event and the message that brought it.
func (x *exchange) fire(on state.Event, in input) { x.phase2.fire(x, on, in) }
