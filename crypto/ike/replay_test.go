package ike

import (
	"errors"
	"testing"

	"ruthere/config"
	"ruthere/crypto/ipsec"
)

// The configured replay window decides which packets that come late are taken: a packet is
// lost that comes when the window's size of others have overtaken it, and none is lost without
// a check, not even one that comes twice.
func TestConfiguredReplayWindow(t *testing.T) {
	for _, test := range []struct {
		name      string
		configure func(c *config.Config)
		size      int
	}{
		{"default", func(*config.Config) {}, 64},
		{"global", func(c *config.Config) { c.IPsec.ReplayWindow = 256 }, 256},
		{"of the entry", func(c *config.Config) { c.IPsec.ReplayWindow, c.MapEntry("green", 1).ReplayWindow = 256, 128 }, 128},
		{"disabled", func(c *config.Config) { c.IPsec.NoReplayCheck = true }, 0},
		{"disabled but for the entry", func(c *config.Config) { c.IPsec.NoReplayCheck, c.MapEntry("green", 1).ReplayWindow = true, 1024 }, 1024},
		{"disabled for the entry", func(c *config.Config) { c.MapEntry("green", 1).ReplayWindow = config.NoReplayCheck }, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			n := newNet(t, releases[0], func(_, right *config.Config) { test.configure(right) })
			n.trigger(0)
			out, in := n.rigs[0].engine.IPsec.Pairs()[0].Out, n.rigs[1].engine.IPsec.Pairs()[0].In
			var packets [][]byte
			for range 1100 {
				esp, err := out.Seal([]byte("packet"), 4, streams(7)("iv"))
				if err != nil {
					t.Fatal(err)
				}
				packets = append(packets, esp)
			}
			open := func(sequence int) error {
				_, _, err := in.Open(packets[sequence-1])
				return err
			}
			if err := open(1100); err != nil {
				t.Fatal(err)
			}
			if test.size == 0 {
				if err := errors.Join(open(1), open(1100)); err != nil {
					t.Errorf("without a check: %v", err)
				}
				return
			}
			if err := open(1100 - test.size + 1); err != nil {
				t.Errorf("the last place of the window: %v", err)
			}
			for _, sequence := range []int{1100 - test.size, 1100} {
				if err := open(sequence); !errors.Is(err, ipsec.ErrReplay) {
					t.Errorf("packet %d: %v, want %v", sequence, err, ipsec.ErrReplay)
				}
			}
		})
	}
}
