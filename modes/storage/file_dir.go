package storage

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"ruthere/debuglog"
	"ruthere/files"
	"ruthere/modes"
	"ruthere/parser"
)

// listed is how a date stands in lists of files; NVRAM keeps none.
const listed = "Jan 02 2006 15:04:05 -07:00"

func dir() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Level:  modes.TopLevel,
		Syntax: `dir [all=/all] [recursive=/recursive] [allsystems=all | all-filesystems | file:FILE]`,
		Help: modes.H{"dir": "List files on a filesystem", "/all": "List all files", "/recursive": "List files recursively",
			"all": "List files in all filesystems", "all-filesystems": "List files on all filesystems", "file": "Directory or file name"},
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			if a.Has("allsystems") || a.Has("all-filesystems") {
				for _, p := range []modes.FileName{{Kind: modes.SystemFolder, Prefix: "system"}, {System: files.NVRAM, Prefix: "nvram"},
					modes.HomeFolder(b.Release())} {
					if err := list(x, p, a.Has("recursive")); err != nil {
						return err
					}
				}
				return nil
			}
			p := x.WorkingFolder()
			if a.Has("file") {
				var err error
				if p, err = x.ParseFileName(a.Str("file")); err != nil {
					return err
				}
			}
			return list(x, p, a.Has("recursive"))
		},
	}
}

// list is `dir` of one folder or file.
func list(x *modes.Context, p modes.FileName, deep bool) error {
	switch p.Kind {
	case modes.RunningConfigFile, modes.SystemFolder:
		x.Println("Directory of system:/\n")
		x.Printf("%s\nNo space information available\n", listLine(x, files.File{System: files.NVRAM, Number: 2, Path: "running-config",
			Data: modes.RunningFile(x.Device)}, ""))
		return nil
	case modes.NullFile, modes.RemoteFile:
		return modes.Refuse("%Error opening " + p.Text() + " (Not a directory)")
	}
	if p.System == files.Flash {
		p.Prefix = modes.FlashNames(x.Device.Release())[0]
	}
	store := x.Device.Files()
	f, have := store.Find(p.System, p.Path)
	if !have {
		return modes.OpeningError(p.RootedText(), files.ErrNotFound)
	}
	all := []files.File{f}
	folder := p.Path
	if f.Folder {
		all = store.List(p.System, p.Path, deep)
	} else if i := strings.LastIndexByte(folder, '/'); i >= 0 {
		folder = folder[:i+1]
	} else {
		folder = ""
	}
	x.Printf("Directory of %s\n\n", p.RootedText())
	for _, f := range all {
		x.Println(listLine(x, f, folder))
	}
	if len(all) == 0 {
		x.Println("No files in directory")
	}
	x.Printf("\n%d bytes total (%d bytes free)\n", store.Size(p.System), store.Free(p.System))
	return nil
}

// listLine is one line of `dir`; the name is shown as seen from a folder.
func listLine(x *modes.Context, f files.File, folder string) string {
	mode, date := "-rw-", f.Written.Format(listed)
	if f.Folder {
		mode = "drw-"
	}
	if f.System == files.NVRAM {
		date = "<no date>"
	}
	name := strings.TrimPrefix(strings.TrimPrefix(f.Path, folder), "/")
	number, size := strconv.Itoa(f.Number), strconv.Itoa(f.Bytes())
	if x.Device.Release() == debuglog.IOSXE {
		if f.Folder {
			mode = "drwx"
		}
		return padRight(number, 6) + "  " + mode + padLeft(size, 17) + "  " + padLeft(date, len(listed)) + "  " + name
	}
	return padLeft(number, 5) + "  " + mode + padLeft(size, 12) + "  " + padLeft(date, len(listed)) + "  " + name
}

func padLeft(text string, width int) string {
	return strings.Repeat(" ", max(width-len(text), 0)) + text
}

func padRight(text string, width int) string {
	return text + strings.Repeat(" ", max(width-len(text), 0))
}

func pwd() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `pwd`,
		Level:  modes.TopLevel,
		Help:   modes.H{"pwd": "Display current working directory"},
		Set: func(x *modes.Context, _ modes.Device, _ parser.Args) error {
			x.Println(x.WorkingFolder().RootedText())
			return nil
		},
	}
}

func cd() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `cd [file:FILE]`,
		Level:  modes.TopLevel,
		Help:   modes.H{"cd": "Change current directory", "file": "Directory name"},
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			p := modes.HomeFolder(b.Release())
			if a.Has("file") {
				var err error
				if p, err = x.ParseFileName(a.Str("file")); err != nil {
					return err
				}
			}
			f, have := b.Files().Find(p.System, p.Path)
			switch {
			case p.Kind != modes.KeptFile:
				return modes.FileError("changing directory to", p.Text(), files.ErrNoFolder)
			case !have:
				return modes.FileError("changing directory to", p.RootedText(), files.ErrNotFound)
			case !f.Folder:
				return modes.FileError("changing directory to", p.RootedText(), files.ErrNoFolder)
			}
			x.Session.Folder = p
			return nil
		},
	}
}

// keptOnly is where a file that a command changes is.
func keptOnly(x *modes.Context, word, doing string) (modes.FileName, error) {
	p, err := x.ParseFileName(word)
	if err == nil && p.Kind != modes.KeptFile {
		err = modes.FileError(doing, p.Text(), files.Refusal("Operation not supported"))
	}
	return p, err
}

// afterKeeping does what is left to do once a change of files is safe, or tells why what was
// being done to name failed.
func afterKeeping(x *modes.Context, doing, name string, then func()) {
	x.Device.AfterSaving(func(err error) bool {
		if err != nil {
			x.Println(modes.FileError(doing, name, err).Error())
		} else {
			then()
		}
		return true
	})
}

func mkdir() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `mkdir file:FILE`,
		Help:   modes.H{"mkdir": "Create new directory", "file": "Directory name"},
		Level:  15,
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			p, err := keptOnly(x, a.Str("file"), "creating dir")
			if err != nil {
				return err
			}
			askName(x, "Create directory filename", p.Path, func(name string) {
				folder := modes.FileName{Kind: p.Kind, System: p.System, Prefix: p.Prefix}
				p, err := folder.Join(name)
				if err == nil {
					now, _ := b.Clock()
					err = b.Files().Mkdir(p.System, p.Path, now)
				}
				if err != nil {
					x.Println(modes.FileError("Creating dir", p.RootedText(), err).Error())
					return
				}
				afterKeeping(x, "Creating dir", p.RootedText(), func() { x.Println("Created dir " + p.RootedText()) })
			})
			return nil
		},
	}
}

func rmdir() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `rmdir file:FILE`,
		Help:   modes.H{"rmdir": "Remove existing directory", "file": "Directory name"},
		Level:  15,
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			p, err := keptOnly(x, a.Str("file"), "removing dir")
			if err != nil {
				return err
			}
			askName(x, "Remove directory filename", p.Path, func(name string) {
				p, err := (modes.FileName{System: p.System, Prefix: p.Prefix}).Join(name)
				if f, have := b.Files().Find(p.System, p.Path); err == nil && (!have || p.Path == "") {
					err = files.ErrNotFound
				} else if err == nil && !f.Folder {
					err = files.ErrNoFolder
				}
				if err != nil {
					x.Println(modes.FileError("Removing dir", p.RootedText(), err).Error())
					return
				}
				confirmed(x, "Delete "+p.RootedText()+"? [confirm]", func() {
					if err := b.Files().Remove(p.System, p.Path); err != nil {
						x.Println(modes.FileError("Removing dir", p.RootedText(), err).Error())
						return
					}
					afterKeeping(x, "Removing dir", p.RootedText(), func() { x.Println("Removed dir " + p.RootedText()) })
				})
			})
			return nil
		},
	}
}

// freeText is a size that a file system without bounds does not have.
func freeText(n int) string {
	if n < 0 {
		return "-"
	}
	return strconv.Itoa(n)
}

func showFileSystems() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`file systems`, modes.H{"file": "Show filesystem information", "systems": "List filesystems"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			x.Printf("File Systems:\n\n%14s%14s%10s%7s  %s\n", "Size(b)", "Free(b)", "Type", "Flags", "Prefixes")
			row := func(size, free int, kind, flags, prefixes string) {
				mark := " "
				if strings.HasPrefix(prefixes, x.WorkingFolder().Prefix+":") {
					mark = "*"
				}
				x.Printf("%s%13s%14s%10s%7s   %s\n", mark, freeText(size), freeText(free), kind, flags, prefixes)
			}
			for _, prefix := range []string{"system:", "null:"} {
				row(-1, -1, "opaque", "rw", prefix)
			}
			for _, prefix := range modes.RemoteFileSystems {
				row(-1, -1, "network", "rw", prefix+":")
			}
			store := b.Files()
			row(store.Size(files.Flash), store.Free(files.Flash), "disk", "rw", strings.Join(modes.FlashNames(b.Release()), ": ")+":#")
			row(store.Size(files.NVRAM), store.Free(files.NVRAM), "nvram", "rw", "nvram:")
			x.Println("")
			return nil
		})
}

// showFlash is `show flash:` under each of its names.
func showFlash(name string) modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `show ` + name + `\: [all]`,
		Help: modes.MergeHelp(modes.ShowHelp(), modes.H{name + ":": "display information about " + name + ": file system",
			"all": "display all possible flash information"}),
		Hidden: name != "flash",
		Set: func(x *modes.Context, b modes.Device, _ parser.Args) error {
			if !slices.Contains(modes.FlashNames(b.Release()), name) {
				return &parser.Error{Kind: parser.Invalid, Offset: max(strings.Index(x.Line, name), 0), Line: x.Line}
			}
			x.Println("-#- --length-- -----date/time------ path")
			store := b.Files()
			for i, f := range store.List(files.Flash, "", true) {
				x.Printf("%-4d%10d %s %s\n", i+1, f.Bytes(), f.Written.Format("Jan 2 2006 15:04:05 -07:00"), f.Path)
			}
			x.Printf("\n%d bytes available (%d bytes used)\n\n", store.Free(files.Flash), store.Used(files.Flash))
			return nil
		},
	}
}

func showFileInformation() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `show file information file:FILE`,
		Help: modes.MergeHelp(modes.ShowHelp(), modes.H{"file": "Show filesystem information", "information": "Show file information",
			"information/file": "File name"}),
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			p, err := x.ParseFileName(a.Str("file"))
			if err != nil {
				return err
			}
			kind := "ascii text"
			if f, have := b.Files().Find(p.System, p.Path); p.Kind == modes.KeptFile && have && f.Folder {
				kind = "directory"
			} else if have && f.Withheld > 0 {
				kind = "image (elf) []"
			} else if text, err := x.ReadFile(p); err != nil {
				return err
			} else if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\r\n\x03", r) }) {
				kind = "binary"
			}
			x.Printf("%s:\n  type is %s\n", p.RootedText(), kind)
			return nil
		},
	}
}

// showBootvar is `show bootvar`; `boot system` and `boot config` have no effect.
func showBootvar() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`bootvar`, modes.H{"bootvar": "Boot and related environment variable"}, func(x *modes.Context, b modes.Device,
		_ parser.Args) error {
		value := func(variable, lead string) {
			var all []string
			for line := range strings.Lines(b.Language().RunningConfig(b.Config())) {
				if rest, ok := strings.CutPrefix(strings.TrimSpace(line), lead+" "); ok {
					all = append(all, rest)
				}
			}
			if all == nil {
				x.Println(variable + " variable does not exist")
				return
			}
			x.Println(variable + " variable = " + strings.Join(all, ";"))
		}
		value("BOOT", "boot system")
		value("CONFIG_FILE", "boot config")
		x.Printf("BOOTLDR variable does not exist\n%s\n\n", modes.RegisterText(b))
		return nil
	})
}

// copyTime is how long the device takes for so many bytes.
func copyTime(bytes int) time.Duration {
	const rate = 500_000 // bytes a second
	return 4*time.Millisecond + time.Duration(bytes)*time.Second/rate
}

func addFileDir(l *modes.Language) {
	l.Add("exec", showBootvar().At(modes.TopLevel), dir(), pwd(), cd(), mkdir(), rmdir(), showFileSystems(), showFileInformation())
	for _, name := range modes.FlashNames(l.Release) {
		l.Add("exec", showFlash(name))
	}
}
