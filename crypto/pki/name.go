package pki

import (
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// A Name is an X.500 distinguished name, outermost part first as RFC 5280 section 4.1.2.4 encodes it.
type Name pkix.RDNSequence

// An attributeType is one that names are made of.
type attributeType struct {
	word string // as IOS writes it
	oid  asn1.ObjectIdentifier
}

// attributeTypes are all that have a word. RFC 4519 has their object identifiers, RFC 2985 those of PKCS #9.
var attributeTypes = []attributeType{
	{"cn", asn1.ObjectIdentifier{2, 5, 4, 3}},
	{"serialNumber", asn1.ObjectIdentifier{2, 5, 4, 5}},
	{"c", asn1.ObjectIdentifier{2, 5, 4, 6}},
	{"l", asn1.ObjectIdentifier{2, 5, 4, 7}},
	{"st", asn1.ObjectIdentifier{2, 5, 4, 8}},
	{"street", asn1.ObjectIdentifier{2, 5, 4, 9}},
	{"o", asn1.ObjectIdentifier{2, 5, 4, 10}},
	{"ou", asn1.ObjectIdentifier{2, 5, 4, 11}},
	{"title", asn1.ObjectIdentifier{2, 5, 4, 12}},
	{"sn", asn1.ObjectIdentifier{2, 5, 4, 4}},
	{"givenName", asn1.ObjectIdentifier{2, 5, 4, 42}},
	{"uid", asn1.ObjectIdentifier{0, 9, 2342, 19200300, 100, 1, 1}},
	{"dc", asn1.ObjectIdentifier{0, 9, 2342, 19200300, 100, 1, 25}},
	{"e", asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 1}},
	{"hostname", asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 2}},  // unstructuredName
	{"ipaddress", asn1.ObjectIdentifier{1, 2, 840, 113549, 1, 9, 8}}, // unstructuredAddress
}

// otherWords are what users write besides.
var otherWords = map[string]string{"s": "st", "email": "e", "emailaddress": "e", "mail": "e", "unstructuredname": "hostname",
	"unstructuredaddress": "ipaddress", "surname": "sn", "userid": "uid"}

func attributeOf(word string) (attributeType, bool) {
	word = strings.ToLower(word)
	if other, ok := otherWords[word]; ok {
		word = other
	}
	at := slices.IndexFunc(attributeTypes, func(a attributeType) bool { return strings.EqualFold(a.word, word) })
	if at < 0 {
		return attributeType{}, false
	}
	return attributeTypes[at], true
}

// wordOf is the word of a type, or its numbers.
func wordOf(oid asn1.ObjectIdentifier) string {
	for _, a := range attributeTypes {
		if a.oid.Equal(oid) {
			return a.word
		}
	}
	return oid.String()
}

// mostAttributes bounds a name.
const mostAttributes = 64

// ParseName reads a name as `subject-name` takes it, innermost part first: cn=r1.lab.example, ou=vpn+serialNumber=7, c=XX. A
// backslash takes what follows it for itself, and in double quotes commas and pluses are plain.
func ParseName(text string) (Name, error) {
	var name Name
	for _, part := range cutOutside(text, ',') {
		var set pkix.RelativeDistinguishedNameSET
		for _, one := range cutOutside(part, '+') {
			a, err := parseAttribute(one)
			if err != nil {
				return nil, err
			}
			set = append(set, a)
		}
		name = append(name, set)
	}
	if len(name) > mostAttributes {
		return nil, fmt.Errorf("a name of %d parts: at most %d", len(name), mostAttributes)
	}
	slices.Reverse(name)
	return name, nil
}

func parseAttribute(text string) (pkix.AttributeTypeAndValue, error) {
	word, value, found := strings.Cut(text, "=")
	word, value = strings.TrimSpace(word), strings.TrimSpace(value)
	a, known := attributeOf(word)
	switch {
	case !found || value == "":
		return pkix.AttributeTypeAndValue{}, fmt.Errorf("%q is no attribute of a name, such as cn=r1.example.com", strings.TrimSpace(text))
	case !known:
		return pkix.AttributeTypeAndValue{},
			fmt.Errorf("%q is no type of a name's attributes; there are cn, ou, o, l, st, c, e, dc and others", word)
	}
	return pkix.AttributeTypeAndValue{Type: a.oid, Value: unquote(value)}, nil
}

// cutOutside splits where a separator stands that is neither quoted nor escaped.
func cutOutside(text string, separator byte) (parts []string) {
	start, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\':
			i++
		case text[i] == '"':
			quoted = !quoted
		case text[i] == separator && !quoted:
			parts, start = append(parts, text[start:i]), i+1
		}
	}
	return append(parts, text[start:])
}

func unquote(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\\' && i+1 < len(text):
			i++
			b.WriteByte(text[i])
		case text[i] != '"':
			b.WriteByte(text[i])
		}
	}
	return b.String()
}

// DecodeName reads the DER of a Name. Its bytes stand for it wherever names are compared or sent; see Name.Encode.
func DecodeName(der []byte) (Name, error) {
	var sequence pkix.RDNSequence
	rest, err := asn1.Unmarshal(der, &sequence)
	switch {
	case err != nil:
		return nil, fmt.Errorf("a name that is none: %w", err)
	case len(rest) > 0:
		return nil, fmt.Errorf("%d bytes behind a name", len(rest))
	case len(sequence) > mostAttributes:
		return nil, fmt.Errorf("a name of %d parts: at most %d", len(sequence), mostAttributes)
	}
	return Name(sequence), nil
}

// Encode is the DER of a name.
func (n Name) Encode() ([]byte, error) { return asn1.Marshal(pkix.RDNSequence(n)) }

// Lines are the parts as `show crypto pki certificates` prints them, one a line, innermost first: cn=r1.lab.example.
func (n Name) Lines() (lines []string) {
	for _, set := range slices.Backward(n) {
		var parts []string
		for _, a := range set {
			parts = append(parts, wordOf(a.Type)+"="+printable(a.Value))
		}
		lines = append(lines, strings.Join(parts, "+"))
	}
	return lines
}

// String is the name on one line: cn=r1.lab.example,c=XX.
func (n Name) String() string { return strings.Join(n.Lines(), ",") }

// First is the value of the first attribute of a type, from the innermost part on; "" if there is none. The words are those of
// `subject-name`.
func (n Name) First(word string) string {
	all := n.All(word)
	if len(all) == 0 {
		return ""
	}
	return all[0]
}

// All are the values of the attributes of a type, from the innermost part on.
func (n Name) All(word string) (values []string) {
	a, known := attributeOf(word)
	if !known {
		return nil
	}
	for _, set := range slices.Backward(n) {
		for _, one := range set {
			if one.Type.Equal(a.oid) {
				values = append(values, printable(one.Value))
			}
		}
	}
	return values
}

// printable is a value as text in which nothing can move a cursor; what is no text is hexadecimal.
func printable(value any) string {
	text, ok := value.(string)
	if !ok {
		return fmt.Sprint(value)
	}
	for _, r := range text {
		if r < ' ' || r == 0x7f || r == '\uFFFD' {
			return hex.EncodeToString([]byte(text))
		}
	}
	return text
}
