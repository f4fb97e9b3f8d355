package lineedit

import (
	"sync"

	"ruthere/shell/keys"
)

// A painter is the terminal's keys.Painter, for all goroutines.
type painter struct {
	mu sync.Mutex
	*keys.Painter
}

func (p *painter) locked(f func() error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return f()
}

func (p *painter) beginLine(r LineRequest) error {
	return p.locked(func() error { return p.BeginLine(r.Prompt, r.Secret) })
}

func (p *painter) showLine(t keys.Text) error {
	return p.locked(func() error { return p.ShowLine(t) })
}

func (p *painter) finishLine(echo string) error {
	return p.locked(func() error { return p.FinishLine(echo) })
}

func (p *painter) suspendLine(mark rune) error {
	return p.locked(func() error { return p.SuspendLine(mark) })
}

func (p *painter) resumeLine(t keys.Text) error {
	return p.locked(func() error { return p.ResumeLine(t) })
}

func (p *painter) repaintBelow(t keys.Text) error {
	return p.locked(func() error { return p.RepaintBelow(t) })
}

func (p *painter) printOutput(b []byte) error {
	return p.locked(func() error { return p.PrintOutput(b) })
}

func (p *painter) printLog(line string, synchronous bool) error {
	return p.locked(func() error { return p.PrintLog(line, synchronous) })
}

func (p *painter) setWidth(columns int) error {
	return p.locked(func() error { return p.SetWidth(columns) })
}

func (p *painter) ringBell() error { return p.locked(p.RingBell) }
func (p *painter) showHeld() error { return p.locked(p.ShowHeld) }
