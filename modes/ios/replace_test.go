package ios

import (
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/modes/storage"
	"ruthere/outline"
)

// replaceSeeds is how many random configurations each property of replacing tries; RUTHERE_CONFIGURATIONS says more.
func replaceSeeds(least int) uint64 {
	count, _ := strconv.Atoi(os.Getenv("RUTHERE_CONFIGURATIONS"))
	if testing.Short() {
		least = max(1, least/10)
	}
	return uint64(max(count, least))
}

// onDevice is a router in service whose running-config is what comes of a text: unlike a loading one, it does not
// start an interface because a line names it. Its hardware is what the text and others name.
func onDevice(t *testing.T, r debuglog.Release, text string, others ...string) *console {
	t.Helper()
	d := consoleAfter(r, nil)
	for line := range strings.Lines(text + strings.Join(others, "")) {
		if name, is := strings.CutPrefix(strings.TrimSpace(line), "interface "); is && !config.Virtual(name) {
			d.config.AddInterface(name)
		}
	}
	c, complaints := storage.Complete(d, text)
	if len(complaints) > 0 {
		t.Fatalf("%v: %+v", r, complaints)
	}
	d.config = c
	return d
}

// eachReplace runs a property for every release and many seeds, until one fails.
func eachReplace(t *testing.T, least int, stream uint64, property func(t *testing.T, r *rand.Rand, release debuglog.Release)) {
	for seed := range replaceSeeds(least) {
		for _, release := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
			property(t, rand.New(rand.NewPCG(seed, stream)), release)
			if t.Failed() {
				t.Fatalf("with seed %d of %v", seed, release)
			}
		}
	}
}

// reaches replaces the configuration of a device, and sees that it ends at exactly the one that was given, by commands
// alone. What differs is named by its lines.
func reaches(t *testing.T, d *console, text string) storage.Replacement {
	t.Helper()
	target, complaints := storage.Complete(d, text)
	if len(complaints) > 0 {
		t.Fatalf("refused: %+v", complaints)
	}
	wanted := running(target, d.release)
	got := storage.Replace(d, text)
	if reached := running(got.Result, d.release); reached != wanted || len(got.Failed) > 0 {
		t.Errorf("after %v there differs, of %q:\n%s", got.Passes, got.Failed,
			strings.Join(outline.Differences(outline.Parse(wanted), outline.Parse(reached)), "\n"))
	}
	after := &console{loader: loader{config: got.Result, release: d.release}}
	if again := storage.Replace(after, text); len(again.Passes) != 0 || len(again.Failed) != 0 {
		t.Errorf("replacing a configuration by itself takes %v", again.Passes)
	}
	return got
}

// Whatever the configuration was, replacing it ends at exactly the one that was given.
func TestReplaceReachesEveryConfiguration(t *testing.T) {
	passes := map[int]int{}
	eachReplace(t, 12, 7, func(t *testing.T, r *rand.Rand, release debuglog.Release) {
		from, to := randomConfig(r), randomConfig(r)
		text := running(to, release)
		passes[len(reaches(t, onDevice(t, release, running(from, release), text), text).Passes)]++
	})
	t.Logf("so many took so many passes: %v", passes)
}

// One changed line takes one or two commands, whatever stands around it.
func TestReplaceChangesOnlyWhatDiffers(t *testing.T) {
	eachReplace(t, 30, 1, func(t *testing.T, r *rand.Rand, release debuglog.Release) {
		before := randomConfig(r)
		before.AddInterface("GigabitEthernet0/0")
		d := onDevice(t, release, running(before, release))
		after := d.config.Clone()
		after.Hostname = "Elsewhere"
		after.Interfaces = append([]*config.Interface(nil), after.Interfaces...)
		after.AddInterface("GigabitEthernet0/0").Description = "changed"
		got := reaches(t, d, running(after, release))
		if len(got.Passes) != 1 || len(got.Passes[0]) > 6 {
			t.Errorf("it takes %v", got.Passes)
		}
		differ := outline.Differences(outline.Parse(running(d.config, release)), outline.Parse(running(after, release)))
		if len(differ) < 4 || len(differ) > 5 { // both hostnames, and below their interface one or two descriptions
			t.Errorf("the differences are %q", differ)
		}
	})
}

// Whatever is typed, going back to the copy that was kept before ends at that copy: `configure revert`, and what is not confirmed.
func TestReplaceUndoesWhatWasTyped(t *testing.T) {
	eachReplace(t, 6, 21, func(t *testing.T, r *rand.Rand, release debuglog.Release) {
		d := onDevice(t, release, running(randomConfig(r), release))
		kept := running(d.config, release)
		s := &sampler{Rand: r, language: Language(release)}
		s.add(s.language.Mode(modes.GlobalMode), 10, 0)
		for _, line := range s.lines {
			d.session.Execute(line)
		}
		if target, complaints := storage.Complete(d, kept); len(complaints) > 0 || running(target, release) != kept {
			return // hardware that came meanwhile, which a copy cannot take away
		}
		reaches(t, d, kept)
		if t.Failed() {
			t.Logf("typed:\n%s", strings.Join(s.lines, "\n"))
		}
	})
}

// Merging what `show archive config incremental-diffs` lists does what merging the whole file does.
func TestIncrementalDifferencesMerge(t *testing.T) {
	eachReplace(t, 30, 22, func(t *testing.T, r *rand.Rand, release debuglog.Release) {
		first := running(onDevice(t, release, running(randomConfig(r), release)).config, release)
		second := running(randomConfig(r), release)
		merged := func(text string) string {
			d := onDevice(t, release, first)
			c, _ := modes.TypeLines(d, d.config, modes.ConfigLines(text))
			return running(c, release)
		}
		added := strings.Join(outline.Additions(outline.Parse(first), outline.Parse(second)), "\n")
		if strings.Contains(added, "vrf forwarding") {
			return // it takes the addresses away, also one that both have and that is therefore not listed
		}
		if diff := cmp.Diff(merged(second), merged(added)); diff != "" {
			t.Errorf("(-whole +listed):\n%s", diff)
		}
	})
}

// What differs the one way differs the other way, with the marks exchanged; and nothing differs from itself.
func TestDifferencesAreMutual(t *testing.T) {
	eachReplace(t, 30, 23, func(t *testing.T, r *rand.Rand, release debuglog.Release) {
		a, b := outline.Parse(running(randomConfig(r), release)), outline.Parse(running(randomConfig(r), release))
		if same := outline.Differences(a, a); len(same) > 0 {
			t.Errorf("it differs from itself by %q", same)
		}
		marked := func(lines []string, mark string) (count int) {
			for _, l := range lines {
				if strings.HasPrefix(strings.TrimLeft(l, " "), mark) {
					count++
				}
			}
			return count
		}
		there, back := outline.Differences(a, b), outline.Differences(b, a)
		if marked(there, "+") != marked(back, "-") || marked(there, "-") != marked(back, "+") {
			t.Errorf("there and back:\n%s", cmp.Diff(there, back))
		}
	})
}

// A file may write the names of interfaces as a user would; they are up all the same, for it does not say otherwise.
func TestReplaceKnowsShortNamesOfInterfaces(t *testing.T) {
	for _, name := range []string{"GigabitEthernet0/0", "gi0/0", "GigabitEthernet 0/0", "gigabitethernet0/0"} {
		d := onDevice(t, debuglog.IOS15, "interface GigabitEthernet0/0\n ip address 192.0.2.1 255.255.255.0\n")
		got := reaches(t, d, "interface "+name+"\n ip address 192.0.2.2 255.255.255.0\n")
		if got.Result.Interface("GigabitEthernet0/0").Shutdown {
			t.Errorf("%q is shut down", name)
		}
	}
}
