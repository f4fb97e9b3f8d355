package modes

import (
	"strings"

	"ruthere/debuglog"
	"ruthere/parser"
)

var showing = H{"show": "Show running system information"}

var showRunning = Cmd[Box]{
	Syntax: `show running-config [all | brief | full | interface interface:INTERFACE]`,
	Help: with(showing, H{"running-config": "Current operating configuration", "all": "Configuration with defaults", "brief": "configuration without certificate data",
		"full": "full configuration", "interface": "Show interface configuration"}),
	Level: 15,
	Set: func(x *Context, b Box, a parser.Args) error {
		text := RunningFile(b)
		if a.Has("interface") {
			if b.Config().Interface(a.Str("interface")) == nil {
				return badNumber(x.Line)
			}
			text = runningInterface(b.Config(), b.Release(), a.Str("interface"))
		}
		x.Println("Building configuration...")
		x.Printf("%s", currentConfiguration(text))
		return nil
	},
}

// nvramSize is how many bytes the startup-config may have.
const nvramSize = 262144

var showStartup = Cmd[Box]{
	Syntax: `show startup-config`,
	Help:   with(showing, H{"startup-config": "Contents of startup configuration"}),
	Level:  15,
	Set: func(x *Context, b Box, _ parser.Args) error {
		text, ok := b.Startup()
		if !ok {
			return refuse("startup-config is not present")
		}
		x.Printf("Using %d out of %d bytes\n%s", len(text), nvramSize, text)
		if !strings.HasSuffix(text, "\n") {
			x.Println("")
		}
		return nil
	},
}

var writeTerminal = Cmd[Box]{
	Syntax: `write terminal`,
	Help:   H{"write": "Write running configuration to memory, network, or terminal", "terminal": "Write to terminal"},
	Level:  15,
	Set: func(x *Context, b Box, _ parser.Args) error {
		x.Printf("Building configuration...\n%s", currentConfiguration(RunningFile(b)))
		return nil
	},
}

var writeMemory = Cmd[Box]{
	Syntax: `write [memory]`,
	Help:   H{"write": "Write running configuration to memory, network, or terminal", "memory": "Write to NV memory"},
	Level:  15,
	Set:    func(x *Context, b Box, _ parser.Args) error { x.save(); return nil },
}

// save writes the running-config to the startup-config.
func (x *Context) save() {
	x.Println("Building configuration...")
	x.Box.SaveStartup(RunningFile(x.Box))
	x.Println("[OK]")
}

var copyRunningStartup = Cmd[Box]{
	Syntax: `copy running-config startup-config`,
	Help: H{"copy": "Copy from one file to another", "running-config": "Copy from current system configuration",
		"startup-config": "Copy to startup configuration"},
	Level: 15,
	Set: func(x *Context, b Box, _ parser.Args) error {
		x.Terminal.Ask("Destination filename [startup-config]? ", false, func(text string, ok bool) {
			switch text = strings.TrimSpace(text); {
			case !ok:
			case text == "" || text == "startup-config":
				x.save()
			default:
				x.Printf("%%Error opening nvram:%s (No such file or directory)\n", text)
			}
		})
		return nil
	},
}

var copyStartupRunning = Cmd[Box]{
	Syntax: `copy startup-config running-config`,
	Help: H{"copy": "Copy from one file to another", "startup-config": "Copy from startup configuration",
		"running-config": "Update (merge with) current system configuration"},
	Level: 15,
	Set: func(x *Context, b Box, _ parser.Args) error {
		x.Terminal.Ask("Destination filename [running-config]? ", false, func(_ string, ok bool) {
			text, have := b.Startup()
			switch {
			case !ok:
			case !have:
				x.Println("%Error opening nvram:startup-config (No such file or directory)")
			default:
				x.merge(text)
				x.Printf("%d bytes copied in 0.081 secs (%d bytes/sec)\n\n", len(text), len(text)*1000/81)
				x.Session.logConfigured()
			}
		})
		return nil
	},
}

func erase(syntax string, help H) Cmd[Box] {
	return Cmd[Box]{
		Syntax: syntax,
		Help:   help,
		Level:  15,
		Set: func(x *Context, b Box, _ parser.Args) error {
			x.Terminal.Confirm("Erasing the nvram filesystem will remove all configuration files! Continue? [confirm]", func(yes bool) {
				if !yes {
					return
				}
				b.EraseStartup()
				x.Printf("[OK]\nErase of nvram: complete\n")
				x.Terminal.Later(func() { b.Log(debuglog.NVRAMInitialized()) })
			})
			return nil
		},
	}
}

var reload = Cmd[Box]{
	Syntax: `reload`,
	Help:   H{"reload": "Halt and perform a cold restart"},
	Level:  15,
	Set: func(x *Context, b Box, _ parser.Args) error {
		if modified(b) {
			x.askSave()
			return nil
		}
		x.confirmReload()
		return nil
	},
}

// modified says whether the running-config was changed since it was saved.
func modified(b Box) bool {
	changed, _, isChanged := b.LastChange()
	saved, _, isSaved := b.LastSave()
	return isChanged && (!isSaved || saved.Before(changed))
}

func (x *Context) askSave() {
	x.Terminal.Ask("System configuration has been modified. Save? [yes/no]: ", false, func(text string, ok bool) {
		text = strings.ToLower(strings.TrimSpace(text))
		switch {
		case !ok:
		case text != "" && strings.HasPrefix("yes", text):
			x.save()
			x.confirmReload()
		case text != "" && strings.HasPrefix("no", text):
			x.confirmReload()
		default:
			x.Println("% Please answer 'yes' or 'no'.")
			x.askSave()
		}
	})
}

func (x *Context) confirmReload() {
	x.Terminal.Confirm("Proceed with reload? [confirm]", func(yes bool) {
		if !yes {
			return
		}
		user, line, from := x.who()
		x.Box.Log(debuglog.ReloadRequested(user, line, from, "Reload Command"))
		x.Box.Reload()
	})
}

func init() {
	Exec.Add(showRunning, showStartup, writeTerminal, writeMemory, copyRunningStartup, copyStartupRunning,
		erase(`erase startup-config`, H{"erase": "Erase a filesystem", "startup-config": "Erase contents of configuration memory"}),
		erase(`write erase`, H{"write": "Write running configuration to memory, network, or terminal", "erase": "Erase NV memory"}),
		reload)
}
