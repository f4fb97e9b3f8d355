package ios

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes/storage"
)

// Whatever the configuration was, replacing it ends at exactly the one that was given.
func TestReplaceReachesEveryConfiguration(t *testing.T) {
	most := 0
	for seed := range uint64(12) {
		for _, release := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
			r := rand.New(rand.NewPCG(seed, 7))
			from, to := randomConfig(r), randomConfig(r)
			b := &loader{config: load(t, release, running(from, release)), release: release}
			wanted := running(to, release)
			target, complaints := storage.Complete(b, wanted)
			if len(complaints) > 0 {
				t.Fatalf("seed %d: %+v", seed, complaints)
			}
			wanted = running(target, release)
			got := storage.Replace(b, wanted)
			if len(got.Failed) > 0 {
				t.Fatalf("seed %d, %v: after %d passes there are left %q\n%v", seed, release, len(got.Passes), got.Failed,
					cmp.Diff(wanted, running(got.Result, release)))
			}
			if diff := cmp.Diff(wanted, running(got.Result, release)); diff != "" {
				t.Fatalf("seed %d (-wanted +got):\n%s", seed, diff)
			}
			most = max(most, len(got.Passes))
			// There is nothing left to do, and nothing is.
			again := storage.Replace(&loader{config: got.Result, release: release}, wanted)
			if len(again.Passes) != 0 || len(again.Failed) != 0 {
				t.Fatalf("seed %d: replacing a configuration by itself takes %v", seed, again.Passes)
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
	b := &loader{config: load(t, debuglog.IOS15, running(before, debuglog.IOS15)), release: debuglog.IOS15}
	got := storage.Replace(b, running(after, debuglog.IOS15))
	if len(got.Passes) != 1 || len(got.Passes[0]) > 6 {
		t.Errorf("it takes %v", got.Passes)
	}
}
