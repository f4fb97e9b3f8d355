package modes

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruthere/config"
	"ruthere/debuglog"
)

// Whatever the configuration was, replacing it ends at exactly the one that was given.
func TestReplaceReachesEveryConfiguration(t *testing.T) {
	most := 0
	for seed := range uint64(12) {
		for _, release := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
			r := rand.New(rand.NewPCG(seed, 7))
			from, to := randomConfig(r), randomConfig(r)
			b := &loader{config: load(t, release, Running(from, release)), release: release}
			wanted := Running(to, release)
			target, complaints := complete(b, wanted)
			if len(complaints) > 0 {
				t.Fatalf("seed %d: %+v", seed, complaints)
			}
			wanted = Running(target, release)
			got := replace(b, wanted)
			if len(got.failed) > 0 {
				t.Fatalf("seed %d, %v: after %d passes there are left %q\n%v", seed, release, len(got.passes), got.failed,
					cmp.Diff(wanted, Running(got.result, release)))
			}
			if diff := cmp.Diff(wanted, Running(got.result, release)); diff != "" {
				t.Fatalf("seed %d (-wanted +got):\n%s", seed, diff)
			}
			most = max(most, len(got.passes))
			// There is nothing left to do, and nothing is.
			again := replace(&loader{config: got.result, release: release}, wanted)
			if len(again.passes) != 0 || len(again.failed) != 0 {
				t.Fatalf("seed %d: replacing a configuration by itself takes %v", seed, again.passes)
			}
		}
	}
	t.Logf("at most %d passes", most)
}

// One changed line takes one or two commands, whatever stands around it.
func TestReplaceChangesOnlyWhatDiffers(t *testing.T) {
	before := randomConfig(rand.New(rand.NewPCG(1, 1)))
	after := before.Clone()
	after.Hostname = "Elsewhere"
	after.Interfaces = append([]*config.Interface(nil), after.Interfaces...)
	after.AddInterface("GigabitEthernet0/0").Description = "changed"
	b := &loader{config: load(t, debuglog.IOS15, Running(before, debuglog.IOS15)), release: debuglog.IOS15}
	got := replace(b, Running(after, debuglog.IOS15))
	if len(got.passes) != 1 || len(got.passes[0]) > 6 {
		t.Errorf("it takes %v", got.passes)
	}
}
