package explain

import "strings"

// advice is what to change, in the language of what wrote the file. Values that the file does not have stand in capitals.
func advice(f *File, n *Negotiation, c Cause, found Finding) []Setting {
	a := adviser{peer: orWord(n.Peer, "PEER"), local: orWord(n.Local, "THIS-ADDRESS"), name: orWord(n.Name, "NAME"), f: found, n: n}
	switch f.Kind {
	case Charon:
		return a.charon(c)
	case Pluto:
		return a.pluto(c)
	}
	return a.ios(c)
}

type adviser struct {
	peer, local, name string
	f                 Finding
	n                 *Negotiation
}

func orWord(value, word string) string {
	if value == "" {
		return word
	}
	return value
}

func here(lines ...string) Setting   { return Setting{"here", lines} }
func atPeer(lines ...string) Setting { return Setting{"at the peer", lines} }

func (a adviser) theirs(attribute, otherwise string) string {
	for _, d := range a.f.Differences {
		if d.Attribute == attribute && d.Theirs != "" && d.Theirs != "not shown" && d.Theirs != "none" {
			return d.Theirs
		}
	}
	return otherwise
}

// policyWords are the lines of an ISAKMP policy.
var policyWords = map[string]string{"encryption": "encryption", "key length": "encryption aes", "hash": "hash",
	"authentication": "authentication", "group": "group"}

func (a adviser) ios(c Cause) []Setting {
	switch c {
	case NoCommonPolicy:
		lines := []string{"crypto isakmp policy " + a.policy()}
		for _, d := range a.f.Differences {
			if d.Theirs != "" && d.Theirs != "not shown" && policyWords[d.Attribute] != "" {
				lines = append(lines, " "+policyWords[d.Attribute]+" "+d.Theirs)
			}
		}
		if len(lines) == 1 {
			return []Setting{here("show crypto isakmp policy"),
				atPeer("crypto isakmp policy 1", " ! one policy with all values of a policy of the other side")}
		}
		return []Setting{here(lines...)}
	case WrongKey, NoKeyForPeer:
		return []Setting{here("crypto isakmp key SECRET address " + a.peer), atPeer("crypto isakmp key SECRET address " + a.local)}
	case AggressiveRefused:
		return []Setting{here("no crypto isakmp aggressive-mode disable"), atPeer("! or begin main mode there")}
	case NoAnswer:
		return []Setting{here("crypto map NAME 1 ipsec-isakmp", " set peer "+a.peer),
			atPeer("access-list NUMBER permit udp host " + a.local + " any eq isakmp")}
	case AnswersLost:
		return []Setting{here("access-list NUMBER permit udp host " + a.peer + " any eq isakmp"),
			atPeer("access-list NUMBER permit udp host " + a.local + " any eq isakmp")}
	case NATPortBlocked:
		return []Setting{here("access-list NUMBER permit udp host " + a.peer + " any eq non500-isakmp"),
			atPeer("access-list NUMBER permit udp any any eq non500-isakmp")}
	case LargeMessageLost:
		return []Setting{here("crypto isakmp fragmentation", "! or let fragments of UDP pass on the way")}
	case ResponderBusy:
		return []Setting{here("crypto call admission limit ike in-negotiation-sa NUMBER")}
	case TransformMismatch:
		return []Setting{here("crypto ipsec transform-set NAME " + a.transform()), atPeer("crypto ipsec transform-set NAME " + a.transform())}
	case PFSMismatch:
		group := a.theirs("group", "NUMBER")
		if group == "none" || group == "NUMBER" {
			return []Setting{here("crypto map NAME 1 ipsec-isakmp", " no set pfs"),
				atPeer("crypto map NAME 1 ipsec-isakmp", " set pfs groupNUMBER ! or this, instead")}
		}
		return []Setting{here("crypto map NAME 1 ipsec-isakmp", " set pfs group"+group)}
	case ProxyMismatch:
		return []Setting{here("access-list NUMBER permit ip " + a.network(0) + " " + a.network(1)),
			atPeer("access-list NUMBER permit ip " + a.network(1) + " " + a.network(0))}
	case NoMapEntry, NoConnection:
		return []Setting{here("crypto map NAME 1 ipsec-isakmp", " set peer "+a.peer)}
	case StaleSA:
		return []Setting{here("crypto isakmp invalid-spi-recovery", "crypto isakmp keepalive 10 periodic"),
			atPeer("crypto isakmp keepalive 10 periodic")}
	}
	return nil
}

// policy is the number of the policy that comes nearest.
func (a adviser) policy() string {
	for _, c := range a.n.Comparisons {
		for _, d := range a.f.Differences {
			if c.Differs == d.Attribute && c.Policy != "" && len(c.Policy) < 5 {
				return c.Policy
			}
		}
	}
	return "1"
}

// transform is the offer in the words of a transform set.
func (a adviser) transform() string {
	cipher, hash := a.theirs("encryption", "aes"), a.theirs("hash", "sha")
	words := "esp-" + cipher + " esp-" + hash + "-hmac"
	if strings.HasPrefix(cipher, "null") {
		words = "esp-null esp-" + hash + "-hmac"
	}
	return words
}

// network is one of the two networks in the form of an access list.
func (a adviser) network(which int) string {
	word := []string{"LOCAL-NETWORK WILDCARD", "REMOTE-NETWORK WILDCARD"}[which]
	if which >= len(a.f.Differences) || len(a.f.Differences) != 2 {
		return word
	}
	return wildcard(orWord(a.f.Differences[which].Theirs, word))
}

// wildcard turns network and mask, or a prefix, into network and wildcard mask.
func wildcard(text string) string {
	network, mask, ok := strings.Cut(strings.ReplaceAll(text, "/", " "), " ")
	if !ok {
		return text
	}
	if bits := number(mask); !strings.Contains(mask, ".") && bits <= 32 {
		inverse := uint32(0xffffffff)
		if bits > 0 {
			inverse = 1<<(32-bits) - 1
		}
		return network + " " + dotted(inverse)
	}
	var inverse uint32
	for _, part := range strings.Split(mask, ".") {
		inverse = inverse<<8 | uint32(255-min(number(part), 255))
	}
	return network + " " + dotted(inverse)
}

func dotted(v uint32) string {
	var parts []string
	for shift := 24; shift >= 0; shift -= 8 {
		parts = append(parts, decimal(int(v>>shift&0xff)))
	}
	return strings.Join(parts, ".")
}

// charon's settings are those of swanctl.conf.
func (a adviser) charon(c Cause) []Setting {
	at := "connections." + a.name + "."
	switch c {
	case NoCommonPolicy:
		return []Setting{here(at + "proposals = " + a.proposal("aes128-sha1-modp2048")), atPeer("the same proposal")}
	case WrongKey, NoKeyForPeer:
		return []Setting{here("secrets.ike-"+a.name+".id = "+a.peer, "secrets.ike-"+a.name+".secret = SECRET"),
			atPeer("the same secret for " + a.local)}
	case AggressiveRefused:
		return []Setting{here(at + "aggressive = yes"), atPeer("or begin main mode there")}
	case NoConnection:
		return []Setting{here(at+"local_addrs = "+a.local, at+"remote_addrs = "+a.peer)}
	case TransformMismatch:
		return []Setting{here(at + "children.net.esp_proposals = " + a.proposal("aes128-sha1")), atPeer("the same proposal")}
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
func (a adviser) proposal(otherwise string) string {
	if a.f.Differences == nil {
		return otherwise
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
	for word, g := range charonGroups {
		if g == number {
			return strings.ToLower(strings.ReplaceAll(word, "_", ""))
		}
	}
	return "group" + number
}

// pluto's settings are those of ipsec.conf and ipsec.secrets.
func (a adviser) pluto(c Cause) []Setting {
	conn := "conn " + a.name
	switch c {
	case NoCommonPolicy:
		return []Setting{here(conn, "    ike="+strings.ReplaceAll(a.proposal("aes128-sha1-modp2048"), "-modp", ";modp")),
			atPeer("the same proposal")}
	case WrongKey, NoKeyForPeer:
		return []Setting{here(a.local + " " + a.peer + " : PSK \"SECRET\""), atPeer("the same secret for " + a.local)}
	case AggressiveRefused:
		return []Setting{here(conn, "    aggressive=yes"), atPeer("or begin main mode there")}
	case NoConnection:
		return []Setting{here(conn, "    left="+a.local, "    right="+a.peer)}
	case TransformMismatch:
		return []Setting{here(conn, "    esp="+a.proposal("aes128-sha1")), atPeer("the same proposal")}
	case PFSMismatch:
		return []Setting{here(conn, "    pfs=no"), atPeer("or a group of PFS there")}
	case ProxyMismatch:
		local, remote := "LOCAL-NETWORK", "REMOTE-NETWORK"
		if len(a.f.Differences) == 2 {
			local, remote = orWord(a.f.Differences[0].Theirs, local), orWord(a.f.Differences[1].Theirs, remote)
		}
		return []Setting{here(conn, "    leftsubnet="+local, "    rightsubnet="+remote), atPeer("the same the other way round")}
	case NoAnswer:
		return []Setting{here(conn, "    right="+a.peer), atPeer("let UDP 500 and 4500 in")}
	case StaleSA:
		return []Setting{here(conn, "    dpddelay=10")}
	}
	return nil
}
