package ipsec

// SetSequence lets tests reach the end of the sequence numbers.
func (sa *SA) SetSequence(last uint32) { sa.sequence = last }

// SetSequence lets tests reach the end of the sequence numbers.
func (ah *AH) SetSequence(last uint32) { ah.sequence = last }
