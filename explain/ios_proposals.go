package explain

import (
	"regexp"
	"strconv"
	"strings"
)

var checkingLine = regexp.MustCompile(`^(\d+)againstpriority(\d+)policy`)

// checking begins a comparison of an offered transform with a policy of ours.
func (h *iosHost) checking(l iosLine) {
	n := h.find(l, "")
	m := checkingLine.FindStringSubmatch(l.rest)
	if m == nil || len(n.Comparisons) >= mostComparisons {
		h.offer = nil
		return
	}
	if k := len(n.Comparisons); k > 0 && n.Comparisons[k-1].Differs == "" && !n.Comparisons[k-1].Accepted {
		n.mixed = true // the one before has no verdict
	}
	n.Comparisons = append(n.Comparisons, Comparison{Policy: m[2], At: l.at})
	h.offer = &n.Comparisons[len(n.Comparisons)-1].Theirs
}

// attribute takes one line of a transform.
func attribute(name string) func(*iosHost, iosLine) {
	return func(h *iosHost, l iosLine) { h.addAttribute(name, upTo(l.rest, "(\n")) }
}

func (h *iosHost) addAttribute(name, value string) {
	if h.offer == nil || value == "" || len(*h.offer) >= 20 {
		return
	}
	value = iosWord(name, value)
	if name == "key length" {
		for i := range *h.offer {
			if a := &(*h.offer)[i]; a.Name == "encryption" && a.Value == "aes" {
				a.Value = "aes " + value
				return
			}
		}
	}
	*h.offer = append(*h.offer, Attribute{name, value})
}

func (h *iosHost) hashAttribute(l iosLine) {
	if h.offer != nil && !strings.Contains(l.rest, "mismatch") && !strings.Contains(l.rest, "payload") {
		h.addAttribute("hash", upTo(l.rest, "\n"))
	}
}

func (h *iosHost) authAttribute(l iosLine) {
	if value, is := strings.CutPrefix(l.rest, "enticatoris"); is {
		h.addAttribute("hash", upTo(value, "\n"))
		return
	}
	h.addAttribute("authentication", upTo(l.rest, "\n"))
}

// iosWords are the words of a configuration for what debug lines say.
var iosWords = map[string]string{
	"AES-CBC": "aes", "3DES-CBC": "3des", "DES-CBC": "des", "SHA": "sha", "MD5": "md5", "SHA256": "sha256", "SHA384": "sha384",
	"SHA512": "sha512", "HMAC-SHA": "sha", "HMAC-MD5": "md5", "HMAC-SHA256": "sha256", "HMAC-SHA384": "sha384",
	"HMAC-SHA512": "sha512", "ESP_AES": "aes", "ESP_3DES": "3des", "ESP_DES": "des", "ESP_NULL": "null", "pre-share": "pre-share",
	"RSAsig": "rsa-sig", "RSAencr": "rsa-encr",
}

// encapsulations are the modes of IPsec by their numbers.
var encapsulations = map[string]string{"1": "tunnel", "2": "transport", "3": "tunnel in UDP", "4": "transport in UDP",
	"61443": "tunnel in UDP", "61444": "transport in UDP"}

func iosWord(name, value string) string {
	if name == "encapsulation" {
		return encapsulations[value]
	}
	if word, known := iosWords[value]; known {
		return word
	}
	if name == "group" || name == "key length" {
		return upTo(value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.,:*")
	}
	return clip(value)
}

// lifetime takes a duration in any of its spellings.
func (h *iosHost) lifetime(l iosLine) {
	if h.offer == nil {
		return
	}
	value := after(l.rest, "of")
	if strings.HasPrefix(value, "0x") {
		var v uint64
		for _, part := range strings.Split(upTo(value, "\n"), "0x")[1:] {
			b, err := strconv.ParseUint(part, 16, 8)
			if err != nil {
				return
			}
			v = v<<8 | b
		}
		value = strconv.FormatUint(v, 10)
	}
	if value = upTo(value, "\n"); h.offer.value("lifetime") == "" {
		h.addAttribute("lifetime", value)
	}
}

// preSharedKeys differ where a policy has another method of authentication, or there is no key for the peer.
const preSharedKeys = "authentication with pre-shared keys"

func differs(name string) func(*iosHost, iosLine) {
	return func(h *iosHost, l iosLine) {
		n := h.find(l, "")
		if len(n.Comparisons) >= mostComparisons {
			return
		}
		if len(n.Comparisons) == 0 || n.Comparisons[len(n.Comparisons)-1].Differs != "" {
			n.Comparisons = append(n.Comparisons, Comparison{At: l.at}) // the log begins behind the attributes
		}
		c := &n.Comparisons[len(n.Comparisons)-1]
		c.Differs, c.At = name, l.at
		h.offer = nil
	}
}

func (h *iosHost) acceptable(l iosLine) {
	n := h.find(l, "")
	if h.quick != nil {
		return
	}
	if k := len(n.Comparisons); k > 0 && n.Comparisons[k-1].Differs == "" {
		n.Comparisons[k-1].Accepted = true
		method := n.Comparisons[k-1].Theirs.value("authentication")
		n.PreShared, n.Signatures = method == "pre-share", n.Signatures || method == "rsa-sig"
	}
	h.offer = nil
}

var localRemote = regexp.MustCompile(`\(local([\d.]+)remote([\d.]+)`)

func (h *iosHost) policyRefused(l iosLine) {
	peer, local := "", ""
	if m := localRemote.FindStringSubmatch(l.rest); m != nil {
		local, peer = m[1], m[2]
	}
	n := h.find(l, peer)
	n.Local = local
	n.sign(noPolicy, "", l.at)
}

// retransmitting is said twice of each attempt: due, with dots, and done.
func (h *iosHost) retransmitting(l iosLine) {
	n := h.find(l, "")
	if strings.Contains(l.rest, "...") {
		n.sign(resent, upTo(l.rest, ".\n"), l.at)
	}
}

func (h *iosHost) retransmitting2(l iosLine) {
	n := h.find(l, "")
	if !strings.Contains(l.rest, "...") {
		return
	}
	id := nodeID(strings.TrimLeft(upTo(l.rest, ".\n"), "QM_IDLE"))
	for _, q := range n.Quick {
		if q.ID == id || q.ID == "" {
			q.sign(resent2, "", l.at)
			return
		}
	}
}
