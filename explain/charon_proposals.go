package explain

import "strings"

// charonProposals reads IKE:AES_CBC_128/HMAC_SHA1_96/PRF_HMAC_SHA1/MODP_2048, ESP:...
func charonProposals(text string) (offers []Offer) {
	for _, one := range strings.Split(clip(text), ", ") {
		_, list, ok := strings.Cut(one, ":")
		if !ok || len(offers) >= 40 {
			continue
		}
		var o Offer
		for _, word := range strings.Split(list, "/") {
			name, value := charonWord(word)
			if name != "" {
				o = append(o, Attribute{name, value})
			}
		}
		offers = append(offers, o)
	}
	return offers
}

// charonGroups are charon's words for groups, and their numbers (IANA's registry of IKE).
var charonGroups = [][2]string{{"MODP_768", "1"}, {"MODP_1024", "2"}, {"MODP_1536", "5"}, {"MODP_2048", "14"}, {"MODP_3072", "15"},
	{"MODP_4096", "16"}, {"MODP_6144", "17"}, {"MODP_8192", "18"}, {"ECP_256", "19"}, {"ECP_384", "20"}, {"ECP_521", "21"}}

// charonWord makes one algorithm an attribute in the words of IOS.
func charonWord(word string) (name, value string) {
	for _, g := range charonGroups {
		if g[0] == word {
			return "group", g[1]
		}
	}
	if bits, is := strings.CutPrefix(word, "AES_CBC_"); is {
		return "encryption", "aes " + bits
	}
	switch {
	case word == "3DES_CBC":
		return "encryption", "3des"
	case word == "DES_CBC":
		return "encryption", "des"
	case strings.HasPrefix(word, "HMAC_MD5"):
		return "hash", "md5"
	case strings.HasPrefix(word, "HMAC_SHA1"):
		return "hash", "sha"
	case strings.HasPrefix(word, "HMAC_SHA2_"):
		return "hash", "sha" + upTo(word[len("HMAC_SHA2_"):], "_")
	case strings.HasPrefix(word, "PRF_"), strings.Contains(word, "EXT_SEQ"):
		return "", ""
	case strings.HasPrefix(word, "AES_GCM"), strings.HasPrefix(word, "CAMELLIA"), strings.HasPrefix(word, "NULL"):
		return "encryption", strings.ToLower(word)
	}
	return "", ""
}
