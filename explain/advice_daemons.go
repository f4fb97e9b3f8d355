package explain

import "strings"

// charon's settings are those of swanctl.conf.
func (a adviser) charon(c Cause) []Setting {
	at := "connections." + a.name + "."
	switch c {
	case NoCommonPolicy:
		return []Setting{here(at + "proposals = " + a.proposal()), atPeer("the same proposal")}
	case WrongKey, NoKeyForPeer:
		return []Setting{here("secrets.ike-"+a.name+".id = "+a.peer, "secrets.ike-"+a.name+".secret = SECRET"),
			atPeer("the same secret for " + a.local)}
	case AggressiveRefused:
		return []Setting{here(at + "aggressive = yes"), atPeer("or begin main mode there")}
	case NoConnection:
		return []Setting{here(at+"local_addrs = "+a.local, at+"remote_addrs = "+a.peer)}
	case TransformMismatch:
		return []Setting{here(at + "children.net.esp_proposals = " + a.proposal()), atPeer("the same proposal")}
	case PFSMismatch:
		if g := a.theirs("group", ""); g != "" {
			return []Setting{here(at + "children.net.esp_proposals = ALGORITHMS-" + charonGroup(g))}
		}
		return []Setting{here(at + "children.net.esp_proposals = ALGORITHMS (without a group)"), atPeer("or a group of PFS there")}
	case ProxyMismatch:
		local, remote := "LOCAL-NETWORK", "REMOTE-NETWORK"
		if len(a.f.Differences) == 2 {
			local, remote = orWord(a.f.Differences[0].Theirs, local), orWord(a.f.Differences[1].Theirs, remote)
		}
		return []Setting{here(at+"children.net.local_ts = "+local, at+"children.net.remote_ts = "+remote),
			atPeer("the same the other way round")}
	case NeverBegun:
		return []Setting{here(at + "remote_addrs = ADDRESS")}
	case IdentityRefused:
		if a.f.Differences == nil {
			return []Setting{here(at + "local.id = ID-THAT-THE-PEER-EXPECTS"), atPeer("or this side's identity as that of its peer")}
		}
		return []Setting{here(at + "remote.id = " + a.theirs("identity", "ID")), atPeer("or the identity that is configured here")}
	case CertificateRefused:
		return []Setting{here(at+"remote.cacerts = CA.pem", at+"remote.id = NAME-IN-THE-CERTIFICATE"), atPeer("a certificate of that CA")}
	case XAuthRefused:
		return []Setting{here("secrets.xauth-"+a.name+".id = USER", "secrets.xauth-"+a.name+".secret = PASSWORD"),
			atPeer("the same name and password")}
	case NATPortBlocked:
		return []Setting{here("let UDP port 4500 out, and its answers in"), atPeer("let UDP port 4500 in")}
	case LargeMessageLost:
		return []Setting{here(at + "fragmentation = yes"), atPeer("the same, or let fragments of UDP pass on the way")}
	case NoAnswer:
		return []Setting{here(at + "remote_addrs = " + a.peer), atPeer("let UDP 500 and 4500 in")}
	case ResponderBusy:
		return []Setting{here("charon.init_limit_half_open = 0", "charon.block_threshold = 0")}
	case StaleSA:
		return []Setting{here(at + "dpd_delay = 10s")}
	}
	return nil
}

// proposal is what the peer offers, in strongSwan's words.
func (a adviser) proposal() string {
	const unknown = "PROPOSAL-OF-THE-PEER"
	if a.f.Differences == nil || a.nearest() == nil && a.theirs("encryption", "") == "" {
		return unknown
	}
	cipher, hash, group := a.theirs("encryption", ""), a.theirs("hash", ""), a.theirs("group", "")
	full := a.nearest()
	pick := func(v, name string) string {
		if v == "" {
			return full.value(name)
		}
		return v
	}
	words := []string{strings.ReplaceAll(pick(cipher, "encryption"), " ", "")}
	switch h := pick(hash, "hash"); h {
	case "sha":
		words = append(words, "sha1")
	default:
		words = append(words, h)
	}
	if g := pick(group, "group"); g != "" {
		words = append(words, charonGroup(g))
	}
	return strings.Trim(strings.Join(words, "-"), "-")
}

// nearest is the whole offer that the differences are of.
func (a adviser) nearest() Offer {
	for _, c := range a.n.Comparisons {
		if len(c.Theirs) > 0 && !c.Accepted {
			return c.Theirs
		}
	}
	for _, q := range a.n.Quick {
		if len(q.Offers) > 0 && !q.Established {
			return q.Offers[0]
		}
	}
	return nil
}

func charonGroup(number string) string {
	for _, g := range charonGroups {
		if g[1] == number {
			return strings.ToLower(strings.ReplaceAll(g[0], "_", ""))
		}
	}
	return "group" + number
}

// pluto's settings are those of ipsec.conf and ipsec.secrets.
func (a adviser) pluto(c Cause) []Setting {
	conn := "conn " + a.name
	switch c {
	case NoCommonPolicy:
		return []Setting{here(conn, "    ike="+strings.ReplaceAll(a.proposal(), "-modp", ";modp")),
			atPeer("the same proposal")}
	case WrongKey, NoKeyForPeer:
		return []Setting{here(a.local + " " + a.peer + " : PSK \"SECRET\""), atPeer("the same secret for " + a.local)}
	case AggressiveRefused:
		return []Setting{here(conn, "    aggressive=yes"), atPeer("or begin main mode there")}
	case NoConnection:
		return []Setting{here(conn, "    left="+a.local, "    right="+a.peer)}
	case TransformMismatch:
		return []Setting{here(conn, "    esp="+a.proposal()), atPeer("the same proposal")}
	case PFSMismatch:
		return []Setting{here(conn, "    pfs=no"), atPeer("or a group of PFS there")}
	case ProxyMismatch:
		local, remote := "LOCAL-NETWORK", "REMOTE-NETWORK"
		if len(a.f.Differences) == 2 {
			local, remote = orWord(a.f.Differences[0].Theirs, local), orWord(a.f.Differences[1].Theirs, remote)
		}
		return []Setting{here(conn, "    leftsubnet="+local, "    rightsubnet="+remote), atPeer("the same the other way round")}
	case IdentityRefused:
		if a.f.Differences == nil {
			return []Setting{here(conn, "    leftid=ID-THAT-THE-PEER-EXPECTS"), atPeer("or this side's identity as that of its peer")}
		}
		return []Setting{here(conn, "    rightid="+a.theirs("identity", "ID")), atPeer("or the identity that is configured here")}
	case CertificateRefused:
		return []Setting{here(conn, "    rightca=\"CA\"", "    rightid=\"NAME-IN-THE-CERTIFICATE\""), atPeer("a certificate of that CA")}
	case XAuthRefused:
		return []Setting{here("USER:HASH:" + a.name + " in the file passwd"), atPeer("the same name and password")}
	case NATPortBlocked:
		return []Setting{here("let UDP port 4500 out, and its answers in"), atPeer("let UDP port 4500 in")}
	case LargeMessageLost:
		return []Setting{here(conn, "    fragmentation=yes"), atPeer("the same, or let fragments of UDP pass on the way")}
	case NoAnswer:
		return []Setting{here(conn, "    right="+a.peer), atPeer("let UDP 500 and 4500 in")}
	case StaleSA:
		return []Setting{here(conn, "    dpddelay=10")}
	}
	return nil
}
