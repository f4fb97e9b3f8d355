package lab

import (
	"fmt"

	"ruthere/event"
)

// Running says whether a router is switched on.
func (l *Lab) Running(name string) bool {
	m, err := l.findMachine(name)
	return err == nil && m.box != nil
}

// Working says whether a router has something in hand, and takes no input until time has passed.
func (l *Lab) Working(name string) bool {
	m, err := l.findMachine(name)
	return err == nil && m.box != nil && m.isBusy()
}

// Crash switches a router off: what it had not saved is gone. It says goodbye to nobody.
func (l *Lab) Crash(name string) error {
	m, err := l.findMachine(name)
	if err != nil {
		return err
	}
	if m.box == nil {
		return fmt.Errorf("%s is switched off already", m.Name)
	}
	defer l.enter("", nil, "crash "+m.Name)()
	l.whenDone(func() {
		m.switchOff()
		l.tell(m.Name, event.Router{State: event.Off})
	})
	return nil
}

// Boot switches a router on, with its startup-config.
func (l *Lab) Boot(name string) error {
	m, err := l.findMachine(name)
	if err != nil {
		return err
	}
	if m.box != nil {
		return fmt.Errorf("%s is running", m.Name)
	}
	defer l.enter("", nil, "boot "+m.Name)()
	l.whenDone(m.switchOn)
	return nil
}
