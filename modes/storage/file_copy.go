package storage

import (
	"fmt"
	"strings"
	"time"

	"ruthere/files"
	"ruthere/modes"
	"ruthere/parser"
)

func copyFile() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `copy [erase=/erase] [verify=/verify | noverify=/noverify] from:FROM-FILE to:TO-FILE`,
		Help: modes.H{"copy": "Copy from one file to another", "/erase": "Erase destination file system.",
			"/verify":   "Verify image signature after copy.",
			"/noverify": "Don't verify image signature before reload."},
		Level: 15,
		Set: func(x *modes.Context, _ modes.Device, a parser.Args) error {
			from, err := x.ParseFileName(a.Str("from"))
			if err != nil {
				return err
			}
			to, err := x.ParseFileName(a.Str("to"))
			if err != nil {
				return err
			}
			c := &copying{x: x, from: from, to: to}
			c.askSource()
			return nil
		},
	}
}

// copying is a `copy` on its way through its questions.
type copying struct {
	x        *modes.Context
	from, to modes.FileName
}

func (c *copying) askSource() {
	switch {
	case c.from.Kind == modes.RemoteFile && c.from.Host == "":
		askName(c.x, "Address or name of remote host", "", func(host string) { c.from.Host = host; c.askSource() })
	case c.asksUser(c.from):
		askName(c.x, "Source username", localUser(c.x), func(user string) { c.from.User = user; c.askSource() })
	case c.from.Path == "" && (c.from.Kind == modes.KeptFile || c.from.Kind == modes.RemoteFile):
		askName(c.x, "Source filename", "", func(name string) {
			if c.from.Kind == modes.RemoteFile {
				c.from.Path = name
			} else if p, err := c.from.Join(name); err != nil {
				c.x.Println(modes.OpeningError(c.from.Prefix+":"+name, err).Error())
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
	if c.to.Path != "" && !c.toFolder() {
		return c.to.Path
	}
	name := c.from.Base()
	if c.from.Kind == modes.RunningConfigFile && c.to.Kind == modes.RemoteFile {
		name = strings.ToLower(c.x.Device.Config().Hostname) + "-confg"
	}
	if c.to.Path == "" {
		return name
	}
	return c.to.Path + "/" + name
}

func (c *copying) toFolder() bool {
	if c.to.Kind != modes.KeptFile {
		return false
	}
	f, have := c.x.Device.Files().Find(c.to.System, c.to.Path)
	return have && f.Folder
}

func (c *copying) askDestination() {
	switch {
	case c.to.Kind == modes.NullFile:
		c.perform()
		return
	case c.to.Kind == modes.RemoteFile && c.to.Host == "":
		askName(c.x, "Address or name of remote host", "", func(host string) { c.to.Host = host; c.askDestination() })
		return
	case c.asksUser(c.to):
		askName(c.x, "Destination username", localUser(c.x), func(user string) { c.to.User = user; c.askDestination() })
		return
	}
	askName(c.x, "Destination filename", c.byDefault(), func(name string) {
		var err error
		switch {
		case strings.Contains(name, ":"):
			c.to, err = c.x.ParseFileName(name)
		case c.to.Kind == modes.KeptFile:
			root := modes.FileName{System: c.to.System, Prefix: c.to.Prefix}
			c.to, err = root.Join(name)
		case c.to.Kind == modes.RemoteFile:
			c.to.Path = name
		case name != "running-config":
			err = modes.OpeningError("system:"+name, files.ErrNotFound)
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
	if c.to.Kind == modes.KeptFile {
		old, have = c.x.Device.Files().Find(c.to.System, c.to.Path)
	}
	switch {
	case c.from.Kind == c.to.Kind && c.from.System == c.to.System && c.from.Path == c.to.Path && c.from.Host == c.to.Host:
		c.x.Println("%Error opening " + c.to.Text() + " (Source and destination are the same)")
	case have && !old.Folder && !c.to.IsStartup():
		if c.x.Config.FilePrompt != "quiet" {
			c.x.Println("%Warning:There is a file already existing with this name ")
		}
		confirmed(c.x, "Do you want to over write? [confirm]", c.perform)
	default:
		c.perform()
	}
}

// perform copies, once all questions are answered.
func (c *copying) perform() {
	x := c.x
	if c.from.Kind == modes.RemoteFile {
		c.fetch()
		return
	}
	if bytes := c.withheld(); bytes > 0 && c.to.Kind == modes.NullFile {
		c.finishLater("", bytes, x.Device.Now())
		return
	}
	text, err := x.ReadFile(c.from)
	if err != nil {
		x.Println(err.Error())
		return
	}
	switch {
	case c.from.Kind == modes.RunningConfigFile && c.to.IsStartup():
		save(x, func() {})
	case c.to.Kind == modes.RemoteFile:
		c.send(text)
	default:
		c.finishLater(text, len(text), x.Device.Now())
	}
}

// withheld is how long the file is that is copied, if nobody keeps its contents.
func (c *copying) withheld() (bytes int) {
	if c.from.Kind == modes.KeptFile {
		f, _ := c.x.Device.Files().Find(c.from.System, c.from.Path)
		bytes = f.Withheld
	}
	return bytes
}

// finishLater writes the file once the device has had time to copy so many bytes.
func (c *copying) finishLater(text string, bytes int, start time.Time) {
	if err := takes(c.x, copyTime(bytes), func(interrupted bool) { c.finish(text, bytes, start, interrupted) }); err != nil {
		c.x.Println(err.Error())
	}
}

func (c *copying) finish(text string, bytes int, start time.Time, interrupted bool) {
	x := c.x
	var err error
	failed := func(err error) error { return modes.OpeningError(c.to.Text(), err) }
	switch {
	case interrupted:
		x.Printf("%%Error copying %s (Aborted)\n", c.from.Text())
		return
	case c.to.Kind == modes.RunningConfigFile:
		merge(x, text)
		x.Session.LogConfigured()
	case c.to.IsStartup():
		err, failed = startup(x, text), startupFailed
	default:
		err = x.WriteFile(c.to, text, false)
	}
	if err != nil {
		x.Println(err.Error())
		return
	}
	x.Device.AfterSaving(func(err error) bool {
		if err != nil {
			x.Println(failed(err).Error())
			return true
		}
		if c.to.IsStartup() {
			x.Println("[OK]")
		}
		x.Printf("%s\n\n", copied(bytes, x.Device.Now().Sub(start)))
		return true
	})
}

// copied is how long a copy took, and the rate that makes.
func copied(bytes int, took time.Duration) string {
	took = max(took.Round(time.Millisecond), time.Millisecond) // the device's clock is no finer
	return fmt.Sprintf("%d bytes copied in %.3f secs (%d bytes/sec)", bytes, took.Seconds(), int(float64(bytes)/took.Seconds()))
}

// filePrompt is when commands that handle files ask before they act.
func filePrompt() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax:  `file prompt [alert | noisy | quiet]`,
		Default: "file prompt alert",
		Help: modes.H{"file": "Adjust file system parameters", "prompt": "Prompt level", "alert": "Prompt only for destructive file operations",
			"noisy": "Confirm all file operation parameters", "quiet": "Seldom prompt for file operations"},
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.FilePrompt = ""
			for _, level := range []string{"noisy", "quiet"} {
				if a.Has(level) {
					c.FilePrompt = level
				}
			}
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error { c.FilePrompt = ""; return nil },
		Show: func(c modes.Global) []parser.Args {
			if c.FilePrompt == "" {
				return nil
			}
			return []parser.Args{{c.FilePrompt: true}}
		},
	}
}

func addFileCopy(l *modes.Language) {
	l.SendOutput = sendOutput
	l.Add("exec", copyFile())
	l.Add("global", filePrompt(), tftpServer())
}
