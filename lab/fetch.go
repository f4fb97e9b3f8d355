package lab

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"time"

	"ruthere/tcp"
	"ruthere/web"
)

// A fetch is a host's getting something by TCP: a file by HTTP, or its own words back from an echo service. What comes of it is
// told as a notice.
type fetch struct {
	h       *host
	what    string
	started time.Time
	heard   time.Time // when something last came of it
	d       *dialogue
	in      *web.Reader // of a file
}

// fetchPatience is how long a host waits for the next of what it fetches.
const fetchPatience = 45 * time.Second

// maxFetched bounds a file that a host fetches, in bytes.
const maxFetched = 8 << 20

// Fetch has a host fetch a file from an address or another host by HTTP. The result comes as a notice.
func (l *Lab) Fetch(name, target string) error {
	h, err := l.findHost(name)
	if err != nil {
		return err
	}
	u, err := url.Parse(target)
	if err != nil || u.Scheme != "http" || u.Hostname() == "" {
		return fmt.Errorf("%q is not a URL such as http://10.0.0.9/file", target)
	}
	to, err := l.findAddress(u.Hostname())
	if err != nil {
		return fmt.Errorf("cannot fetch from %q: %w", u.Hostname(), err)
	}
	port := uint64(web.Port)
	if u.Port() != "" {
		if port, err = strconv.ParseUint(u.Port(), 10, 16); err != nil {
			return fmt.Errorf("%q is not a port", u.Port())
		}
	}
	defer l.enter("", nil, "fetch "+h.Name+" "+target)()
	f, d, err := h.startFetch(target)
	if err != nil {
		return err
	}
	f.in = web.NewResponseReader(web.Get, maxFetched)
	request := web.Request{Method: web.Get, Host: u.Host, Path: u.Path[min(1, len(u.Path)):]}
	d.opened = func() { d.write(request.Append(nil)) }
	d.take = func(b []byte) {
		f.heard = h.lab.now
		f.in.Feed(b)
		f.check(d)
	}
	d.atEnd = func() {
		f.in.End()
		f.check(d)
	}
	d.dial(netip.AddrPortFrom(to, uint16(port)))
	return nil
}

// startFetch begins something by TCP, of which a host does one at a time.
func (h *host) startFetch(what string) (*fetch, *dialogue, error) {
	if h.fetching != nil {
		return nil, nil, fmt.Errorf("%s is still at %s", h.Name, h.fetching.what)
	}
	f := &fetch{h: h, what: what, started: h.lab.now, heard: h.lab.now}
	h.fetching = f
	f.d = &dialogue{h: h, outcome: func(err error) {
		if err == nil {
			err = errors.New("closed before there was an answer")
		}
		f.finish(err.Error())
	}}
	return f, f.d, nil
}

// giveUp ends what has come to a stop.
func (f *fetch) giveUp() {
	came := "nothing more"
	if f.in == nil {
		came = "nothing"
	} else if n, begun := f.in.Received(); !begun {
		came = "no answer"
	} else {
		came += fmt.Sprintf(" after %d bytes", n)
	}
	f.finish(fmt.Sprintf("connected, but %s came for %d s", came, int(fetchPatience.Seconds())))
	f.h.withTCP(func(now time.Time, out *tcp.Out) {
		if f.d.queue.Conn != nil {
			f.d.queue.Conn.Abort(now, out)
		}
	})
}

// check tells of the answer once it is there.
func (f *fetch) check(d *dialogue) {
	done, err := f.in.Done()
	switch a := f.in.Response(); {
	case !done:
		return
	case err != nil:
		f.finish("the answer is " + err.Error())
	default:
		f.finish(fmt.Sprintf("%s, %d bytes in %.3f s", a.Text(), len(a.Body), f.h.lab.now.Sub(f.started).Seconds()))
	}
	d.close()
}

// finish tells the result, once.
func (f *fetch) finish(result string) {
	if f.h.fetching != f {
		return
	}
	f.h.fetching = nil
	f.h.last = f.what + ": " + result
	f.h.lab.options.Notice(f.h.Name + ": " + f.h.last)
}

// echoText is what a host has echoed.
const echoText = "Is there an echo?"

// Echo has a host send something to the TCP echo service of an address or another host. What becomes of it comes as a notice.
func (l *Lab) Echo(name, target string) error {
	h, err := l.findHost(name)
	if err != nil {
		return err
	}
	to, err := l.findAddress(target)
	if err != nil {
		return fmt.Errorf("cannot reach %q: %w", target, err)
	}
	defer l.enter("", nil, "echo "+h.Name+" "+target)()
	f, d, err := h.startFetch("echo by " + to.String())
	if err != nil {
		return err
	}
	var came []byte
	d.opened = func() { d.write([]byte(echoText)) }
	d.take = func(b []byte) {
		if came = append(came, b...); len(came) < len(echoText) {
			return
		}
		if string(came) == echoText {
			f.finish(fmt.Sprintf("%d bytes came back in %.3f s", len(came), h.lab.now.Sub(f.started).Seconds()))
		} else {
			f.finish("something else came back")
		}
		d.close()
	}
	d.dial(netip.AddrPortFrom(to, echoPort))
	return nil
}
