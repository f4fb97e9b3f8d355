package oakley

import (
	"bytes"
	"testing"

	"ruthere/crypto/isakmp"
)

// A few of NIST's answers for the key derivation of IKEv1 with signatures (SP 800-135, CAVS 17.3): each hash, and a longer secret.
var nistSignatureVectors = []struct {
	name                              string
	hash                              Hash
	ci, cr, ni, nr, gxy               string
	skeyid, skeyidD, skeyidA, skeyidE string
}{
	{
		name:    "SHA-1, secret of 256 bits",
		hash:    SHA1,
		ci:      "8c3bcd3a69831d7f",
		cr:      "d2d9a7ff4fbe95a7",
		ni:      "69a62284195f1680",
		nr:      "80c94ba25c8abda5",
		gxy:     "8ba4cbc73c0187301dc19a975823854dbd641c597f637f8d053a83b9514673eb",
		skeyid:  "707197817fb2d90cf54d1842606bdea59b9f4823",
		skeyidD: "384be709a8a5e63c3ed160cfe3921c4b37d5b32d",
		skeyidA: "48b327575abe3adba0f279849e289022a13e2b47",
		skeyidE: "a4a415c8e0c38c0da847c356cc61c24df8025560",
	},
	{
		name:    "SHA-256, secret of 256 bits",
		hash:    SHA256,
		ci:      "30293584b2cd84c2",
		cr:      "2402d7e8cf6958ca",
		ni:      "9da2d58f57f039f9",
		nr:      "204e0dd0ef04f372",
		gxy:     "33f17afcb6134cbf1cab59877d42db3582226eff74dd37eb8b75e675645fc169",
		skeyid:  "804b4a1e0ec593cfb6e454524149396de234d0dae29f34a8fdb5f9afe76ea652",
		skeyidD: "f8ee9b1e8b7c03cf1595f7e197b0d873c5665453d512978c418823f53f18e055",
		skeyidA: "3c9d88515fdd981741b99c482e8d88dacdb6f9fcec2dd22af286087174645f49",
		skeyidE: "960563201c344d72797c3f92d81a1c36c7dbe9cbd59780cbaaeba7aa23deaf3c",
	},
	{
		name:    "SHA-384, secret of 256 bits",
		hash:    SHA384,
		ci:      "1c8aba986a00af0f",
		cr:      "b049d9672f73c920",
		ni:      "cec89d845add83ef",
		nr:      "cebd43ab71d17db9",
		gxy:     "1724dbd893523764bfef8c6fa927856fccfb77ae254358cce29c2769a32915c1",
		skeyid:  "6e4514610bf82d0ab7bf0260096f6146a153c712071abb633ced813c572156c783e36874a65a64690ca701d40d56ea18",
		skeyidD: "b083234e9ed7745911f93eb31faa66fcf88906266830eb17ef166d295cb1f86a3543b8b8efa5df918533df537e9c809c",
		skeyidA: "938295a374aceb4147a8024c9a007dd313403fd8fd7070dbd0cfbe1ccd308dbfbb7b9e9c64049e4df44ff551016cb7b5",
		skeyidE: "8595b249dc1fa8599729f87eb6b9dd13bfbfdfd4f9ebd78929bab6ecc402539ad32cb6e7ef4ba6a0f53da14e4df07ed4",
	},
	{
		name: "SHA-512, secret of 256 bits",
		hash: SHA512,
		ci:   "1ff4d76565b3151a",
		cr:   "1f11b8eb20d57a16",
		ni:   "acadc6314a69cfcd",
		nr:   "4e4ad17718fea7ce",
		gxy:  "b15a9cfce8c8d7eab879d6243029d40188d3b740875a6ac62f56cac4377e2edd",
		skeyid: "f05aa036dfce45a558d40418dea98096e519bc7841e3db3dd93658d118c3e83b502f398ecb1361ec77d38a8855efff40" +
			"7f6f772e5d65b58eb1134096e8478d2b",
		skeyidD: "3c4be16a631aa49018fa6740745a61ab1f1a2455a96e91f159a134ccfe30303d68721696195e95bfd530510ef2f95324" +
			"91878710944db7854f00ad13c68fca01",
		skeyidA: "15ecf5c80b675585e10c4388f6f9c37e8b63269a0a99851f08ba617e28c561f43eaf4112223ff97525bf0b3897f514fc" +
			"e7a3acee10a61ae088c01efc5f643587",
		skeyidE: "60f6b6c10c2b6bedc085ad6546d993c9ce1f86918d1c935c89d6631170a5dab0e37298f21ca3b7901a53bde55a15fad3" +
			"9f782039ce26fc8c2ba8cbd9d4287669",
	},
	{
		name: "SHA-1, secret of 2048 bits",
		hash: SHA1,
		ci:   "54301963024156f5",
		cr:   "eaa8d2ce98d97f13",
		ni:   "5d58318d0767a193",
		nr:   "5de26de18128440a",
		gxy: "a6d90e195564a545e77de6ab7184a9b273c860de9ba5918eb4e8947fab92e2a8d64bc477954dcd1fc1277e81d6984880" +
			"7aa8342975b5c16dac0aff195e2d1109b030ca8ac93a778e5700a7a4f3f9b2849aaceb4abc7d4b0b92218ca9ba2a8858" +
			"fc7b0ce933e61470b7d7de7230837226652e124336901f8afe0eb53ac7c07b5529d877edac5d03b7c5d90860bd809970" +
			"1ed75ae30e645a9165c380e2132f892488472d4941acfdb990a8253ea3b63e2c3f4792081a89280ed067d69163ff954d" +
			"4b1ac7594a2d322b802747f5f7fbd7a2423bb573b606b707a55cc9da1b6202520d72d208a597fb93916404f804697618" +
			"fe3747892ddfb62468fcca29bf6e0c26",
		skeyid:  "90675480590ce12a34442707602478e53ce4822c",
		skeyidD: "d29032857df9d32163a7543a2d03939f6c5d2b31",
		skeyidA: "a0634192948ce4559e2bf45682098b9a7cfddd82",
		skeyidE: "645de341a146f4e15e92fa42265243441fe20c77",
	},
}

func TestNISTSignatures(t *testing.T) {
	for _, v := range nistSignatureVectors {
		t.Run(v.name, func(t *testing.T) {
			s := Suite{Cipher: TripleDES, Hash: v.hash, Group: Group2}
			k, err := DeriveKeysSignature(s, unhex(t, v.ni), unhex(t, v.nr), unhex(t, v.gxy), isakmp.Cookie(unhex(t, v.ci)),
				isakmp.Cookie(unhex(t, v.cr)), nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, key := range []struct {
				name string
				got  []byte
				want string
			}{{"SKEYID", k.SKEYID, v.skeyid}, {"SKEYID_d", k.SKEYIDd, v.skeyidD}, {"SKEYID_a", k.SKEYIDa, v.skeyidA},
				{"SKEYID_e", k.SKEYIDe, v.skeyidE}} {
				if !bytes.Equal(key.got, unhex(t, key.want)) {
					t.Errorf("%s is %x, want %s", key.name, key.got, key.want)
				}
			}
		})
	}
}
