package router

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"

	"ruthere/config"
	"ruthere/crypto/pki/scep"
	"ruthere/debuglog"
	"ruthere/web"
)

// The router as a client of authorities: what all that it asks them by SCEP has in common.

// An authorityLink is how the server of a trustpoint is reached, and what is known of it.
type authorityLink struct {
	trustpoint string
	at         scep.Location
	source     netip.Addr
	vrf        string
	caps       scep.Capabilities
	scep.Authorities
}

// mostAnswer bounds what an authority answers, in bytes.
const mostAnswer = 1 << 20

var (
	errNoTrustpoint = errors.New("there is no such trustpoint")
	errNoURL        = errors.New("Enrollment URL not configured.") //lint:ignore ST1005 the device's words
)

// linkOf is the link to the server of a trustpoint.
func (r *Router) linkOf(name string) (*authorityLink, error) {
	t := r.config.Trustpoint(name)
	switch {
	case t == nil:
		return nil, errNoTrustpoint
	case t.Enrollment.URL == "":
		return nil, errNoURL
	}
	at, err := scep.ParseServer(t.Enrollment.URL)
	if err != nil {
		return nil, err
	}
	l := &authorityLink{trustpoint: name, at: at, vrf: t.Enrollment.VRF}
	if l.vrf == "" {
		l.vrf = t.VRF
	}
	l.source, err = r.sourceOf(t)
	return l, err
}

// sourceOf is the address that a trustpoint's questions come from; invalid: whichever leads there.
func (r *Router) sourceOf(t *config.Trustpoint) (netip.Addr, error) {
	if t.Source == "" {
		return netip.Addr{}, nil
	}
	i := r.config.Interface(t.Source)
	if i == nil || !r.config.AddressOf(i).IsValid() || !r.isUp(i) {
		return netip.Addr{}, fmt.Errorf("%s has no address, or is down", t.Source)
	}
	return r.config.AddressOf(i).Addr(), nil
}

// ask asks the server something. What is what debugging calls it.
func (r *Router) askServer(l *authorityLink, what string, q web.Request, done func(web.Response, error)) (callOff func()) {
	head, _, _ := strings.Cut(string(q.Append(nil)), "\r\n\r\n")
	r.Log(debuglog.ClientSends(what, strings.ReplaceAll(head, "\r", ""))...)
	question := &webQuestion{r: r, at: l.at, request: q, source: l.source, vrf: l.vrf, limit: mostAnswer}
	question.done = func(a web.Response, err error) {
		switch {
		case err != nil:
			r.Log(debuglog.ClientStatus(debuglog.ClientUnreachable))
		default:
			r.Log(debuglog.ClientReplyHeader("HTTP/1.1 "+a.Text()+"\nContent-Type: "+debuglog.Visible(a.Type)), debuglog.ClientCompleted(what))
			if !a.OK() {
				err = fmt.Errorf("the server answers %s", debuglog.Visible(a.Text()))
			}
		}
		r.Log(debuglog.ClientClosed(l.trustpoint))
		done(a, err)
	}
	return question.ask()
}

// AskAuthority asks the server of a trustpoint what it is able to do and who it is.
func (r *Router) AskAuthority(trustpoint string, done func(scep.Authorities, error)) (cancel func()) {
	l, err := r.linkOf(trustpoint)
	if err != nil {
		return r.After(0, "PKI", func() { done(scep.Authorities{}, err) })
	}
	return r.introduce(l, func(err error) {
		if isUnreachable(err) {
			r.Log(debuglog.CannotSendToCA())
		}
		done(l.Authorities, err)
	})
}

// isUnreachable says whether the server was not reached at all.
func isUnreachable(err error) bool {
	return err == errNoHost || err == errNoAnswer || err != nil && transferError(err) != nil && strings.HasPrefix(err.Error(), "%")
}

// introduce finds out what the server of a link is able to do, and who it is.
func (r *Router) introduce(l *authorityLink, done func(error)) (callOff func()) {
	stop := func() {}
	askWho := func() {
		stop = r.askServer(l, "CA Certificate", l.at.Ask(scep.GetCACert, l.trustpoint), func(a web.Response, err error) {
			if err == nil {
				r.Log(debuglog.ClientAuthority(len(a.Body)))
				l.Authorities, err = scep.ReadAuthorities(a.Type, a.Body)
			}
			if err != nil {
				r.Log(debuglog.ClientFailed(debuglog.Visible(err.Error())))
			}
			done(err)
		})
	}
	if r.options.Release == debuglog.IOS124 { // it does not ask
		askWho()
		return func() { stop() }
	}
	stop = r.askServer(l, "CA Capabilities", l.at.Ask(scep.GetCACaps, l.trustpoint), func(a web.Response, err error) {
		if isUnreachable(err) {
			done(err)
			return
		}
		if err == nil {
			l.caps = scep.ParseCapabilities(string(a.Body))
		}
		askWho()
	})
	return func() { stop() }
}
