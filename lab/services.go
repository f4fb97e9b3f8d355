package lab

import (
	"net/netip"
	"slices"

	"ruthere/ftp"
	"ruthere/tcp"
	"ruthere/web"
)

// Services are what a host may serve by the key serves; without the key, one with files serves them by TFTP.
var Services = []string{serviceEcho, serviceFTP, serviceHTTP, serviceTFTP}

const (
	serviceEcho = "echo" // RFC 862
	serviceFTP  = "ftp"
	serviceHTTP = "http"
	serviceTFTP = "tftp"

	echoPort = 7
)

// acceptTCP says whether a host listens at a port, and does what it is there for.
func (h *host) acceptTCP(f tcp.Flow) (o tcp.Options, ok bool) {
	d := &dialogue{h: h}
	switch port := f.Local.Port(); {
	case port == echoPort && h.serves(serviceEcho):
		d.take = d.write
	case port == web.Port && h.serves(serviceHTTP):
		d.serveHTTP()
	case port == ftp.Port && h.serves(serviceFTP):
		d.serveFTP()
	default:
		at := slices.IndexFunc(h.dataPorts, func(p *ftpData) bool { return p.port == port && p.client == f.Remote.Addr() })
		if at < 0 {
			return o, false
		}
		p := h.dataPorts[at]
		h.dataPorts = slices.Delete(h.dataPorts, at, at+1)
		p.begin(d)
	}
	return d.options(), true
}

// file is a file that the host serves.
func (h *host) file(name string) ([]byte, bool) {
	if h.server == nil {
		return nil, false
	}
	text, ok := h.server.files[name]
	return []byte(text), ok
}

// store takes a file; refused says why it does not.
func (h *host) store(name string, data []byte) (refused string) {
	if h.server == nil {
		h.server = newFileServer(map[string]string{})
	}
	_, have := h.server.files[name]
	if len(data) > maxServerFile || !have && len(h.server.files) >= maxServerFiles {
		return "Disk full"
	}
	h.server.files[name] = string(data)
	return ""
}

// serveHTTP answers one request.
func (d *dialogue) serveHTTP() {
	in := web.NewRequestReader(maxServerFile)
	answered := false
	answer := func(bytes []byte) {
		in.Feed(bytes)
		if done, err := in.Done(); !done || answered {
			return
		} else if answered = true; err != nil {
			d.write(web.Response{Status: web.StatusBadRequest}.Append(nil, web.Get))
		} else {
			q, _ := in.Request()
			d.write(d.h.answerRequest(q).Append(nil, q.Method))
		}
		d.close()
	}
	d.take = answer
	d.atEnd = func() { in.End(); answer(nil) }
}

// answerRequest does what a request asks for.
func (h *host) answerRequest(q web.Request) web.Response {
	data, have := h.file(q.Path)
	switch {
	case q.Method == web.Put:
		if refused := h.store(q.Path, q.Body); refused != "" {
			return web.Response{Status: web.StatusInsufficient, Body: []byte(refused + "\n")}
		}
		return web.Response{Status: web.StatusCreated}
	case q.Method != web.Get && q.Method != web.Head:
		return web.Response{Status: web.StatusMethod}
	case !have:
		return web.Response{Status: web.StatusNotFound, Body: []byte("There is no such file here.\n")}
	}
	return web.Response{Status: web.StatusOK, Body: data}
}

// An ftpData is a port that waits for the data connection of a client.
type ftpData struct {
	port   uint16
	client netip.Addr
	begin  func(*dialogue)
}

// mostDataPorts bounds those that nobody came for.
const mostDataPorts = 100

// serveFTP is the server's end of a control connection.
func (d *dialogue) serveFTP() {
	h := d.h
	var data *dialogue
	s := &ftp.Server{Read: h.file, Store: h.store}
	s.Listen = func() netip.AddrPort {
		port := hostPorts + uint16(h.randomUint32()%(1<<14))
		if len(h.dataPorts) >= mostDataPorts {
			h.dataPorts = h.dataPorts[1:]
		}
		h.dataPorts = append(h.dataPorts, &ftpData{port, d.queue.Conn.Remote.Addr(), func(one *dialogue) {
			data = one
			var came []byte
			sent := false
			one.opened = func() { d.write(s.DataOpened()) }
			one.take = func(b []byte) { came = append(came, b[:min(len(b), maxServerFile+1-len(came))]...) }
			one.atEnd = func() {
				if !sent {
					sent = true
					d.write(s.DataEnded(came))
				}
			}
		}})
		return netip.AddrPortFrom(h.Address.Addr(), port)
	}
	s.Send = func(b []byte) {
		data.write(b)
		data.close()
	}
	d.opened = func() { d.write(s.Hello()) }
	d.take = func(b []byte) {
		d.write(s.Receive(b))
		if s.Closed() {
			d.close()
		}
	}
}
