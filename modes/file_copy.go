package modes

import (
	"fmt"
	"strings"
	"time"

	"ruthere/files"
	"ruthere/parser"
)

var copyFile = Cmd[Box]{
	Syntax: `copy [erase=/erase] [verify=/verify | noverify=/noverify] from:COPYFILE to:COPYFILE`,
	Help: H{"copy": "Copy from one file to another", "/erase": "Erase destination file system.", "/verify": "Verify image signature after copy.",
		"/noverify": "Don't verify image signature before reload."},
	Types: []parser.Type{fileType{configs: true}},
	Level: 15,
	Set: func(x *Context, _ Box, a parser.Args) error {
		from, err := x.place(a.Str("from"))
		if err != nil {
			return err
		}
		to, err := x.place(a.Str("to"))
		if err != nil {
			return err
		}
		c := &copying{x: x, from: from, to: to}
		c.askSource()
		return nil
	},
}

// copying is a `copy` on its way through its questions.
type copying struct {
	x        *Context
	from, to place
}

func (c *copying) askSource() {
	switch {
	case c.from.kind == remote && c.from.host == "":
		c.x.askName("Address or name of remote host", "", func(host string) { c.from.host = host; c.askSource() })
	case c.from.path == "" && (c.from.kind == kept || c.from.kind == remote):
		c.x.askName("Source filename", "", func(name string) {
			if c.from.kind == remote {
				c.from.path = name
			} else if p, err := c.from.in(name); err != nil {
				c.x.Println(opening(c.from.prefix+":"+name, err).Error())
				return
			} else {
				c.from = p
			}
			c.askDestination()
		})
	default:
		c.askDestination()
	}
}

// byDefault is the name that the destination has unless the user says otherwise.
func (c *copying) byDefault() string {
	if c.to.path != "" && !c.toFolder() {
		return c.to.path
	}
	name := c.from.base()
	if c.from.kind == running && c.to.kind == remote {
		name = strings.ToLower(c.x.Box.Config().Hostname) + "-confg"
	}
	if c.to.path == "" {
		return name
	}
	return c.to.path + "/" + name
}

func (c *copying) toFolder() bool {
	if c.to.kind != kept {
		return false
	}
	f, have := c.x.Box.Files().Find(c.to.system, c.to.path)
	return have && f.Folder
}

func (c *copying) askDestination() {
	switch {
	case c.to.kind == nowhere:
		c.perform()
		return
	case c.to.kind == remote && c.to.host == "":
		c.x.askName("Address or name of remote host", "", func(host string) { c.to.host = host; c.askDestination() })
		return
	}
	c.x.askName("Destination filename", c.byDefault(), func(name string) {
		var err error
		switch {
		case strings.Contains(name, ":"):
			c.to, err = c.x.place(name)
		case c.to.kind == kept:
			root := place{system: c.to.system, prefix: c.to.prefix}
			c.to, err = root.in(name)
		case c.to.kind == remote:
			c.to.path = name
		case name != "running-config":
			err = opening("system:"+name, files.ErrNotFound)
		}
		if err != nil {
			c.x.Println(err.Error())
			return
		}
		c.askOverwrite()
	})
}

func (c *copying) askOverwrite() {
	old, have := files.File{}, false
	if c.to.kind == kept {
		old, have = c.x.Box.Files().Find(c.to.system, c.to.path)
	}
	switch {
	case c.from.kind == c.to.kind && c.from.system == c.to.system && c.from.path == c.to.path && c.from.host == c.to.host:
		c.x.Println("%Error opening " + c.to.text() + " (Source and destination are the same)")
	case have && !old.Folder && !c.to.isStartup():
		if c.x.Config.FilePrompt != "quiet" {
			c.x.Println("%Warning:There is a file already existing with this name ")
		}
		c.x.confirmed("Do you want to over write? [confirm]", c.perform)
	default:
		c.perform()
	}
}

// perform copies, once all questions are answered.
func (c *copying) perform() {
	x := c.x
	if c.from.kind == remote {
		x.Printf("Accessing %s...", c.from.text())
		x.timedOut(c.from)
		return
	}
	text, err := x.read(c.from)
	if err != nil {
		x.Println(err.Error())
		return
	}
	switch {
	case c.from.kind == running && c.to.isStartup():
		x.save()
	case c.to.kind == remote:
		x.timedOut(c.to)
	default:
		start := x.Box.Now()
		if err := x.takes(copyTime(len(text)), func(interrupted bool) { c.finish(text, start, interrupted) }); err != nil {
			x.Println(err.Error())
		}
	}
}

func (c *copying) finish(text string, start time.Time, interrupted bool) {
	x := c.x
	var err error
	switch {
	case interrupted:
		x.Printf("%%Error copying %s (Aborted)\n", c.from.text())
		return
	case c.to.kind == running:
		x.merge(text)
		x.Session.logConfigured()
	case c.to.isStartup():
		if err = x.startup(text); err == nil {
			x.Println("[OK]")
		}
	default:
		err = x.write(c.to, text, false)
	}
	if err != nil {
		x.Println(err.Error())
		return
	}
	x.Printf("%s\n\n", copied(len(text), x.Box.Now().Sub(start)))
}

// copied is how long a copy took, and the rate that makes.
func copied(bytes int, took time.Duration) string {
	took = max(took.Round(time.Millisecond), time.Millisecond) // the device's clock is no finer
	return fmt.Sprintf("%d bytes copied in %.3f secs (%d bytes/sec)", bytes, took.Seconds(), int(float64(bytes)/took.Seconds()))
}

// filePrompt is when commands that handle files ask before they act.
var filePrompt = Cmd[global]{
	Syntax:  `file prompt [alert | noisy | quiet]`,
	Default: "file prompt alert",
	Help: H{"file": "Adjust file system parameters", "prompt": "Prompt level", "alert": "Prompt only for destructive file operations",
		"noisy": "Confirm all file operation parameters", "quiet": "Seldom prompt for file operations"},
	Set: func(_ *Context, c global, a parser.Args) error {
		c.FilePrompt = ""
		for _, level := range []string{"noisy", "quiet"} {
			if a.Has(level) {
				c.FilePrompt = level
			}
		}
		return nil
	},
	Unset: func(_ *Context, c global, _ parser.Args) error { c.FilePrompt = ""; return nil },
	Show: func(c global) []parser.Args {
		if c.FilePrompt == "" {
			return nil
		}
		return []parser.Args{{c.FilePrompt: true}}
	},
}

func init() {
	Exec.Add(copyFile)
	Global.Add(filePrompt)
}
