package pki

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

type certificateMap = *config.CertificateMap

func certificateMapCommand() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `crypto pki certificate map map-name:WORD sequence:<1-65535>`,
		Help: pkiHelp(modes.H{"certificate": "Actions on certificates", "map": "Define certificate attributes map", "map-name": "Map name",
			"sequence": "Sequence to insert to/delete from existing certificate map"}),
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.AddCertificateMap(a.Str("map-name"), a.Int("sequence"))
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if !a.Has("map-name") {
				return modes.ErrIncomplete
			}
			c.PKI.Maps = slices.DeleteFunc(c.PKI.Maps, func(m certificateMap) bool {
				return m.Name == a.Str("map-name") && (!a.Has("sequence") || m.Sequence == a.Int("sequence"))
			})
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, m := range c.PKI.Maps {
				lines = append(lines, parser.Args{"map-name": m.Name, "sequence": m.Sequence})
			}
			return lines
		},
		Enter: "certificate-map",
	}
}

// nameFields and dateFields are the fields that rules are about, by how they are compared.
var (
	nameFields = []string{config.FieldSubject, config.FieldIssuer, config.FieldAltSubject, config.FieldUnstructured, config.FieldName,
		config.FieldSerial}
	dateFields = []string{config.FieldValidStart, config.FieldExpiresOn}
	textTests  = []string{"co", "eq", "nc", "ne"}
	dateTests  = []string{"eq", "ge", "gt", "lt", "ne"}
)

// rule is a line of a certificate map. All kinds are one command, so that they stay in the order typed.
func rule() modes.Cmd[certificateMap] {
	labelled := func(prefix string, words []string) string {
		var all []string
		for _, w := range words {
			all = append(all, prefix+w+"="+w)
		}
		return strings.Join(all, " | ")
	}
	return modes.Cmd[certificateMap]{
		Syntax: `{ {` + strings.Join(nameFields, " | ") + `} {` + labelled("text-", textTests) + `} text:LINE |
			{` + strings.Join(dateFields, " | ") + `} {` + labelled("date-", dateTests) + `} date:LINE }`,
		Help: modes.H{config.FieldSubject: "Subject Name", config.FieldIssuer: "Issuer Name", config.FieldAltSubject: "Alternate Subject Name",
			config.FieldUnstructured: "Unstructured Subject Name", config.FieldName: "Any Subject Name", config.FieldSerial: "Serial Number",
			config.FieldValidStart: "Valid Start Date", config.FieldExpiresOn: "Expiration Date", "co": "contains", "eq": "equal",
			"nc": "does not contain", "ne": "not equal", "ge": "greater than or equal to", "gt": "greater than", "lt": "less than",
			"text": "Value to be compared", "date": "Date, as MMM DD YYYY HH:MM:SS"},
		Set: func(_ *modes.Context, m certificateMap, a parser.Args) error {
			if r, whole := ruleOf(a); whole && !slices.Contains(m.Rules, r) {
				m.Rules = append(m.Rules, r)
			}
			return nil
		},
		Unset: func(_ *modes.Context, m certificateMap, a parser.Args) error {
			r, whole := ruleOf(a)
			m.Rules = slices.DeleteFunc(m.Rules, func(have config.CertificateRule) bool {
				return have == r || !whole && have.Field == r.Field && (r.Test == "" || have.Test == r.Test)
			})
			return nil
		},
		Show: func(m certificateMap) (lines []parser.Args) {
			for _, r := range m.Rules {
				kind, prefix := "text", "text-"
				if slices.Contains(dateFields, r.Field) {
					kind, prefix = "date", "date-"
				}
				lines = append(lines, parser.Args{r.Field: true, prefix + r.Test: true, kind: r.Value})
			}
			return lines
		},
	}
}

// equals finds the signs that the device writes with blanks around them.
var equals = regexp.MustCompile(`\s*=\s*`)

func ruleOf(a parser.Args) (r config.CertificateRule, whole bool) {
	first := func(prefix string, words []string) string {
		for _, w := range words {
			if a.Has(prefix + w) {
				return w
			}
		}
		return ""
	}
	r.Field = cmp.Or(first("", nameFields), first("", dateFields))
	r.Test = cmp.Or(first("text-", textTests), first("date-", dateTests))
	r.Value = strings.TrimSpace(a.Str("date"))
	if text := strings.TrimSpace(a.Str("text")); text != "" {
		r.Value = equals.ReplaceAllString(text, " = ")
	}
	return r, r.Value != ""
}

func addCertificateMap(l *modes.Language) {
	modes.DefineMode(l, modes.ModeOf[certificateMap]{ID: "certificate-map", Prompt: "ca-certificate-map",
		Title: "Certificate map commands:", Parent: modes.GlobalMode,
		Find: func(c *config.Config, path parser.Args) []certificateMap {
			return modes.OneTarget(c.CertificateMap(path.Str("map-name"), path.Int("sequence")))
		}})
	addBoth(l, modes.GlobalMode, certificateMapCommand())
	l.Add("certificate-map", rule(), modes.ExitFrom[certificateMap]("certificate map configuration mode"))
}
