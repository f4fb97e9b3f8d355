package ike

import (
	"net/netip"
	"slices"
)

// ClientStatus is who is behind an SA that was let in, or is asked: a remote user. The zero value is nobody.
type ClientStatus struct {
	User, Group string
	Assigned    netip.Addr // invalid: none was given

	of *client
}

// clientStatus is who is behind an SA.
func (sa *SA) clientStatus() ClientStatus {
	if sa.client != nil {
		return sa.client.status()
	}
	return ClientStatus{Group: sa.group}
}

func (cl *client) status() ClientStatus {
	if cl == nil {
		return ClientStatus{}
	}
	s := ClientStatus{User: cl.user, Group: cl.group, of: cl}
	if cl.lease != nil {
		s.Assigned = cl.lease.addr
	}
	return s
}

// byClient parts the session of an address into those of the clients that are there.
func (s SessionStatus) byClient() (list []SessionStatus) {
	var clients []ClientStatus
	note := func(c ClientStatus) {
		if c.of != nil && !slices.Contains(clients, c) {
			clients = append(clients, c)
		}
	}
	for _, f := range s.Flows {
		for _, p := range f.Pairs {
			note(p.client)
		}
	}
	for _, sa := range slices.Backward(s.SAs) {
		note(sa.ClientStatus)
	}
	for _, c := range clients {
		list = append(list, s.of(func(other ClientStatus) bool { return other == c }, c))
	}
	rest := s.of(func(other ClientStatus) bool { return other.of == nil }, ClientStatus{})
	if len(list) == 0 || len(rest.SAs)+len(rest.Flows) > 0 {
		list = append(list, rest)
	}
	return list
}

// of is the part of a session that is some client's.
func (s SessionStatus) of(is func(ClientStatus) bool, c ClientStatus) SessionStatus {
	part := s
	part.ClientStatus, part.SAs, part.Flows = c, nil, nil
	for _, sa := range s.SAs {
		if is(sa.ClientStatus) {
			part.SAs = append(part.SAs, sa)
		}
	}
	for _, f := range s.Flows {
		g := f
		g.Pairs = slices.DeleteFunc(slices.Clone(f.Pairs), func(p PairStatus) bool { return !is(p.client) })
		if len(g.Pairs) > 0 || len(f.Pairs) == 0 && c.of == nil {
			part.Flows = append(part.Flows, g)
		}
	}
	part.settle()
	return part
}

// clientSessions are the wanted sessions of clients on an interface that have no IPsec SAs, and so no entry yet.
func clientSessions(like SessionStatus, sas []SAStatus, listed []SessionStatus, want Filter) (list []SessionStatus) {
	for _, sa := range slices.Backward(sas) {
		inOne := func(s SessionStatus) bool { return slices.ContainsFunc(s.SAs, sa.isSame) }
		if sa.Deleted || sa.Group == "" && sa.of == nil || sa.Local.Addr() != like.Local || sa.FVRF != like.FVRF ||
			slices.ContainsFunc(listed, inOne) || slices.ContainsFunc(list, inOne) {
			continue
		}
		s := like
		s.ClientStatus, s.SAs = sa.ClientStatus, []SAStatus{sa}
		if s.settle(); want.Matches(s.FVRF, s.IVRF, netip.AddrPortFrom(s.Local, Port), s.Peer) {
			list = append(list, s)
		}
	}
	return list
}

func (s SAStatus) isSame(other SAStatus) bool {
	return s.InitiatorCookie == other.InitiatorCookie && s.ResponderCookie == other.ResponderCookie
}
