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

// groupPort is that of group keys: RFC 6407 section 6.1.
const groupPort = 848

// ios gives lines of a router's configuration; those about a peer with an address of IPv6 are written as that wants.
func (a adviser) ios(c Cause) (list []Setting) {
	list = a.iosLines(c)
	if !strings.Contains(a.peer, ":") {
		return list
	}
	for i, s := range list {
		list[i].Lines = nil
		for _, line := range s.Lines {
			line = strings.Replace(line, "crypto map NAME", "crypto map ipv6 NAME", 1)
			line = strings.Replace(line, "crypto isakmp key SECRET address "+a.peer, "crypto isakmp key SECRET address ipv6 "+a.peer+"/128", 1)
			line = strings.Replace(line, "SECRET address THIS-ADDRESS", "SECRET address ipv6 THIS-ADDRESS/128", 1)
			if entry, is := strings.CutPrefix(line, "access-list NUMBER"); is {
				list[i].Lines = append(list[i].Lines, "ipv6 access-list NAME")
				line = entry
			}
			list[i].Lines = append(list[i].Lines, line)
		}
	}
	return list
}

func (a adviser) iosLines(c Cause) []Setting {
	switch c {
	case NoCommonPolicy:
		policy := a.policy()
		if offer := a.nearest(); policy == "" && offer != nil { // nothing was typed here: all of it has to be
			return []Setting{here(wholePolicy(offer)...)}
		}
		lines := []string{"crypto isakmp policy " + orWord(policy, "1")}
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
		if a.n.Port == groupPort {
			return []Setting{here("crypto gdoi group NAME", " server address ipv4 "+a.peer),
				atPeer("access-list NUMBER permit udp host " + a.local + " any eq 848")}
		}
		return []Setting{here("crypto map NAME 1 ipsec-isakmp", " set peer "+a.peer),
			atPeer("access-list NUMBER permit udp host " + a.local + " any eq isakmp")}
	case AnswersLost:
		return []Setting{here("access-list NUMBER permit udp host " + a.peer + " any eq isakmp"),
			atPeer("access-list NUMBER permit udp host " + a.local + " any eq isakmp")}
	case NATPortBlocked:
		return []Setting{here("access-list NUMBER permit udp host " + a.peer + " any eq non500-isakmp"),
			atPeer("access-list NUMBER permit udp any any eq non500-isakmp")}
	case CertificateRefused:
		return []Setting{here("show crypto pki certificates", "show clock"), atPeer("show crypto pki certificates", "show clock")}
	case IdentityRefused:
		return []Setting{here("crypto isakmp identity address ! or hostname: what the peer expects"),
			atPeer("match identity address " + a.local + " ! in its isakmp profile")}
	case XAuthRefused:
		return []Setting{here("username USER secret PASSWORD"), atPeer("! the same name and password in the client")}
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

// policy is the number of the policy that comes nearest; "" if none was configured.
func (a adviser) policy() string {
	for _, c := range a.n.Comparisons {
		for _, d := range a.f.Differences {
			same := c.Differs == d.Attribute || c.Differs == "key length" && d.Attribute == "encryption"
			if same && c.Policy != "" && len(c.Policy) < 5 {
				return c.Policy
			}
		}
	}
	return ""
}

// wholePolicy has everything that was offered.
func wholePolicy(offer Offer) []string {
	lines := []string{"crypto isakmp policy 1"}
	for _, name := range []string{"encryption", "hash", "authentication", "group"} {
		if value := offer.value(name); value != "" {
			lines = append(lines, " "+name+" "+value)
		}
	}
	return lines
}

// transform is the offer in the words of a transform set.
func (a adviser) transform() string {
	cipher, hash := a.theirs("encryption", ""), a.theirs("hash", "")
	if cipher == "" || hash == "" {
		return "TRANSFORMS-OF-THE-PEER"
	}
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
