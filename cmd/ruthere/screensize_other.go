//go:build !unix

package main

import (
	"context"
	"time"
)

// watchScreenSize calls changed whenever the window has another size, until ctx is done. Systems without a signal
// for that have to be asked.
func watchScreenSize(ctx context.Context, changed func()) {
	width, height := screenSize()
	go func() {
		ask := time.NewTicker(500 * time.Millisecond)
		defer ask.Stop()
		for {
			select {
			case <-ask.C:
			case <-ctx.Done():
				return
			}
			if w, h := screenSize(); w != width || h != height {
				width, height = w, h
				changed()
			}
		}
	}()
}
