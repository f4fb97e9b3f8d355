package ike

import (
	"encoding/binary"

	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
)

// What a peer's offer leaves to choose from, RFC 2408 section 4.2: one proposal number, and of each protocol under it, for
// they come together or not at all, one transform.

// maxCombinations bounds how many combinations of transforms of two protocols are looked at under one number: an offer of a
// few hundred bytes may have tens of thousands.
const maxCombinations = 64

// byNumber are the proposals that can be agreed to, those of one number together, in the peer's order. ESP and AH are known
// here, each once under a number and with an SPI that is none of
// the reserved ones.
func byNumber(proposals []isakmp.Proposal) (list [][]isakmp.Proposal) {
	var groups [256][]isakmp.Proposal
	var order []uint8
	for _, p := range proposals {
		if groups[p.Number] == nil {
			order = append(order, p.Number)
		}
		groups[p.Number] = append(groups[p.Number], p)
	}
	for _, number := range order {
		if canBeTogether(groups[number]) {
			list = append(list, groups[number])
		}
	}
	return list
}

func canBeTogether(together []isakmp.Proposal) bool {
	for i, p := range together {
		switch {
		case p.Protocol != isakmp.ProtocolESP && p.Protocol != isakmp.ProtocolAH:
			return false
		case len(p.SPI) != 4 || binary.BigEndian.Uint32(p.SPI) < ipsec.MinSPI || len(p.Transforms) == 0:
			return false
		case i > 0 && p.Protocol == together[i-1].Protocol || i > 1:
			return false
		}
	}
	return true
}

// isOneChoice says whether an answer leaves nothing to choose.
func isOneChoice(proposals []isakmp.Proposal) bool {
	for _, p := range proposals {
		if p.Number != proposals[0].Number || len(p.Transforms) != 1 {
			return false
		}
	}
	return len(proposals) > 0
}

// combinations is how many ways there are to take one transform of each proposal.
func combinations(together []isakmp.Proposal) int {
	if len(together) == 1 {
		return len(together[0].Transforms)
	}
	return min(len(together[0].Transforms)*len(together[1].Transforms), maxCombinations)
}

// combination is the nth of them; the transforms of the last proposal change fastest.
func combination(together []isakmp.Proposal, n int) []isakmp.Proposal {
	choice := make([]isakmp.Proposal, len(together))
	for i := len(together) - 1; i >= 0; i-- {
		choice[i] = together[i]
		count := len(together[i].Transforms)
		choice[i].Transforms = together[i].Transforms[n%count : n%count+1 : n%count+1]
		n /= count
	}
	return choice
}

// peerSPIs are the SPIs that a choice names: the peer's.
func peerSPIs(choice []isakmp.Proposal) (spis ipsec.SPIs) {
	for _, p := range choice {
		if spi := binary.BigEndian.Uint32(p.SPI); p.Protocol == isakmp.ProtocolAH {
			spis.AH = spi
		} else {
			spis.ESP = spi
		}
	}
	return spis
}

// spisOf is an SPI of one of the two protocols.
func spisOf(protocol isakmp.ProtocolID, spi uint32) ipsec.SPIs {
	if protocol == isakmp.ProtocolAH {
		return ipsec.SPIs{AH: spi}
	}
	return ipsec.SPIs{ESP: spi}
}

// spiFor is the SPI for one of the two protocols.
func spiFor(protocol isakmp.ProtocolID, spis ipsec.SPIs) uint32 {
	if protocol == isakmp.ProtocolAH {
		return spis.AH
	}
	return spis.ESP
}
