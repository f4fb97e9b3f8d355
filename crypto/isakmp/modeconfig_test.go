package isakmp

import "testing"

func TestConfiguration(t *testing.T) {
	ask := &Configuration{Type: ConfigurationRequest, Identifier: 0x1234, Attributes: []Attribute{
		VariableAttribute(XAuthUserName, nil), VariableAttribute(XAuthUserPassword, nil)}}
	testBodies(t, []bodyTest{
		{"XAUTH asks for a name and a password", "01 00 1234 4089 0000 408a 0000", ask},
		{"a name and a password", "02 00 1234 c088 0000 4089 0003 626f62 408a 0006 736563726574", &Configuration{Type: ConfigurationReply,
			Identifier: 0x1234, Attributes: []Attribute{BasicAttribute(XAuthType, 0), VariableAttribute(XAuthUserName, []byte("bob")),
				VariableAttribute(XAuthUserPassword, []byte("secret"))}}},
		{"it was right", "03 00 0007 c08f 0001", &Configuration{Type: ConfigurationSet, Identifier: 7,
			Attributes: []Attribute{BasicAttribute(XAuthStatus, 1)}}},
		{"acknowledged", "04 00 0007 408f 0000", &Configuration{Type: ConfigurationAck, Identifier: 7,
			Attributes: []Attribute{VariableAttribute(XAuthStatus, nil)}}},
		{"an address and a network behind the tunnel",
			"02 00 0014 0001 0004 0a63000a 0005 0004 00015180 7004 000e c0000200 ffffff00 0000 0000 0000",
			&Configuration{Type: ConfigurationReply, Identifier: 20, Attributes: []Attribute{
				VariableAttribute(InternalIP4Address, []byte{10, 99, 0, 10}), Uint32Attribute(InternalExpiry, 86400),
				VariableAttribute(UnitySplitInclude, []byte{192, 0, 2, 0, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0})}}},
		{"nothing", "04 00 0001", &Configuration{Type: ConfigurationAck, Identifier: 1}},
	})
	many := ""
	for range mostConfigured + 1 {
		many += "4089 0000"
	}
	testRefusals(t, PayloadAttributes, []refusal{
		{"a reserved byte", "01 01 1234", PayloadAttributes, Malformed, NotifyPayloadMalformed},
		{"a value that is cut short", "02 00 1234 4089 0004 626f62", PayloadAttributes, BadLength, NotifyPayloadMalformed},
		{"too many attributes", "01 00 1234" + many, PayloadAttributes, Malformed, NotifyPayloadMalformed},
	})
}
