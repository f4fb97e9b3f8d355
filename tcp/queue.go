package tcp

import "time"

// A Queue is what its owner has to send on a connection, however much that is: what the connection has no room for waits,
// and a Close waits for that. Its owner calls Flush at Writable.
type Queue struct {
	Conn *Conn // nil: there is none yet, and everything waits

	waiting []byte
	closing bool
}

// Write sends data as soon as there is room.
func (q *Queue) Write(now time.Time, data []byte, out *Out) {
	if !q.closing {
		q.waiting = append(q.waiting, data...)
		q.Flush(now, out)
	}
}

// Close ends this side of the connection once all has gone out.
func (q *Queue) Close(now time.Time, out *Out) {
	q.closing = true
	q.Flush(now, out)
}

// Closing says whether Close was called.
func (q *Queue) Closing() bool { return q.closing }

// Flush hands on what there is room for.
func (q *Queue) Flush(now time.Time, out *Out) {
	if q.Conn == nil {
		return
	}
	if len(q.waiting) > 0 {
		q.waiting = q.waiting[q.Conn.Write(now, q.waiting, out):]
	}
	if q.closing && len(q.waiting) == 0 {
		q.Conn.Close(now, out)
	}
}

// Unsent is how many bytes have not been acknowledged.
func (q *Queue) Unsent() int {
	if q.Conn == nil {
		return len(q.waiting)
	}
	return len(q.waiting) + q.Conn.Unsent()
}
