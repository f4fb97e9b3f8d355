package oakley

import (
	"bytes"
	"fmt"
	"math/big"
	"testing"
)

// The examples of RFC 5903 section 8.
var ecpVectors = []struct {
	group       Group
	i, gix, giy string
	r, grx, gry string
	sharedX     string
}{
	{
		group:   Group19,
		i:       "C88F01F5 10D9AC3F 70A292DA A2316DE5 44E9AAB8 AFE84049 C62A9C57 862D1433",
		gix:     "DAD0B653 94221CF9 B051E1FE CA5787D0 98DFE637 FC90B9EF 945D0C37 72581180",
		giy:     "5271A046 1CDB8252 D61F1C45 6FA3E59A B1F45B33 ACCF5F58 389E0577 B8990BB3",
		r:       "C6EF9C5D 78AE012A 011164AC B397CE20 88685D8F 06BF9BE0 B283AB46 476BEE53",
		grx:     "D12DFB52 89C8D4F8 1208B702 70398C34 2296970A 0BCCB74C 736FC755 4494BF63",
		gry:     "56FBF3CA 366CC23E 8157854C 13C58D6A AC23F046 ADA30F83 53E74F33 039872AB",
		sharedX: "D6840F6B 42F6EDAF D13116E0 E1256520 2FEF8E9E CE7DCE03 812464D0 4B9442DE",
	},
	{
		group: Group20,
		i: "099F3C70 34D4A2C6 99884D73 A375A67F 7624EF7C 6B3C0F16 0647B674 14DCE655 E35B5380 41E649EE " +
			"3FAEF896 783AB194",
		gix: "667842D7 D180AC2C DE6F74F3 7551F557 55C7645C 20EF73E3 1634FE72 B4C55EE6 DE3AC808 ACB4BDB4 " +
			"C88732AE E95F41AA",
		giy: "9482ED1F C0EEB9CA FC498462 5CCFC23F 65032149 E0E144AD A0241815 35A0F38E EB9FCFF3 C2C947DA " +
			"E69B4C63 4573A81C",
		r: "41CB0779 B4BDB85D 47846725 FBEC3C94 30FAB46C C8DC5060 855CC9BD A0AA2942 E0308312 916B8ED2 " +
			"960E4BD5 5A7448FC",
		grx: "E558DBEF 53EECDE3 D3FCCFC1 AEA08A89 A987475D 12FD950D 83CFA417 32BC509D 0D1AC43A 0336DEF9 " +
			"6FDA41D0 774A3571",
		gry: "DCFBEC7A ACF31964 72169E83 8430367F 66EEBE3C 6E70C416 DD5F0C68 759DD1FF F83FA401 42209DFF " +
			"5EAAD96D B9E6386C",
		sharedX: "11187331 C279962D 93D60424 3FD592CB 9D0A926F 422E4718 7521287E 7156C5C4 D6031355 69B9E9D0 " +
			"9CF5D4A2 70F59746",
	},
	{
		group: Group21,
		i: "0037ADE9 319A89F4 DABDB3EF 411AACCC A5123C61 ACAB57B5 393DCE47 608172A0 95AA85A3 0FE1C295 " +
			"2C6771D9 37BA9777 F5957B26 39BAB072 462F68C2 7A57382D 4A52",
		gix: "0015417E 84DBF28C 0AD3C278 713349DC 7DF153C8 97A1891B D98BAB43 57C9ECBE E1E3BF42 E00B8E38 " +
			"0AEAE57C 2D107564 94188594 2AF5A7F4 601723C4 195D176C ED3E",
		giy: "017CAE20 B6641D2E EB695786 D8C94614 6239D099 E18E1D5A 514C739D 7CB4A10A D8A78801 5AC405D7 " +
			"799DC75E 7B7D5B6C F2261A6A 7F150743 8BF01BEB 6CA3926F 9582",
		r: "0145BA99 A847AF43 793FDD0E 872E7CDF A16BE30F DC780F97 BCCC3F07 8380201E 9C677D60 0B343757 " +
			"A3BDBF2A 3163E4C2 F869CCA7 458AA4A4 EFFC311F 5CB15168 5EB9",
		grx: "00D0B397 5AC4B799 F5BEA16D 5E13E9AF 971D5E9B 984C9F39 728B5E57 39735A21 9B97C356 436ADC6E " +
			"95BB0352 F6BE64A6 C2912D4E F2D0433C ED2B6171 640012D9 460F",
		gry: "015C6822 6383956E 3BD066E7 97B623C2 7CE0EAC2 F551A10C 2C724D98 52077B87 220B6536 C5C408A1 " +
			"D2AEBB8E 86D678AE 49CB5709 1F473229 6579AB44 FCD17F0F C56A",
		sharedX: "01144C7D 79AE6956 BC8EDB8E 7C787C45 21CB086F A64407F9 7894E5E6 B2D79B04 D1427E73 CA4BAA24 " +
			"0A347868 59810C06 B3C715A3 A8CC3151 F2BEE417 996D19F3 DDEA",
	},
}

func TestRFC5903(t *testing.T) {
	for _, v := range ecpVectors {
		t.Run(fmt.Sprintf("group%d", v.group), func(t *testing.T) {
			i, gi := unhex(t, v.i), unhex(t, v.gix+v.giy)
			r, gr := unhex(t, v.r), unhex(t, v.grx+v.gry)
			for _, side := range []struct {
				name                  string
				private, public, peer []byte
			}{{"initiator", i, gi, gr}, {"responder", r, gr, gi}} {
				public, err := v.group.PublicKey(side.private)
				if err != nil || !bytes.Equal(public, side.public) {
					t.Errorf("%s: public value %x, %v; want %x", side.name, public, err, side.public)
				}
				secret, err := v.group.SharedSecret(side.private, side.peer)
				if err != nil || !bytes.Equal(secret, unhex(t, v.sharedX)) {
					t.Errorf("%s: secret %x, %v; want %s", side.name, secret, err, v.sharedX)
				}
			}
		})
	}
}

// crypto/ecdh is the judge of what is a scalar.
func TestOrders(t *testing.T) {
	for g, e := range ecpGroups {
		n := new(big.Int).SetBytes(e.order)
		for _, less := range []int64{2, 1, 0, -1} {
			candidate := new(big.Int).Sub(n, big.NewInt(less)).FillBytes(make([]byte, len(e.order)))
			_, err := e.curve.NewPrivateKey(candidate)
			if want := err == nil; isScalar(candidate, e.order) != want {
				t.Errorf("group %d: the order less %d is a scalar: %v, want %v", g, less, !want, want)
			}
		}
	}
}
