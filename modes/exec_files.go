package modes

import (
	"strings"

	"ruthere/debuglog"
	"ruthere/parser"
)

var showing = H{"show": "Show running system information"}

// showStartup is `show startup-config`, and the older name of it.
func showStartup(word, help string) Cmd[Box] {
	return Cmd[Box]{
		Syntax: `show ` + word,
		Help:   with(showing, H{word: help}),
		Level:  15,
		Set: func(x *Context, b Box, _ parser.Args) error {
			text, ok := b.Startup()
			if !ok {
				return refuse("startup-config is not present")
			}
			x.Printf("Using %d out of %d bytes\n%s", len(text), NVRAMSize(b.Release()), text)
			if !strings.HasSuffix(text, "\n") {
				x.Println("")
			}
			return nil
		},
	}
}

var writeTerminal = Cmd[Box]{
	Syntax: `write terminal`,
	Help:   H{"write": "Write running configuration to memory, network, or terminal", "terminal": "Write to terminal"},
	Level:  15,
	Set: func(x *Context, b Box, _ parser.Args) error {
		x.Printf("Building configuration...\n%s", currentConfiguration(x.running()))
		return nil
	},
}

var writeMemory = Cmd[Box]{
	Syntax: `write [memory]`,
	Help:   H{"write": "Write running configuration to memory, network, or terminal", "memory": "Write to NV memory"},
	Level:  15,
	Set:    func(x *Context, b Box, _ parser.Args) error { x.save(); return nil },
}

// writeNetwork is the old name of a copy to a server.
var writeNetwork = Cmd[Box]{
	Syntax: `write network`,
	Help:   H{"write": "Write running configuration to memory, network, or terminal", "network": "Write to network TFTP server"},
	Level:  15,
	Set: func(x *Context, _ Box, _ parser.Args) error {
		c := &copying{x: x, from: place{kind: running, prefix: "system", path: "running-config"}, to: place{kind: remote, prefix: "tftp"}}
		c.askDestination()
		return nil
	},
}

// save writes the running-config to the startup-config, and says whether it could.
func (x *Context) save() bool {
	x.Println("Building configuration...")
	if err := x.startup(RunningFile(x.Box)); err != nil {
		x.Println(err.Error())
		return false
	}
	if x.Box.Config().Archive.WriteMemory {
		if _, err := archiveConfig(x.Box); err != nil {
			x.Println(err.Error())
		}
	}
	x.Println("[OK]")
	return true
}

// startup makes a text the startup-config.
func (x *Context) startup(text string) error {
	if err := x.Box.SaveStartup(text); err != nil {
		return refuse("startup-config file open failed (Not enough space)")
	}
	return nil
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

func init() {
	Exec.Add(showRunning, showStartup("startup-config", "Contents of startup configuration"), showStartup("configuration", "Contents of Non-Volatile memory"), writeTerminal, writeMemory, writeNetwork,
		erase(`erase startup-config`, H{"erase": "Erase a filesystem", "startup-config": "Erase contents of configuration memory"}),
		erase(`erase nvram\:`, H{"erase": "Erase a filesystem", "nvram:": "Filesystem to be erased"}),
		erase(`write erase`, H{"write": "Write running configuration to memory, network, or terminal", "erase": "Erase NV memory"}))
}
