package interop

import (
	"strings"
	"testing"
	"time"
)

// The sides share no secret: what follows the Diffie-Hellman exchange is noise
// to the one that reads it.
func TestWrongKey(t *testing.T) {
	t.Parallel()
	t.Run("peer-initiates", func(t *testing.T) {
		t.Parallel()
		lab := StartLab(t, "--psk", "somethingelse", "--retransmit", "1.0,1.0,3")
		console := lab.StartRouter(routerConfig{})

		lab.Refused("initiate", "3")

		console.Expect(5*time.Second,
			`%CRYPTO-4-IKMP_BAD_MESSAGE: IKE message from 10\.2\.80\.209 +failed its sanity check or is malformed`)
		wantNeverUp(console)
	})
	t.Run("router-initiates", func(t *testing.T) {
		t.Parallel()
		lab := StartLab(t, "--psk", "somethingelse")
		console := lab.StartRouter(routerConfig{})
		mark := console.Mark()

		ping(console)

		// The peer cannot read message 5, so the router sends it again after 10 s.
		console.ExpectAfter(mark, 5*time.Second, `Old State = IKE_I_MM4 +New State = IKE_I_MM5`)
		console.ExpectAfter(mark, 13*time.Second, `retransmitting phase 1 MM_KEY_EXCH\.\.\.`)
		wantNeverUp(console)
	})
}

// The sides have no phase 1 policy in common.
func TestNoCommonPolicy(t *testing.T) {
	t.Parallel()
	t.Run("peer-initiates", func(t *testing.T) {
		t.Parallel()
		lab := StartLab(t, "--ike", "3des-md5-modp1024")
		console := lab.StartRouter(routerConfig{})
		mark := console.Mark()

		answer := lab.Refused("initiate", "5")

		if !strings.Contains(answer, "NO_PROP") {
			t.Errorf("the peer was not told NO-PROPOSAL-CHOSEN:\n%s", answer)
		}
		console.ExpectAfter(mark, 5*time.Second,
			`%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Main mode failed with peer at 10\.2\.80\.209`)
		wantInOrder(t, console.After(mark),
			`Checking ISAKMP transform`,
			`Encryption algorithm offered does not match policy!`,
			`atts are not acceptable. Next payload is 0`,
			`no offers accepted!`,
			`phase 1 SA policy not acceptable! (local 10.1.32.14 remote 10.2.80.209)`,
			`deleting SA reason "Phase1 SA policy proposal not accepted"`,
			`Old State = IKE_R_MM1`,
		)
		wantNeverUp(console)
	})
	t.Run("router-initiates", func(t *testing.T) {
		t.Parallel()
		lab := StartLab(t, "--ike", "3des-md5-modp1024")
		console := lab.StartRouter(routerConfig{})
		mark := console.Mark()

		ping(console)

		// The refusal comes in clear, so the router mentions it and does not obey.
		console.ExpectAfter(mark, 5*time.Second,
			`%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Informational mode failed with peer at 10\.2\.80\.209`)
		wantInOrder(t, console.After(mark),
			`beginning Main Mode exchange`,
			`Notify has no hash. Rejected.`,
			`Input = IKE_M`, // IKE_MSG_FROM_PEER or IKE_MESG_FROM_PEER, by release
		)
		wantNeverUp(console)
	})
}

// wantNeverUp checks that nothing has come of the attempt.
func wantNeverUp(c *Console) {
	c.t.Helper()
	if out := c.Run("show crypto isakmp sa"); strings.Contains(out, "QM_IDLE") {
		c.t.Errorf("an ISAKMP SA came up:\n%s", out)
	}
	if spis := showSPIs(c); len(spis) > 0 {
		c.t.Errorf("IPsec SAs came up: %x", spis)
	}
}
