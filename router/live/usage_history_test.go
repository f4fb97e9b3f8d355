package live

import (
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"ruthere/modes"
)

// Seconds come latest first, and become the average and the maximum of their minute and hour,
// however far apart the samples are.
func TestUsageHistory(t *testing.T) {
	var h usageHistory
	start := time.Unix(0, 0)
	h.add(start, 100) // begins the first second
	for at := 5; at <= 60; at += 5 {
		percent := 10.0
		if at == 60 {
			percent = 70
		}
		h.add(start.Add(time.Duration(at)*time.Second), percent)
	}
	if got := h.kept.Seconds; len(got) != 60 || got[0] != 70 || got[4] != 70 || got[5] != 10 {
		t.Errorf("the seconds are %v, want five of 70 %% and 55 of 10 %%", got)
	}
	if diff := gocmp.Diff([]modes.UsagePeak{{Average: 15, Maximum: 70}}, h.kept.Minutes); diff != "" {
		t.Errorf("the minutes (-want +got):\n%s", diff)
	}
	h.add(start.Add(74*time.Hour), 20)
	if len(h.kept.Seconds) != 60 || len(h.kept.Minutes) != 60 || len(h.kept.Hours) != 72 {
		t.Errorf("%d seconds, %d minutes, %d hours are kept, want 60, 60, 72", len(h.kept.Seconds), len(h.kept.Minutes), len(h.kept.Hours))
	}
}
