package live

import (
	"context"
	"sync"
)

// A window is the size of a client's window as the client tells it, now and then.
type window struct {
	changed chan struct{}

	mu            sync.Mutex
	width, height int // in columns and rows; 0 where the client does not know
}

func newWindow() *window { return &window{changed: make(chan struct{}, 1)} }

// maxWindow bounds what a client may say, in columns or rows.
const maxWindow = 512

func (w *window) setSize(width, height int) {
	w.mu.Lock()
	w.width, w.height = min(width, maxWindow), min(height, maxWindow)
	w.mu.Unlock()
	wakeUp(w.changed)
}

// size is the latest size; follow then begins with the next change.
func (w *window) size() (width, height int) {
	select {
	case <-w.changed:
	default:
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.width, w.height
}

// followWindow tells the terminal the latest size until ctx is done. The goroutine that hears of a change
// must not do so: a terminal whose client takes no output makes one wait.
func (w *window) followWindow(ctx context.Context, t *Frontend) {
	for {
		select {
		case <-w.changed:
			t.Resize(w.size())
		case <-ctx.Done():
			return
		}
	}
}
