package main

import (
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"ruthere/debuglog"
	"ruthere/lab"
	"ruthere/modes/ios"
	"ruthere/scripts"
)

// Of the usual shapes of tunnels nothing is refused, strange to a release, or without effect.
func TestCheckNamesNothingOfTunnelShapes(t *testing.T) {
	names, err := fs.Glob(scripts.Files, "tunnel-*.yaml")
	if err != nil || len(names) < 8 {
		t.Fatalf("the labs are %q: %v", names, err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(scripts.Files, filepath.Base(name))
		if err != nil {
			t.Fatal(err)
		}
		topology, err := lab.ParseTopology(name, text, scripts.Files)
		if err != nil {
			t.Fatal(err)
		}
		for _, release := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
			for _, r := range topology.Routers {
				var out strings.Builder
				reading := ios.Read(r.Config, release)
				if printLines(&out, name+": "+r.Name, reading, featureCounts{}); out.Len() > 0 || len(reading.Taken) < 8 {
					t.Errorf("%v, of %d lines:\n%s", release, len(reading.Taken), &out)
				}
			}
		}
	}
}
