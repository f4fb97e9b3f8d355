package interop

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Every proposal comes up, whoever starts, and both sides hold the same SAs.
func TestProposals(t *testing.T) {
	t.Parallel()
	proposals := []struct {
		name      string
		ike, esp  string   // what strongSwan is told
		policy    []string // what the router is told
		transform string
		child     string // the SAs as strongSwan shows them
		enc, auth int    // lengths of the ESP keys in bytes
	}{
		{
			name: "aes128-sha1-modp2048",
			ike:  "aes128-sha1-modp2048", esp: "aes128-sha1",
			policy:    []string{"encr aes", "authentication pre-share", "group 14"},
			transform: "esp-aes esp-sha-hmac",
			child:     "ESP:AES_CBC-128/HMAC_SHA1_96", enc: 16, auth: 20,
		},
		{
			name: "aes256-sha256-ecp256",
			ike:  "aes256-sha256-ecp256", esp: "aes256-sha256",
			policy:    []string{"encr aes 256", "hash sha256", "authentication pre-share", "group 19"},
			transform: "esp-aes 256 esp-sha256-hmac",
			child:     "ESP:AES_CBC-256/HMAC_SHA2_256_128", enc: 32, auth: 32,
		},
		{
			name: "3des-md5-modp1024",
			ike:  "3des-md5-modp1024", esp: "3des-md5",
			policy:    []string{"encr 3des", "hash md5", "authentication pre-share", "group 2"},
			transform: "esp-3des esp-md5-hmac",
			child:     "ESP:3DES_CBC/HMAC_MD5_96", enc: 24, auth: 16,
		},
		{
			name: "null-sha256",
			ike:  "aes128-sha256-modp2048", esp: "null-sha256",
			policy:    []string{"encr aes", "hash sha256", "authentication pre-share", "group 14"},
			transform: "esp-null esp-sha256-hmac",
			child:     "ESP:NULL/HMAC_SHA2_256_128", enc: 0, auth: 32,
		},
		{
			name: "null-sha1 as the last of three proposals",
			ike:  "aes128-sha1-modp2048", esp: "aes256-sha384,3des-sha1,null-sha1",
			policy:    []string{"encr aes", "authentication pre-share", "group 14"},
			transform: "esp-null esp-sha-hmac",
			child:     "ESP:NULL/HMAC_SHA1_96", enc: 0, auth: 20,
		},
	}
	initiators := []struct {
		name  string
		start func(*Lab, *Console)
	}{
		{"router-initiates", bringUp},
		{"peer-initiates", peerBringsUp},
	}
	for _, p := range proposals {
		for _, initiator := range initiators {
			t.Run(p.name+"/"+initiator.name, func(t *testing.T) {
				t.Parallel()
				lab := StartLab(t, "--ike", p.ike, "--esp", p.esp)
				console := lab.StartRouter(routerConfig{Policy: p.policy, Transform: p.transform})

				initiator.start(lab, console)

				wantUp(console)
				if sas := lab.Do("sas"); !strings.Contains(sas, p.child) {
					t.Errorf("the peer's SAs are not %s:\n%s", p.child, sas)
				}
				if lab.Env["KERNEL"] == "stub" {
					wantKeys(t, lab, console, p.enc, p.auth)
				}
			})
		}
	}
}

// peerBringsUp lets strongSwan initiate, and waits until both sides have their SAs.
func peerBringsUp(l *Lab, c *Console) {
	l.t.Helper()
	mark := c.Mark()
	l.Do("initiate", "10")
	l.Do("wait-up", "5")
	c.ExpectAfter(mark, 5*time.Second, quickModeDone)
}

var installed = regexp.MustCompile(`(?m)^add spi=0x([0-9a-f]+) .* enc=\S+?:([0-9a-f]*) auth=\S+?:([0-9a-f]+)`)

// wantKeys checks the SAs that the peer handed to its kernel: one each way, keys
// of the right size, under the SPIs that the router shows.
func wantKeys(t *testing.T, l *Lab, c *Console, enc, auth int) {
	t.Helper()
	keys := l.Do("esp-keys")
	sas := installed.FindAllStringSubmatch(keys, -1)
	if len(sas) != 2 {
		t.Fatalf("the peer installed %d SAs, want one each way:\n%s", len(sas), keys)
	}
	shown := showSPIs(c)
	for _, sa := range sas {
		spi, _ := strconv.ParseUint(sa[1], 16, 32)
		if !slices.Contains(shown, spi) {
			t.Errorf("the peer installed SPI %#x, the router shows %#x", spi, shown)
		}
		if len(sa[2]) != 2*enc || len(sa[3]) != 2*auth {
			t.Errorf("SPI %#x: keys of %d and %d bytes, want %d and %d",
				spi, len(sa[2])/2, len(sa[3])/2, enc, auth)
		}
	}
}
