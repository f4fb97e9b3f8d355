package oakley

import (
	"bytes"
	"testing"

	"ruthere/crypto/isakmp"
)

// A few of NIST's answers for the key derivation of IKEv1 with pre-shared keys
// (SP 800-135, CAVS 17.3): each hash, and each length of the shared secret.
var nistVectors = []struct {
	name     string
	hash     Hash
	ci, cr   string
	ni, nr   string
	gxy, psk string
	skeyid   string
	skeyidD  string
	skeyidA  string
	skeyidE  string
}{
	{
		name:    "SHA-1, secret of 256 bits, nonces of 64",
		hash:    SHA1,
		ci:      "83d374c30b3b5082",
		cr:      "5afc0da06c728029",
		ni:      "b9a2d0e922dc66dd",
		nr:      "2130166863b5ddef",
		gxy:     "739003ba2c11c982946c65e26acf661fbf8ebb78011a9fead79efa12fe3e71cc",
		psk:     "75",
		skeyid:  "62b04d112877e442fc3282fc37c076997718a0b9",
		skeyidD: "369e5aad1bdb5faf6a3d929d500cdc236710a9ab",
		skeyidA: "588e957d8d790d093b3a39f121473473af78e9bb",
		skeyidE: "cd74b0c048219db81384d3fda8f6cda51e398a2b",
	},
	{
		name:    "SHA-256, secret of 256 bits, nonces of 64",
		hash:    SHA256,
		ci:      "4e30e8d4da0fecbf",
		cr:      "cf8ce1348665f112",
		ni:      "ead9ced494868f41",
		nr:      "f1aff4f425a94f18",
		gxy:     "ea6c7c00e276d86adace3368f0c8245c3e486b8c6c1474a533b7da3b9c9b3f1f",
		psk:     "a0",
		skeyid:  "558a99b299773d267cf7c8ef073bf3b7af362c206c75a538403c5ef884d4cace",
		skeyidD: "3b4bb2bf33fc3f002c84f59370f39ac705ea8efd299f64aaf723b7995a2b1560",
		skeyidA: "c78ad634ec47feee88cda902731e731eb594114db6a1882bc2c948ee9765958c",
		skeyidE: "33b10be0f43bc5984a86a1470c48ece12290915589b8c73fa5c7b8faf2bb6503",
	},
	{
		name: "SHA-256, secret of 256 bits, nonces of 2048",
		hash: SHA256,
		ci:   "cef00e27d201b743",
		cr:   "a9f866a0ee47154c",
		ni: "754d8b470aef2ee7d9ebc2f993230feab96b55cc0983be34c47bccd4af2ecfabb6fca757aa2a9b7c32ba000d943cfd2a" +
			"abb3bca91e62bfd91d7357023e79a35124b9bbd469c7230aceb7f8cafe3ca06344072b30f38a1e1c442282b2afcc6dc4" +
			"6ed9caec67439957b60fdd5a685af4c60e8e22d1523473a92f8c9b272b2ef54a366432cbdb7fdac36b97b878e7ec1b4f" +
			"3023bdbbb8f6465cbc0ab1b1371ab9e22e821ec4984cc11a1ec3a82796d5934bc3a3f34350c1e04cb204cb7180cc179e" +
			"34e8f781c31fed51b50391cec5333d089ce409843ffcb12cd360185e97f60a0136fc719eaf39244b2c44f73bd3ce2e9f" +
			"67a74891e729e94efdfb467f3c66575e",
		nr: "b68de83a011314c1e2f846b834d4b7239f3a3e269c39995af251d9088da4a0f8f826be762fcdba7aaae8ad3d61dddc69" +
			"24a219ac8202784614c1c5003b7b199126b00f518d59c61a7bcbce207e779d7aefd31fe46748ca03e3e4a023859da227" +
			"0fa23756ed359d2747c66f302387f3c8fc1f38b2ceef1337b7d2b8e69df16e3b24cb53f785dfb7a14b7529cfac6901c2" +
			"1588b0207143133db8a8c43b00477714c96cc1a009961e5b511d9674304b9ff78d7625b23d11a75d8aeef1d9ddaa14d3" +
			"38c71604911793d532c78e1fdc32751253e6945689213c54c91340d4e17800c3281983b63df2d0cdb3d15964887a6b5d" +
			"9f12147eacbf4947fe563884405fd567",
		gxy:     "9f7e3fd7e33e01d419094ea3b0b43d273d41ecd1ed00c2129720543c339c52d7",
		psk:     "65d2c5c0363143554d8513c86d1ebb7b478a41f308f0aee3e1acb0a2",
		skeyid:  "fe3db842d5ab1cc9ac05a1a707d1e39ec0bd081a1401f44a2e1d3e1555ba2593",
		skeyidD: "4f1a1a9d9e0c0929a8b97a9a8a642771fcc61552067a91a04f9d1c257771339c",
		skeyidA: "c544b86c56ef4009599ed9bbf36814f8e6001b14746b11f2e656a15d26b3501c",
		skeyidE: "b15f397fb1b3537a7384b592d6c7d985a1ed7deda270db035d271b1972b9f38d",
	},
	{
		name:    "SHA-384, secret of 256 bits, nonces of 64",
		hash:    SHA384,
		ci:      "9ccc539d30d4f929",
		cr:      "a88216c6e1824511",
		ni:      "d6596b7e5b398534",
		nr:      "136fbdfa8d0ceb8e",
		gxy:     "b2d1434e169be2b6463f65c958ebc51a3f2da220bbe66b7d7a7d14ca4a7724c7",
		psk:     "9e",
		skeyid:  "b54fa27cb4251051e44a659d73591845691d11f1874bf4e4088e5df6462d28e57a3a2af3ab4f9b746a8f5766f8785f2b",
		skeyidD: "5d168e1223d7e375b159ce3ead6aa46a194b59e96168db061ea571b87edf843f26ea41e5b54b23a6f5a037318830640d",
		skeyidA: "04cdf9df4afa53d3884624f7612768a0e4a01c1c5471315c5c99867831be20b4a55efbce9091c9eb69741d704dfe5e74",
		skeyidE: "3849065ad3f9ab2ec0f61c5c61b0ccc04f77d9ee5092a132f679972dc9c75c9334aff957b4cbbaf54cb65dfae1b55417",
	},
	{
		name: "SHA-512, secret of 256 bits, nonces of 64",
		hash: SHA512,
		ci:   "2ce3422d3dcba7f5",
		cr:   "82ca94cbe7b77049",
		ni:   "482a05eca86fba51",
		nr:   "84ee19d02272de2e",
		gxy:  "aea3ae089168001f2e4bd693bc8303ad094b71ec57921bb0f9d1252c09c46ed1",
		psk:  "4c",
		skeyid: "5bcb5499ae4c1437ce6c195392bf26bf7980a59bcb787a0b58671771a3d4b06dc1eb7809241b7e5931740b05bf8a9873" +
			"bb493c5f067e28e4f58ab65c3dbe44cd",
		skeyidD: "7be2bdc8c03d05b5932b95387cad909718dace7bf9e4eeacbaae431d6521828b70f8a6011640927eae4ebbf72f3dd154" +
			"040b7ee7ed2fc15683190d3da50ac7e6",
		skeyidA: "75149f3f671435eafafb3868eff58a6367ebbb50006c8723ccead82fe49967651decf63a079b0ffaa241eb341a90d612" +
			"876e76866450739e49f88ba306861b73",
		skeyidE: "39dd0670384325de75cc2dbd681d15423b630e93e5fefb0224f1defca1a9b0fdda61f8c922428b00cde4c386c4ca8898" +
			"a48969e4c19f1fe30899a6260c5d8d46",
	},
	{
		name: "SHA-1, secret of 2048 bits, nonces of 64",
		hash: SHA1,
		ci:   "e8bbc995e70cc390",
		cr:   "6b4c4c8303c9caf7",
		ni:   "b9ebb54a863ac278",
		nr:   "426b751a44465856",
		gxy: "73c4a9626fcac2411e8f2fc583f4cf7b7c1e0e61deac20b2820c0770b12c377835bf5f4b130168a8d2a933e0ea282bf2" +
			"6b71778a2cef478a0e60f79e618720ae9b9ba7f75aba7eee86897d0d5a5fac3f5c94780884416fcbd96a28574dd13e86" +
			"a46ea78d1b97ec1d7ff5ba99af48301a49b6a5f90239d22dce9c8c658a3df439d6f3ea291d9067d0a6770221140d6c62" +
			"eebaaddddfda56a4e92f3ac36de357772e1f2d688206f8c62b85c076ef99d721fe7d344f5117d7c1499ac148697036c6" +
			"f358bc6b2aa176dd8dee05979b4715a58f8e20062b3191fe0604893bb781dd223c032984f5889b987b08e74a1225ec32" +
			"5948d913bd2562e7608142d4d5a1351b",
		psk:     "1b",
		skeyid:  "420180cc4c76ec5e810781341c0e29f37c648c77",
		skeyidD: "d37b1d862f4f31ed2accfce0e8f3d2808bde2097",
		skeyidA: "4038e6fe1623ae5e183acd1a3137d39420399a7c",
		skeyidE: "ac534425054482ae627443d8c718b27bad4f048d",
	},
	{
		name: "SHA-512, secret of 8192 bits, nonces of 64",
		hash: SHA512,
		ci:   "3151dca182b738a2",
		cr:   "6f6027ee537ccc52",
		ni:   "57bfbd7e36327e33",
		nr:   "0fd4123da8a8a241",
		gxy: "d2b83a942aa226be1f44d89961a75365593593baa943c658d893a820d29d03580b11418bc3a038c5265eeb576ffc1bae" +
			"2c71d617b784d3d7e5af1a16772cfb8ff422c8c1608760868ab7abe4f22a4e3c34516e70a124bf4110fd5a21af36f19d" +
			"c3179dbb14cb132d270c11862c3d4e6beb6d4eff8540627096c049c7134e866676cfb7db6dfa29c895972e684d5d3dcc" +
			"94f14ba4ea3bb97762e8e560e0bef724c9284e4c04d866916fe04db841a571949368cef743a03634ff4efdaab616df78" +
			"f1d1fb0adce1948797b7344d849b443b73fcc756ef45502f1e1cb52894da45a08c3fd2135f54ec8d6b027b8dbd3a0327" +
			"d54ef6904821d345fbf28dc3dcd7a2f0bb8585886a130df241d5175cb1fc013020f8d264ccdba511973d7cb15a5cb45e" +
			"65ac7c86f7094af5cb23491b9a4e23893fedb25acaf28cab6476367d8118fbf466bb781effc87a4ab2dd9bc9eb6ca88a" +
			"2fbd77a469d8d775d8fed47d7d3acbd9a1639e012b8c3749c43aef3262845970bac7eae9ecb9c3744ee2e61bf3b3f860" +
			"bccae76b65ad795562d17376cc600e8b5d355ad5500459d4c1c7a93ebee7fe95e4d7b50dd2e4e0ef751ba7f6e88eeb25" +
			"36dfcfc0c2af9858029816ac72092381fcae82288d92ed6c4a1ecb8e640a4ee1935b1d12d8ea935091d9c6df1fd241b4" +
			"9d2c86534511e52fa2d17786144c2133fec19f623c92e1e07f0dc34e69f84772d64868dd8257cb57bea87fffa168b752" +
			"c808c2c914b2515b78d471c2a78e436555ff66e9e1a5de0d5a9b743e76399ac3a0f77ff953284ae58f48ec7774d5cc26" +
			"4cc46151db31781a623c3aa6278e9dc6d82ec5afa6d3dc4b6ca26737d1ae9bdeb6541900e7294fcf1bf39e00960eafa0" +
			"c9379d6a5befeff2b4cd4023ad7197bdabc35ec66547c564226af8775969d0d1b5c31bcdc1e707a470fcdd39dccdc437" +
			"dc5fe6701c993a0a0eef81c042907dfa2dc62678f30a70cb80865a9b9195921ceeeb79c551574b60b4af84a545d41b18" +
			"8a7e3792d1cbab4347a7067c93789be4acf62435ae71e150aaaa654b09b539693cc3a1dc8d1bd1a99defa796110b1a66" +
			"eef9d0ae2d79856f9c04f7ce1ba03d28e65e7a0d56bcef7d4cd21c3787606af5504b840f72a0c5d1d8d47641a7a838b5" +
			"e10f4206f488d3b363cbd079d8f902f2916524802421abf267d6a96a7000113e5459a5758d7eded783832343e2f0126a" +
			"3e3d2e18e3c0ace9194b5e4ef3dcf2ed901eda431662e115a180a2a26fe8c23fe25a25603539cc1bcdc267996e18f1ec" +
			"7e6cb4288aaa0a2236e521ba4f4882b943660cdb56572949e76e53ea043f255e3bed8292f4730a493ddc40de660f21d0" +
			"474b6fd39a6369f621e083e948685c604a30bf6bed730c953708f6ea673c41989440df73d3ac9909a6fb76b88dda22de" +
			"aa2d6a150c52409f986f47c1664893e3",
		psk: "c3",
		skeyid: "edb726182deb6d76fde24ff39e34e0f32e9da0fc291049e782a34b2054590ef983bf03f469adbb30b0ee765729274d4e" +
			"6fc7849f77d380d3f5bca966366aa1cd",
		skeyidD: "ea53a4fdc56b0eafa7566c8c226336de316740cdecc63f95bbe984a85d364cd9cc7cc7bfb824a6128b9e655a21cef9b0" +
			"aa5c4c7342c7a63e1531ec675c3b1af3",
		skeyidA: "42e2ce13225a909394952b525da9206306e6a5b85f157254302275b35bd023879ff8bd7cc6a74681fe65008678a356e1" +
			"cc2900f93640224a91a6f0eba2ab386c",
		skeyidE: "dd4488b7bdae52a9e00885539b027a150e27cc3bcd6a10da3aca5e47a68ae5257b9ee6020e3eb641419364ca7521c237" +
			"d2228f98ca7b400b48eef0784b2fe03e",
	},
}

func TestNIST(t *testing.T) {
	for _, v := range nistVectors {
		t.Run(v.name, func(t *testing.T) {
			s := Suite{Cipher: TripleDES, Hash: v.hash, Group: Group2}
			k, err := DeriveKeysPreShared(s, unhex(t, v.psk), unhex(t, v.ni), unhex(t, v.nr), unhex(t, v.gxy),
				isakmp.Cookie(unhex(t, v.ci)), isakmp.Cookie(unhex(t, v.cr)), nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, key := range []struct {
				name string
				got  []byte
				want string
			}{
				{"SKEYID", k.SKEYID, v.skeyid}, {"SKEYID_d", k.SKEYIDd, v.skeyidD},
				{"SKEYID_a", k.SKEYIDa, v.skeyidA}, {"SKEYID_e", k.SKEYIDe, v.skeyidE},
			} {
				if !bytes.Equal(key.got, unhex(t, key.want)) {
					t.Errorf("%s is %x, want %s", key.name, key.got, key.want)
				}
			}
		})
	}
}
