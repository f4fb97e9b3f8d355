package router

import (
	"errors"
	"net/netip"
	"time"

	"ruthere/crypto/pki/scep"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/web"
)

// A webQuestion is one request by HTTP that the router makes for itself, and its answer.
type webQuestion struct {
	r       *Router
	at      scep.Location
	request web.Request
	source  netip.Addr
	vrf     string
	limit   int // of the answer's body, in bytes
	done    func(web.Response, error)

	stream modes.Stream
	lookup modes.Job
	in     *web.Reader
	cancel func()
	over   bool
}

// webTimeout is how long an answer may take from the first packet to the last.
const webTimeout = 30 * time.Second

// Why nothing came of a question.
var (
	errNoHost   = errors.New("the host's name is not known")
	errNoAnswer = errors.New("no answer within the time")
)

// ask begins to ask. Done is called later, once, unless the question is called off.
func (q *webQuestion) ask() (callOff func()) {
	q.cancel = q.r.After(webTimeout, "HTTP", func() { q.finish(web.Response{}, errNoAnswer) })
	if a, ok := q.at.Addr(); ok {
		q.open(a)
		return q.callOff
	}
	for _, h := range q.r.config.Hosts {
		if h.Name == q.at.Host {
			q.open(h.Addr)
			return q.callOff
		}
	}
	q.lookup = q.r.Resolve(q.at.Host, func(netip.Addr) {}, func(a netip.Addr) {
		q.lookup = nil
		if !a.IsValid() {
			q.finish(web.Response{}, errNoHost)
			return
		}
		q.open(a)
	})
	return q.callOff
}

func (q *webQuestion) open(a netip.Addr) {
	q.in = web.NewResponseReader(q.request.Method, q.limit)
	q.stream = q.r.OpenStream(modes.StreamRequest{VRF: q.vrf, To: netip.AddrPortFrom(a, q.at.Port), Source: q.source,
		Opened: func() {
			q.r.Log(debuglog.ClientOpened())
			q.stream.Write(q.request.Append(nil))
		},
		Readable: q.read,
		Ended: func(why error) {
			q.read()
			q.in.End()
			if why != nil {
				q.finish(web.Response{}, why)
			}
			q.check()
		}})
}

func (q *webQuestion) read() {
	q.in.Feed(q.stream.Read())
	q.check()
}

func (q *webQuestion) check() {
	if done, err := q.in.Done(); done {
		q.finish(q.in.Response(), err)
	}
}

func (q *webQuestion) finish(a web.Response, err error) {
	if q.over {
		return
	}
	q.callOff()
	q.done(a, err)
}

// callOff ends it without a word.
func (q *webQuestion) callOff() {
	if q.over {
		return
	}
	q.over = true
	q.cancel()
	if q.lookup != nil {
		q.lookup.Interrupt()
	}
	if q.stream != nil {
		q.stream.Close()
	}
}
