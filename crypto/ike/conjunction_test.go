package ike

import (
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// What a peer offers together is taken together or not at all, and is no reason to refuse what it
// offers after that.
func TestConjunctions(t *testing.T) {
	sha := []isakmp.Attribute{isakmp.BasicAttribute(isakmp.IPsecAuthentication, isakmp.HMAC_SHA)}
	ah := isakmp.Proposal{Protocol: isakmp.ProtocolAH, SPI: []byte{0, 0, 9, 9},
		Transforms: []isakmp.Transform{{Number: 1, ID: 3, Attributes: sha}}}
	compression := isakmp.Proposal{Protocol: isakmp.ProtocolIPCOMP, SPI: []byte{9, 9}, Transforms: []isakmp.Transform{{Number: 1, ID: 3}}}
	numbered := func(p isakmp.Proposal, number uint8) isakmp.Proposal {
		p.Number = number
		return p
	}
	for _, c := range []struct {
		name  string
		offer func(esp isakmp.Proposal) []isakmp.Proposal
		pairs [2]int // that come of it as message 1 and as message 2
		taken uint8
	}{
		{"ESP", func(esp isakmp.Proposal) []isakmp.Proposal { return []isakmp.Proposal{esp} }, [2]int{1, 1}, 1},
		{"AH", func(isakmp.Proposal) []isakmp.Proposal { return []isakmp.Proposal{numbered(ah, 1)} }, [2]int{}, 0},
		{"AH and ESP", func(esp isakmp.Proposal) []isakmp.Proposal { return []isakmp.Proposal{numbered(ah, 1), esp} }, [2]int{}, 0},
		{"ESP and AH", func(esp isakmp.Proposal) []isakmp.Proposal { return []isakmp.Proposal{esp, numbered(ah, 1)} }, [2]int{}, 0},
		{"ESP and compression", func(esp isakmp.Proposal) []isakmp.Proposal {
			return []isakmp.Proposal{esp, numbered(compression, 1)}
		}, [2]int{}, 0},
		{"AH and ESP, or ESP", func(esp isakmp.Proposal) []isakmp.Proposal {
			return []isakmp.Proposal{numbered(ah, 1), esp, numbered(esp, 2)}
		}, [2]int{1, 0}, 2},
		{"AH, or ESP", func(esp isakmp.Proposal) []isakmp.Proposal {
			return []isakmp.Proposal{numbered(ah, 1), numbered(esp, 2)}
		}, [2]int{1, 0}, 2},
	} {
		for _, number := range []int{1, 2} {
			n := newNet(t, debuglog.IOS15, nil)
			n.alter(number, func(body []isakmp.Payload) []isakmp.Payload {
				offer := *offerOf(body)
				offer.Proposals = c.offer(offer.Proposals[0])
				return withOffer(body, &offer)
			})
			n.trigger(0)
			receiver := n.rigs[number%2]
			if got := receiver.engine.IPsec.Len(); got != c.pairs[number-1] {
				t.Errorf("%s in message %d of quick mode: %d pairs, want %d", c.name, number, got, c.pairs[number-1])
			}
			for _, node := range receiver.engine.allSAs()[0].nodes {
				if number != 1 || node.quick == nil {
					continue
				}
				var taken uint8
				for _, p := range node.quick.agreed.proposals {
					taken = p.Number
				}
				if taken != c.taken {
					t.Errorf("%s: proposal %d is taken, want %d", c.name, taken, c.taken)
				}
			}
		}
	}
}

// A transform set that cannot be done as a whole is neither offered nor agreed to in part, and the
// console says so; the next set of the entry may still serve.
func TestTransformSetsAreDoneWholeOrNotAtAll(t *testing.T) {
	good := "esp-aes esp-sha-hmac"
	for _, words := range []string{
		"ah-sha-hmac esp-sha-hmac", "comp-lzs", "esp-gmac", "esp-sha-hmac", "esp-null", "esp-seal esp-sha-hmac", "ah-sha-hmac comp-lzs",
		"ah-sha-hmac esp-aes esp-sha-hmac comp-lzs", "esp-aes esp-sha-hmac comp-lzs", "ah-md5-hmac esp-null", "esp-gcm esp-sha-hmac",
	} {
		for _, release := range releases {
			for initiator := range 2 { // rig 0 has the set
				n := newNet(t, release, func(left, _ *config.Config) { left.IPsec.TransformSets[0].Transforms = transforms(words) })
				n.trigger(initiator)
				n.run(20 * time.Second)
				left := n.rigs[0]
				if left.engine.IPsec.Len() != 0 {
					t.Errorf("%v: with %s as its set, initiator %d, the router has SAs", release, words, initiator)
				}
				if initiator == 0 && (len(left.sent) != 0 || count(left.lines, "%CRYPTO-4-IPSEC_NO_TRANSFORM: Crypto map green 1 ") != 1) {
					t.Errorf("%v: with %s as its set the router sent %d datagrams and said\n%s", release, words, len(left.sent),
						strings.Join(left.lines, "\n"))
				}
				n = newNet(t, release, func(left, _ *config.Config) {
					left.IPsec.TransformSets = append(left.IPsec.TransformSets, &config.TransformSet{Name: "Bad", Transforms: transforms(words)})
					left.MapEntry("green", 1).TransformSets = []string{"Bad", "Trans1"}
				})
				if n.trigger(initiator); !n.rigs[0].up() || n.rigs[0].engine.IPsec.Pairs()[0].Out.Words() != good {
					t.Errorf("%v: %s before %s, initiator %d: no tunnel with the latter", release, words, good, initiator)
				}
			}
		}
	}
}

// A set that is named and was never made is none, and the entry says so no more than twice a minute.
func TestEntryWithoutASet(t *testing.T) {
	n := newNet(t, debuglog.IOS15, func(left, _ *config.Config) { left.IPsec.TransformSets = nil })
	for range 60 {
		n.trigger(0)
		n.run(time.Second)
	}
	if said := count(n.rigs[0].lines, "%CRYPTO-4-IPSEC_NO_TRANSFORM"); len(n.rigs[0].sent) != 0 || said < 1 || said > 3 {
		t.Errorf("sent %d datagrams, said it %d times", len(n.rigs[0].sent), said)
	}
}

func transforms(words string) (list []config.Transform) {
	for word := range strings.FieldsSeq(words) {
		list = append(list, config.Transform{Name: word})
	}
	return list
}
