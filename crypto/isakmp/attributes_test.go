package isakmp

import (
	"encoding/hex"
	"testing"
)

func TestAttribute(t *testing.T) {
	for _, test := range []struct {
		name      string
		attribute Attribute
		wire      string
		n         uint64
		isNumber  bool
	}{
		{"basic", BasicAttribute(AttrEncryption, 7), "80010007", 7, true},
		{"lifetime in four bytes", Uint32Attribute(AttrLifeDuration, 86400), "000c000400015180", 86400, true},
		{"one byte", VariableAttribute(AttrLifeDuration, []byte{9}), "000c000109", 9, true},
		{"eight bytes", VariableAttribute(2, unhex(t, "ffffffffffffffff")), "00020008ffffffffffffffff", 1<<64 - 1, true},
		{"leading zeros", VariableAttribute(2, unhex(t, "000000000000000001")), "00020009000000000000000001", 1, true},
		{"nine bytes", VariableAttribute(2, unhex(t, "010000000000000000")), "00020009010000000000000000", 0, false},
		{"empty", VariableAttribute(2, nil), "00020000", 0, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := hex.EncodeToString(test.attribute.append(nil)); got != test.wire {
				t.Errorf("appended %s, want %s", got, test.wire)
			}
			if n, ok := test.attribute.Uint(); n != test.n || ok != test.isNumber {
				t.Errorf("reads %d, %v; want %d, %v", n, ok, test.n, test.isNumber)
			}
		})
	}
}
