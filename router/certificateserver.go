package router

import (
	"cmp"
	"crypto/rsa"
	"errors"
	"slices"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/crypto/keypair"
	"ruthere/crypto/pki"
	"ruthere/crypto/pki/scep"
	"ruthere/crypto/pki/server"
	"ruthere/debuglog"
	"ruthere/files"
	"ruthere/modes"
	"ruthere/web"
)

// The router as an authority: `crypto pki server`. What it does is package server's; here it has the router's clock, its keys, its
// files and its HTTP server.

type certificateServer struct {
	up    *server.Server
	why   string                    // it is not up
	tried *config.CertificateServer // what that was said of; another configuration is tried again
	clock bool                      // the clock was set then
}

// CertificateServer is how it is with the configured server.
func (r *Router) CertificateServer() modes.CertificateServerStatus {
	return modes.CertificateServerStatus{Config: r.config.Authority, Up: r.authority.up, Why: r.authority.why}
}

// serverHashes are what the releases sign with unless they are told otherwise: 12.4 and 15 are seen to use MD5.
var serverHashes = map[debuglog.Release]string{debuglog.IOS124: "md5", debuglog.IOS15: "md5", debuglog.IOSXE: "sha256"}

// serverPolicy is what the configuration says.
func (r *Router) serverPolicy(c *config.CertificateServer) (p server.Policy, err error) {
	const day = 24 * time.Hour
	p = server.Policy{Name: c.Name, Level: server.Level(c.DatabaseLevel()), CDP: c.CDP, Authority: time.Duration(c.CALifetime) * day,
		Issued: time.Duration(c.Lifetime) * day, List: time.Duration(c.ListLifetime) * time.Hour,
		Request: time.Duration(c.AskLifetime) * time.Hour,
		Grant:   map[string]server.Grant{"auto": server.Auto, config.None: server.None, "ra-auto": server.RAAuto}[c.Grant]}
	p.Hash, _ = pki.HashNamed(cmp.Or(c.Hash, serverHashes[r.options.Release]))
	p.Issuer, err = pki.ParseName(cmp.Or(c.Issuer, "CN="+c.Name))
	return p, err
}

// serverStorage is where `database url` says that the database is: a memory of the router, and a folder there.
func serverStorage(url string) (files.System, string, bool) {
	prefix, path, _ := strings.Cut(cmp.Or(url, "nvram:"), ":")
	folder, err := files.Clean(path)
	system := map[string]files.System{"nvram": files.NVRAM, "flash": files.Flash, "bootflash": files.Flash}
	where, known := system[prefix]
	if folder != "" {
		folder += "/"
	}
	return where, folder, known && err == nil
}

// serverHost is what the server has of the router.
func (r *Router) serverHost(c *config.CertificateServer) (server.Host, error) {
	where, folder, ok := serverStorage(c.Storage)
	if !ok {
		return server.Host{}, errors.New("the database can only be in NVRAM or flash memory")
	}
	return server.Host{
		Say: func(l debuglog.Line) { r.Log(l) },
		Read: func(name string) (string, bool) {
			f, have := r.files.Find(where, folder+name)
			return f.Data, have && !f.Folder
		},
		Write:  func(name, data string) error { return r.files.Write(where, folder+name, data, r.calendarTime(r.now)) },
		Random: r.options.Random("certificate server"),
		Spend:  r.spendRSA,
	}, nil
}

// serverKey is the key pair of the server, which has its name.
func (r *Router) serverKey(name string) *rsa.PrivateKey {
	for _, p := range r.rsaKeys.ring.Named(name) {
		return p.Key
	}
	return nil
}

// A serverLack is why a server is not up, as shown.
type serverLack string

func (l serverLack) Error() string { return string(l) }

const (
	serverNoTime serverLack = "Time has not been set"
	serverNoHTTP serverLack = "HTTP Server is disabled"
	serverNoKey  serverLack = "the key pair or the certificate of the server is missing"
)

// StartCertificateServer makes the configured server, or takes it up if its certificate is there.
func (r *Router) StartCertificateServer(archive string) (*pki.Certificate, error) {
	c := r.config.Authority
	key := r.serverKey(c.Name)
	own := r.serverCertificate(c.Name)
	_, clock := r.Clock()
	switch {
	case clock == debuglog.NeverSet:
		return nil, serverNoTime
	case key == nil:
		return nil, serverNoKey
	}
	p, err := r.serverPolicy(c)
	if err != nil {
		return nil, err
	}
	h, err := r.serverHost(c)
	if err != nil {
		return nil, err
	}
	r.Log(debuglog.ServerEnters("initial", "no shut"))
	var s *server.Server
	if own == nil {
		s, err = server.Create(p, key, h, r.calendarTime(r.now))
	} else {
		s, err = server.Resume(p, own, key, h, r.calendarTime(r.now))
	}
	if err == nil && own == nil && archive != "" {
		err = r.archiveServer(c, s, key, archive, h)
	}
	if err != nil {
		return nil, err
	}
	r.authority = certificateServer{up: s}
	r.Log(debuglog.ServerLeaves("enabled"), debuglog.ServerOnOff(true))
	return s.Certificate(), nil
}

// archiveServer writes the key and the certificate, for the day on which the router is lost. Only a key that may leave does.
func (r *Router) archiveServer(c *config.CertificateServer, s *server.Server, key *rsa.PrivateKey, password string, h server.Host) error {
	at := slices.IndexFunc(r.rsaKeys.ring.Named(c.Name), func(p keypair.Pair) bool { return p.Exportable })
	if at < 0 || c.Archive == config.None {
		return nil
	}
	der, err := pki.EncodePKCS12(pki.Archive{Key: key, Own: s.Certificate()}, password, r.options.Random("certificate server"))
	if err != nil {
		return err
	}
	return h.Write(c.Name+"_00001.p12", string(der))
}

// serverCertificate is the authority's certificate, which the trustpoint of its name holds.
func (r *Router) serverCertificate(name string) *pki.Certificate {
	t := r.config.Trustpoint(name)
	if t == nil || t.CA() == nil {
		return nil
	}
	own, err := pki.ParseCertificate(t.CA())
	if err != nil {
		return nil
	}
	return own
}

// followCertificateServer has the server up or not, as the configuration, the clock and the HTTP server say.
func (r *Router) followCertificateServer() {
	c, a := r.config.Authority, &r.authority
	if c == nil && a.up == nil {
		a.why, a.tried = "", nil
		return
	}
	_, state := r.Clock()
	clock := state != debuglog.NeverSet
	if a.up != nil {
		switch {
		case c == nil || c.Shutdown || c.Name != a.up.Name:
			r.stopCertificateServer("")
		case !r.config.HTTP.Server:
			r.stopCertificateServer(serverNoHTTP.Error())
		case c != a.tried:
			a.tried = c
			if p, err := r.serverPolicy(c); err == nil {
				a.up.Follow(p)
			}
		}
		return
	}
	switch {
	case c == nil || c.Shutdown:
		a.why = ""
	case !r.config.HTTP.Server:
		a.why = serverNoHTTP.Error()
	case !clock:
		a.why = serverNoTime.Error()
	case r.serverKey(c.Name) == nil || r.serverCertificate(c.Name) == nil:
		a.why = serverNoKey.Error()
	case c == a.tried && clock == a.clock: // it would fail once more
	default:
		a.tried, a.clock = c, clock
		if _, err := r.StartCertificateServer(""); err != nil {
			a.why = err.Error()
		}
	}
}

func (r *Router) stopCertificateServer(why string) {
	r.Log(debuglog.ServerEnters("enabled", "shut"), debuglog.ServerLeaves("disabled"))
	r.authority = certificateServer{why: why}
	r.Log(debuglog.ServerOnOff(false))
}

// nextServerWork is when the server has something to do. It counts in calendar time.
func (r *Router) nextServerWork() (at time.Time, why string, ok bool) {
	if r.authority.up == nil {
		return at, "", false
	}
	wait := r.authority.up.Deadline().Sub(r.calendarTime(r.now))
	return r.now.Add(max(wait, 0)), "certificate server", true
}

func (r *Router) runServer() {
	if s := r.authority.up; s != nil && !s.Deadline().After(r.calendarTime(r.now)) {
		s.Tick(r.calendarTime(r.now))
	}
}

// serverCaps is what the server says it is able to do: 15 takes POST requests, XE newer algorithms besides. 12.4 does not know the
// question.
var serverCaps = map[debuglog.Release]string{
	debuglog.IOS15: "POSTPKIOperation\nRenewal\nSHA-1\nDES3\n",
	debuglog.IOSXE: "POSTPKIOperation\nRenewal\nSHA-1\nSHA-256\nSHA-512\nDES3\nAES\n",
}

// answerSCEP answers what is asked of an authority; false if that is not what was asked.
func (r *Router) answerSCEP(q web.Request) (a web.Response, ok bool) {
	if !strings.EqualFold(q.Path, scep.Path) {
		return a, false
	}
	s := r.authority.up
	if s == nil {
		return web.Response{Status: web.StatusNotFound}, true
	}
	operation, message, err := scep.Read(q)
	if err != nil {
		return web.Response{Status: web.StatusBadRequest}, true
	}
	a.Status = web.StatusOK
	switch caps := serverCaps[r.options.Release]; {
	case operation == scep.GetCACert:
		r.Log(debuglog.ServerAsked(string(operation))...)
		a.Type, a.Body = scep.AuthorityType, s.Certificate().Raw
		r.Log(debuglog.ServerCertificateSent())
	case operation == scep.GetCACaps && caps != "":
		r.Log(debuglog.ServerAsked(string(operation))...)
		a.Type, a.Body = scep.CapsType, []byte(caps)
	case operation == scep.GetCRL:
		r.Log(debuglog.ServerAsked(string(operation))...)
		a.Type = scep.ListType
		a.Body, _, _ = s.List()
	case operation == scep.PKIOperation:
		a.Type = scep.MessageType
		if a.Body, err = s.Receive(message, r.calendarTime(r.now)); err != nil {
			a = web.Response{Status: web.StatusBadRequest}
		}
	default:
		a.Status = web.StatusNotFound
	}
	return a, true
}
