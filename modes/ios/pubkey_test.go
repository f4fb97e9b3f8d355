package ios

import (
	"strings"
	"testing"
)

// The public keys of peers for authentication by RSA encryption are kept whole, and come out as they were read.
func TestPublicKeysOfPeersComeOut(t *testing.T) {
	const text = `crypto key pubkey-chain rsa
 named-key branch.example.com encryption
  address 192.0.2.7
  key-string
   305C300D 06092A86 4886F70D 01010105 00034B00 30480241 00C5E23B 55D6AB22
   04AEF1BA A54028A6 9ACC01C5 129D99E4 64CAB820 847EDAD9 DF0B4E4C 73A05DD2
   BD62A8A9 FA603DD2 E2A8A6F8 98F76E28 D58AD221 B583D7A4 71020301 0001
  quit
 addressed-key 192.0.2.8
  key-string
   305C300D 06092A86 4886F70D 01010105 00034B00 30480241
  quit
`
	for _, release := range releases {
		if out := running(load(t, release, text), release); !strings.Contains(out, text) {
			t.Errorf("%v: printed\n%s", release, out)
		}
	}
}
