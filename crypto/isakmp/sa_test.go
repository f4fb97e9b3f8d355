package isakmp

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// The SA IOS offers for `encryption aes 256`, `hash sha`, `group 2`, and a
// second policy with triple DES and MD5: attributes in IOS's order.
var phase1SA = &SecurityAssociation{
	DOI: DOIIPsec, Situation: SituationIdentityOnly,
	Proposals: []Proposal{{
		Number: 1, Protocol: ProtocolISAKMP,
		Transforms: []Transform{
			{Number: 1, ID: KEY_IKE, Attributes: []Attribute{
				BasicAttribute(AttrEncryption, 7),
				BasicAttribute(AttrKeyLength, 256),
				BasicAttribute(AttrHash, 2),
				BasicAttribute(AttrGroup, 2),
				BasicAttribute(AttrAuthentication, AuthPreSharedKey),
				BasicAttribute(AttrLifeType, LifeSeconds),
				Uint32Attribute(AttrLifeDuration, 86400),
			}},
			{Number: 2, ID: KEY_IKE, Attributes: []Attribute{
				BasicAttribute(AttrEncryption, 5),
				BasicAttribute(AttrHash, 1),
			}},
		},
	}},
}

var saTests = []bodyTest{
	{
		"phase 1, two transforms",
		`00000001 00000001
		 0000 0040 01 01 00 02
		   0300 0028 01 01 0000
		     80010007 800e0100 80020002 80040002 80030001 800b0001 000c0004 00015180
		   0000 0010 02 01 0000
		     80010005 80020001`,
		phase1SA,
	},
	{
		"phase 2, AH and ESP together",
		`00000001 00000001
		 0200 0018 01 02 04 01 c8fb3ac1
		   0000 000c 01 03 0000  80050002
		 0000 001c 01 03 04 01 cba2c215
		   0000 0010 01 0c 0000  80060080 80040001`,
		&SecurityAssociation{
			DOI: DOIIPsec, Situation: SituationIdentityOnly,
			Proposals: []Proposal{
				{
					Number: 1, Protocol: ProtocolAH, SPI: []byte{0xc8, 0xfb, 0x3a, 0xc1},
					Transforms: []Transform{{Number: 1, ID: AH_SHA, Attributes: []Attribute{
						BasicAttribute(IPsecAuthentication, HMAC_SHA),
					}}},
				},
				{
					Number: 1, Protocol: ProtocolESP, SPI: []byte{0xcb, 0xa2, 0xc2, 0x15},
					Transforms: []Transform{{Number: 1, ID: ESP_AES, Attributes: []Attribute{
						BasicAttribute(IPsecKeyLength, 128),
						BasicAttribute(IPsecEncapsulation, EncapsulationTunnel),
					}}},
				},
			},
		},
	},
}

func TestSecurityAssociation(t *testing.T) {
	testBodies(t, saTests)
	for _, test := range saTests {
		testShortBodies(t, test.value, len(New(test.value).Body))
	}
}

func TestBadSecurityAssociations(t *testing.T) {
	testRefusals(t, PayloadSA, []refusal{
		{"other domain of interpretation", "00000002 00000001", PayloadSA, Unsupported, NotifyDOINotSupported},
		{"labelled situation", "00000001 00000003", PayloadSA, Unsupported, NotifySituationNotSupported},
		{"no proposal", "00000001 00000001", PayloadProposal, BadLength, NotifyBadProposalSyntax},
		{
			"no transform", "00000001 00000001  0000 0008 01 01 00 00",
			PayloadTransform, BadLength, NotifyBadProposalSyntax,
		},
		{
			"proposal's reserved byte", "00000001 00000001  0001 0010 01 01 00 01  0000 0008 01 01 0000",
			PayloadProposal, ReservedNotZero, NotifyBadProposalSyntax,
		},
		{
			"transform's reserved byte", "00000001 00000001  0000 0010 01 01 00 01  0001 0008 01 01 0000",
			PayloadTransform, ReservedNotZero, NotifyBadProposalSyntax,
		},
		{
			"transform's second reserved field", "00000001 00000001  0000 0010 01 01 00 01  0000 0008 01 01 0001",
			PayloadTransform, ReservedNotZero, NotifyBadProposalSyntax,
		},
		{
			"255 transforms announced, one sent", "00000001 00000001  0000 0010 01 01 00 ff  0000 0008 01 01 0000",
			PayloadTransform, Malformed, NotifyBadProposalSyntax,
		},
		{
			"SPI longer than the proposal", "00000001 00000001  0000 0010 01 01 ff 01  0000 0008 01 01 0000",
			PayloadProposal, BadLength, NotifyBadProposalSyntax,
		},
		{
			"attribute longer than the transform",
			"00000001 00000001  0000 0014 01 01 00 01  0000 000c 01 01 0000 000cffff",
			PayloadTransform, BadLength, NotifyBadProposalSyntax,
		},
		{
			"half an attribute", "00000001 00000001  0000 0012 01 01 00 01  0000 000a 01 01 0000 8001",
			PayloadTransform, BadLength, NotifyBadProposalSyntax,
		},
		{
			"proposal where a transform should follow",
			"00000001 00000001  0000 0010 01 01 00 01  0200 0008 01 01 0000",
			PayloadTransform, UnknownType, NotifyBadProposalSyntax,
		},
		{
			"bytes after the last proposal", "00000001 00000001  0000 0010 01 01 00 01  0000 0008 01 01 0000 00",
			PayloadProposal, BadLength, NotifyBadProposalSyntax,
		},
	})
}

// Whatever can be said in an SA survives the wire.
func TestRandomSecurityAssociations(t *testing.T) {
	random := rand.New(rand.NewPCG(2409, 2408))
	for range 50 {
		want := New(randomSA(random))
		got, err := ParsePayloads(PayloadSA, AppendPayloads(nil, []Payload{want}), TrailingRefused)
		if err != nil {
			t.Fatalf("%v\n%x", err, want.Body)
		}
		if diff := cmp.Diff([]Payload{want}, got, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("parsed (-want +got):\n%s", diff)
		}
	}
}

func randomSA(random *rand.Rand) *SecurityAssociation {
	some := func(n int) []byte {
		b := make([]byte, random.IntN(n+1))
		for i := range b {
			b[i] = byte(random.Uint32())
		}
		return b
	}
	sa := &SecurityAssociation{DOI: DOIIPsec, Situation: SituationIdentityOnly}
	for range 1 + random.IntN(4) {
		p := Proposal{Number: byte(random.Uint32()), Protocol: ProtocolID(random.Uint32()), SPI: some(16)}
		for range 1 + random.IntN(4) {
			transform := Transform{Number: byte(random.Uint32()), ID: byte(random.Uint32())}
			for range random.IntN(8) {
				typ := uint16(random.IntN(1 << 15))
				a := VariableAttribute(typ, some(12))
				if random.IntN(2) == 0 {
					a = BasicAttribute(typ, uint16(random.Uint32()))
				}
				transform.Attributes = append(transform.Attributes, a)
			}
			p.Transforms = append(p.Transforms, transform)
		}
		sa.Proposals = append(sa.Proposals, p)
	}
	return sa
}

// Transforms are counted in one byte: a router with 300 policies offers 255.
func TestTooManyTransforms(t *testing.T) {
	sa := &SecurityAssociation{DOI: DOIIPsec, Situation: SituationIdentityOnly, Proposals: []Proposal{{
		Number: 1, Protocol: ProtocolISAKMP, Transforms: make([]Transform, 300),
	}}}
	got, err := ParsePayloads(PayloadSA, AppendPayloads(nil, []Payload{New(sa)}), TrailingRefused)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(got[0].Value.(*SecurityAssociation).Proposals[0].Transforms); n != MaxTransforms {
		t.Errorf("%d transforms were sent, want %d", n, MaxTransforms)
	}
}

func TestTransformAttribute(t *testing.T) {
	transform := phase1SA.Proposals[0].Transforms[0]
	a, ok := transform.Attribute(AttrLifeDuration)
	if n, fits := a.Uint(); !ok || !fits || n != 86400 {
		t.Errorf("life duration %d, %v, %v", n, ok, fits)
	}
	if _, ok := transform.Attribute(AttrPRF); ok {
		t.Error("found an attribute that is not there")
	}
}
