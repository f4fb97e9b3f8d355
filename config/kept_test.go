package config

import "testing"

// A change elsewhere shares the templates of crypto maps, so that nothing is looked for in SAs; one that is asked for by name is a
// copy, and the original stays as it was.
func TestTemplatesAreShared(t *testing.T) {
	before := New()
	before.AddDynamicMapEntry("D", 10)
	before.AddDynamicMapEntry("D", 20)
	before.Seal()
	after := before.Clone()
	if old, now := Changed(before.DynamicMaps, after.DynamicMaps); len(old)+len(now) > 0 {
		t.Errorf("a clone has templates of its own: %v, %v", old, now)
	}
	after.DynamicMapEntry("D", 20).Description = "edited"
	if old, now := Changed(before.DynamicMaps, after.DynamicMaps); len(old) != 1 || len(now) != 1 || now[0].Sequence != 20 {
		t.Errorf("an edited template: %v, %v", old, now)
	}
	if before.DynamicMapEntry("D", 20).Description != "" {
		t.Error("the original changes with it")
	}
}
