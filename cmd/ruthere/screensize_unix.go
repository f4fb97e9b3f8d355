//go:build unix

package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

// watchScreenSize calls changed whenever the system says that the window has another size, until ctx is done.
func watchScreenSize(ctx context.Context, changed func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGWINCH)
	go func() {
		defer signal.Stop(signals)
		for {
			select {
			case <-signals:
				changed()
			case <-ctx.Done():
				return
			}
		}
	}()
}
