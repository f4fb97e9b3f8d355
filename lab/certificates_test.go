package lab

import (
	"encoding/base64"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/crypto/keypair"
	"ruthere/crypto/pki"
)

var (
	shownRequest     = regexp.MustCompile(`(?s)Certificate Request follows:\n\n(.*?)\n\n---End`)
	pastedAuthority  = pastedAfter(`Enter the base 64 encoded CA certificate`)
	pastedOwn        = pastedAfter(`Enter the base 64 encoded certificate`)
	transcriptOfCA   = "certificates.transcript"
	seedOfAuthority  = [32]byte([]byte("the authority of the transcript "))
	beginOfAuthority = time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)
)

func pastedAfter(words string) *regexp.Regexp {
	return regexp.MustCompile(`(?s)(` + words + `\.\nEnd [^\n]*\n\n)-----BEGIN CERTIFICATE-----\n(.*?)(quit\n)`)
}

// The certificates that are pasted in the transcript are those that an authority with a key of a known seed has made of the requests that
// are shown there. With -rewrite they are made anew.
func TestAuthorityOfTheTranscript(t *testing.T) {
	text := shipped(t, transcriptOfCA)
	key, err := keypair.Make(rand.NewChaCha8(seedOfAuthority), 1024)
	if err != nil {
		t.Fatal(err)
	}
	name, err := pki.ParseName("cn=CA,o=lab")
	if err != nil {
		t.Fatal(err)
	}
	h, _ := pki.HashNamed("sha1")
	a, err := pki.NewAuthority(name, key, h, beginOfAuthority, 10*365*24*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	a.Lifetime = 365 * 24 * time.Hour
	var own []string
	for _, found := range shownRequest.FindAllStringSubmatch(text, -1) {
		der, err := base64.StdEncoding.DecodeString(strings.ReplaceAll(found[1], "\n", ""))
		if err != nil {
			t.Fatal(err)
		}
		r, err := pki.ParseRequest(der)
		if err != nil {
			t.Fatal(err)
		}
		c, err := a.Issue(r, beginOfAuthority.AddDate(0, 2, 0))
		if err != nil {
			t.Fatal(err)
		}
		own = append(own, pastedText(c.Raw))
	}
	authority := slices.Repeat([]string{pastedText(a.Certificate.Raw)}, len(pastedAuthority.FindAllString(text, -1)))
	want := replacePasted(replacePasted(text, pastedAuthority, authority), pastedOwn, own)
	if *rewrite {
		if err := os.WriteFile(filepath.Join(scripts, transcriptOfCA), []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if want != text || len(own) != 2 {
		t.Error("the certificates are not those that the authority makes of the requests: rewrite them with -rewrite")
	}
}

func pastedText(der []byte) string {
	return "-----BEGIN CERTIFICATE-----\n" + strings.Join(pki.Base64Lines(der), "\n") + "\n-----END CERTIFICATE-----\n"
}

// replacePasted puts texts in place of what was pasted, in order.
func replacePasted(text string, where *regexp.Regexp, texts []string) string {
	return where.ReplaceAllStringFunc(text, func(found string) string {
		if len(texts) == 0 {
			return found
		}
		parts, next := where.FindStringSubmatch(found), texts[0]
		texts = texts[1:]
		return parts[1] + next + parts[3]
	})
}
