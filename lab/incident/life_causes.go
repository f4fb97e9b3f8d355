package incident

import "time"

// What shows only after a while.

func lifeCauses() []Cause {
	return []Cause{
		{"stale-sas", "there are no keepalives, and the SAs of a peer that was restarted are kept", atGateways, "", []string{"two-sites", "hub"},
			func(n *network, role string, _ chance) { n.gateway(role).keepalive = "" }},
		{"nat-keepalive-missing", "no keepalives hold the mapping of the translator on the way", atBegins, "", []string{"nat"},
			func(n *network, role string, _ chance) { n.gateway(role).natKeepalive = 0 }},
		{"answers-refused", "the router answers R_U_THERE in a way that its peer refuses", atRouter, "", []string{"two-sites", "hub"},
			func(n *network, role string, c chance) {
				n.manners[n.gateway(role).name] = oneOf(c, "wrong-ack", "stale-ack", "clear-ack", "bad-hash")
			}},
	}
}

// restartAfter is when a peer of a gateway whose SAs get stale is restarted.
const restartAfter = 100 * time.Second

// live has happen what a cause needs to be seen, in the healthy network as well.
func (n *network) live(cause, role string) {
	switch cause {
	case "stale-sas":
		g := n.gateway(role)
		far := g.tunnels[0].far
		from, to := roleUser, roleServer
		switch role {
		case roleSpoke2:
			from = roleColleague
		case roleHead, roleHub:
			from, to = to, from
		}
		n.strikeAt(restartAfter, "reboot %s without saving", far.name)
		n.restarted = far.name
		n.steps = nil
		n.do(12*time.Second, pingQuietly, n.opener(from, to), n.other(from, to))
		n.do(time.Second, ping, from, to)
		n.do(restartAfter, pingQuietly, from, to)
		n.do(30*time.Second, pingQuietly, from, to)
		n.do(time.Second, ping, from, to)
	case "nat-keepalive-missing":
		n.steps = nil
		n.do(12*time.Second, pingQuietly, roleUser, roleServer)
		n.do(time.Second, ping, roleServer, roleUser)
		n.do(2*time.Minute, ping, roleServer, roleUser)
	case "nat-exemption-missing": // all translate, so that only one of them does it wrong
		for i, g := range n.gateways {
			g.translates = translatesRest
			n.agreement.Gateways[i].Translates = true
		}
	case "answers-refused": // who asks himself is heard by that
		g := n.gateway(role)
		g.keepalive = ""
		for i := range n.agreement.Gateways {
			if n.agreement.Gateways[i].Name == g.name {
				n.agreement.Gateways[i].Keepalive = ""
			}
		}
		for range 3 {
			for _, s := range n.steps {
				if s.action == ping && s.to == roleServer {
					n.do(25*time.Second, ping, s.from, s.to)
				}
			}
		}
	}
}

// opener is which of two opens the tunnel between them, and other the one that it reaches.
func (n *network) opener(from, to string) string {
	if from == roleServer {
		return to
	}
	return from
}

func (n *network) other(from, to string) string {
	if from == roleServer {
		return from
	}
	return to
}
