package lab

import "ruthere/files"

// RunningConfig is a router's running-config, without its head; "" without power, or if there is no such router.
func (l *Lab) RunningConfig(name string) string {
	if m, err := l.findMachine(name); err == nil {
		return m.runningConfig()
	}
	return ""
}

// StartupConfig is what a router boots with, also without power; "" if it has none.
func (l *Lab) StartupConfig(name string) string {
	m, err := l.findMachine(name)
	if err != nil {
		return ""
	}
	f, _ := m.disk.Find(files.NVRAM, files.StartupConfig)
	return f.Data
}
