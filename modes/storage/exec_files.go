package storage

import (
	"strings"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// showStartup is `show startup-config`, and the older name of it.
func showStartup(word, help string) modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `show ` + word,
		Help:   modes.MergeHelp(modes.ShowHelp(), modes.H{word: help}),
		Level:  15,
		Set: func(x *modes.Context, b modes.Device, _ parser.Args) error {
			text, ok := b.Startup()
			if !ok {
				return modes.Refuse("startup-config is not present")
			}
			x.Printf("Using %d out of %d bytes\n%s", len(text), modes.NVRAMSize(b.Release()), text)
			if !strings.HasSuffix(text, "\n") {
				x.Println("")
			}
			return nil
		},
	}
}

func writeTerminal() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `write terminal`,
		Help:   modes.H{"write": "Write running configuration to memory, network, or terminal", "terminal": "Write to terminal"},
		Level:  15,
		Set: func(x *modes.Context, b modes.Device, _ parser.Args) error {
			x.Printf("Building configuration...\n%s", modes.CurrentConfiguration(x.RunningConfig()))
			return nil
		},
	}
}

func writeMemory() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `write [memory]`,
		Help:   modes.H{"write": "Write running configuration to memory, network, or terminal", "memory": "Write to NV memory"},
		Level:  15,
		Set:    func(x *modes.Context, b modes.Device, _ parser.Args) error { save(x, func() {}); return nil },
	}
}

// writeNetwork is the old name of a copy to a server.
func writeNetwork() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `write network`,
		Help:   modes.H{"write": "Write running configuration to memory, network, or terminal", "network": "Write to network TFTP server"},
		Level:  15,
		Set: func(x *modes.Context, _ modes.Device, _ parser.Args) error {
			c := &copying{x: x, from: modes.FileName{Kind: modes.RunningConfigFile, Prefix: "system", Path: "running-config"},
				to: modes.FileName{Kind: modes.RemoteFile, Prefix: "tftp"}}
			c.askDestination()
			return nil
		},
	}
}

// save writes the running-config to the startup-config, says whether it could, and does
// the rest if so.
func save(x *modes.Context, then func()) {
	x.Println("Building configuration...")
	if err := startup(x, modes.RunningFile(x.Device)); err != nil {
		x.Println(err.Error())
		return
	}
	x.Device.AfterSaving(func(err error) bool {
		if err != nil {
			x.Println(startupFailed(err).Error())
			return true
		}
		if x.Device.Config().Archive.WriteMemory {
			if _, err := archiveConfig(x.Device); err != nil {
				x.Println(err.Error())
			}
		}
		x.Device.AfterSaving(func(err error) bool {
			if err != nil {
				x.Println(modes.FileError("saving", "the archive", err).Error())
			}
			x.Println("[OK]") // the startup-config is safe
			then()
			return true
		})
		return true
	})
}

// startupFailed is the complaint that the startup-config could not be saved.
func startupFailed(err error) error {
	return modes.Refuse("startup-config file open failed (" + err.Error() + ")")
}

// startup makes a text the startup-config.
func startup(x *modes.Context, text string) error {
	if err := x.Device.SaveStartup(text); err != nil {
		return modes.Refuse("startup-config file open failed (Not enough space)")
	}
	return nil
}

func erase(syntax string, help modes.H) modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: syntax,
		Help:   help,
		Level:  15,
		Set: func(x *modes.Context, b modes.Device, _ parser.Args) error {
			x.Terminal.Confirm("Erasing the nvram filesystem will remove all configuration files! Continue? [confirm]", func(yes bool) {
				if !yes {
					return
				}
				b.EraseStartup()
				afterKeeping(x, "erasing", "nvram:", func() {
					x.Printf("[OK]\nErase of nvram: complete\n")
					x.Terminal.Later(func() { b.Log(debuglog.NVRAMInitialized()) })
				})
			})
			return nil
		},
	}
}

func addExecFiles(l *modes.Language) {
	l.Add("exec", showRunning(), showStartup("startup-config", "Contents of startup configuration"), showStartup("configuration",
		"Contents of Non-Volatile memory"), writeTerminal(), writeMemory(), writeNetwork(),
		erase(`erase startup-config`, modes.H{"erase": "Erase a filesystem", "startup-config": "Erase contents of configuration memory"}),
		erase(`erase nvram\:`, modes.H{"erase": "Erase a filesystem", "nvram:": "Filesystem to be erased"}),
		erase(`write erase`, modes.H{"write": "Write running configuration to memory, network, or terminal", "erase": "Erase NV memory"}))
}
