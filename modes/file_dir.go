package modes

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"ruthere/debuglog"
	"ruthere/files"
	"ruthere/parser"
)

// listed is how a date stands in lists of files; NVRAM keeps none.
const listed = "Jan 02 2006 15:04:05 -07:00"

var dir = Cmd[Box]{
	Syntax: `dir [all=/all] [recursive=/recursive] [allsystems=all | all-filesystems | file:FILE]`,
	Help: H{"dir": "List files on a filesystem", "/all": "List all files", "/recursive": "List files recursively",
		"all": "List files in all filesystems", "all-filesystems": "List files on all filesystems", "file": "Directory or file name"},
	Types: []parser.Type{fileType{}},
	Set: func(x *Context, b Box, a parser.Args) error {
		if a.Has("allsystems") || a.Has("all-filesystems") {
			for _, p := range []place{{kind: systemFolder, prefix: "system"}, {system: files.NVRAM, prefix: "nvram"}, home(b.Release())} {
				if err := x.list(p, a.Has("recursive")); err != nil {
					return err
				}
			}
			return nil
		}
		p := x.folder()
		if a.Has("file") {
			var err error
			if p, err = x.place(a.Str("file")); err != nil {
				return err
			}
		}
		return x.list(p, a.Has("recursive"))
	},
}

// list is `dir` of one folder or file.
func (x *Context) list(p place, deep bool) error {
	switch p.kind {
	case running, systemFolder:
		x.Println("Directory of system:/\n")
		x.Printf("%s\nNo space information available\n", x.listLine(files.File{System: files.NVRAM, Number: 2, Path: "running-config", Data: RunningFile(x.Box)}, ""))
		return nil
	case nowhere, remote:
		return refuse("%Error opening " + p.text() + " (Not a directory)")
	}
	if p.system == files.Flash {
		p.prefix = flashNames(x.Box.Release())[0]
	}
	store := x.Box.Files()
	f, have := store.Find(p.system, p.path)
	if !have {
		return opening(p.rooted(), files.ErrNotFound)
	}
	all := []files.File{f}
	folder := p.path
	if f.Folder {
		all = store.List(p.system, p.path, deep)
	} else if i := strings.LastIndexByte(folder, '/'); i >= 0 {
		folder = folder[:i+1]
	} else {
		folder = ""
	}
	x.Printf("Directory of %s\n\n", p.rooted())
	for _, f := range all {
		x.Println(x.listLine(f, folder))
	}
	if len(all) == 0 {
		x.Println("No files in directory")
	}
	x.Printf("\n%d bytes total (%d bytes free)\n", store.Size(p.system), store.Free(p.system))
	return nil
}

// listLine is one line of `dir`; the name is shown as seen from a folder.
func (x *Context) listLine(f files.File, folder string) string {
	mode, date := "-rw-", f.Written.Format(listed)
	if f.Folder {
		mode = "drw-"
	}
	if f.System == files.NVRAM {
		date = "<no date>"
	}
	name := strings.TrimPrefix(strings.TrimPrefix(f.Path, folder), "/")
	number, size := strconv.Itoa(f.Number), strconv.Itoa(len(f.Data))
	if x.Box.Release() == debuglog.IOSXE {
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

var pwd = Cmd[Box]{
	Syntax: `pwd`,
	Help:   H{"pwd": "Display current working directory"},
	Set:    func(x *Context, _ Box, _ parser.Args) error { x.Println(x.folder().rooted()); return nil },
}

var cd = Cmd[Box]{
	Syntax: `cd [file:FILE]`,
	Help:   H{"cd": "Change current directory", "file": "Directory name"},
	Types:  []parser.Type{fileType{}},
	Set: func(x *Context, b Box, a parser.Args) error {
		p := home(b.Release())
		if a.Has("file") {
			var err error
			if p, err = x.place(a.Str("file")); err != nil {
				return err
			}
		}
		f, have := b.Files().Find(p.system, p.path)
		switch {
		case p.kind != kept:
			return failed("changing directory to", p.text(), files.ErrNoFolder)
		case !have:
			return failed("changing directory to", p.rooted(), files.ErrNotFound)
		case !f.Folder:
			return failed("changing directory to", p.rooted(), files.ErrNoFolder)
		}
		x.Session.folder = p
		return nil
	},
}

// keptOnly is where a file that a command changes is.
func (x *Context) keptOnly(word, doing string) (place, error) {
	p, err := x.place(word)
	if err == nil && p.kind != kept {
		err = failed(doing, p.text(), files.Refusal("Operation not supported"))
	}
	return p, err
}

var mkdir = Cmd[Box]{
	Syntax: `mkdir file:FILE`,
	Help:   H{"mkdir": "Create new directory", "file": "Directory name"},
	Types:  []parser.Type{fileType{}},
	Level:  15,
	Set: func(x *Context, b Box, a parser.Args) error {
		p, err := x.keptOnly(a.Str("file"), "creating dir")
		if err != nil {
			return err
		}
		x.askName("Create directory filename", p.path, func(name string) {
			folder := place{kind: p.kind, system: p.system, prefix: p.prefix}
			p, err := folder.in(name)
			if err == nil {
				now, _ := b.Clock()
				err = b.Files().Mkdir(p.system, p.path, now)
			}
			if err != nil {
				x.Println(failed("Creating dir", p.rooted(), err).Error())
				return
			}
			x.Println("Created dir " + p.rooted())
		})
		return nil
	},
}

var rmdir = Cmd[Box]{
	Syntax: `rmdir file:FILE`,
	Help:   H{"rmdir": "Remove existing directory", "file": "Directory name"},
	Types:  []parser.Type{fileType{}},
	Level:  15,
	Set: func(x *Context, b Box, a parser.Args) error {
		p, err := x.keptOnly(a.Str("file"), "removing dir")
		if err != nil {
			return err
		}
		x.askName("Remove directory filename", p.path, func(name string) {
			p, err := (place{system: p.system, prefix: p.prefix}).in(name)
			if f, have := b.Files().Find(p.system, p.path); err == nil && (!have || p.path == "") {
				err = files.ErrNotFound
			} else if err == nil && !f.Folder {
				err = files.ErrNoFolder
			}
			if err != nil {
				x.Println(failed("Removing dir", p.rooted(), err).Error())
				return
			}
			x.confirmed("Delete "+p.rooted()+"? [confirm]", func() {
				if err := b.Files().Remove(p.system, p.path); err != nil {
					x.Println(failed("Removing dir", p.rooted(), err).Error())
					return
				}
				x.Println("Removed dir " + p.rooted())
			})
		})
		return nil
	},
}

// freeText is a size that a file system without bounds does not have.
func freeText(n int) string {
	if n < 0 {
		return "-"
	}
	return strconv.Itoa(n)
}

var showFileSystems = Cmd[Box]{
	Syntax: `show file systems`,
	Help:   with(showing, H{"file": "Show filesystem information", "systems": "List filesystems"}),
	Set: func(x *Context, b Box, _ parser.Args) error {
		x.Printf("File Systems:\n\n%14s%14s%10s%7s  %s\n", "Size(b)", "Free(b)", "Type", "Flags", "Prefixes")
		row := func(size, free int, kind, flags, prefixes string) {
			mark := " "
			if strings.HasPrefix(prefixes, x.folder().prefix+":") {
				mark = "*"
			}
			x.Printf("%s%13s%14s%10s%7s   %s\n", mark, freeText(size), freeText(free), kind, flags, prefixes)
		}
		for _, prefix := range []string{"system:", "null:"} {
			row(-1, -1, "opaque", "rw", prefix)
		}
		for _, prefix := range remotes {
			row(-1, -1, "network", "rw", prefix+":")
		}
		store := b.Files()
		row(store.Size(files.Flash), store.Free(files.Flash), "disk", "rw", strings.Join(flashNames(b.Release()), ": ")+":#")
		row(store.Size(files.NVRAM), store.Free(files.NVRAM), "nvram", "rw", "nvram:")
		x.Println("")
		return nil
	},
}

// showFlash is `show flash:` under each of its names.
func showFlash(name string) Cmd[Box] {
	return Cmd[Box]{
		Syntax: `show ` + name + `\: [all]`,
		Help:   with(showing, H{name + ":": "display information about " + name + ": file system", "all": "display all possible flash information"}),
		Hidden: name != "flash",
		Set: func(x *Context, b Box, _ parser.Args) error {
			if !slices.Contains(flashNames(b.Release()), name) {
				return &parser.Error{Kind: parser.Invalid, Offset: max(strings.Index(x.Line, name), 0), Line: x.Line}
			}
			x.Println("-#- --length-- -----date/time------ path")
			store := b.Files()
			for i, f := range store.List(files.Flash, "", true) {
				x.Printf("%-4d%10d %s %s\n", i+1, len(f.Data), f.Written.Format("Jan 2 2006 15:04:05 -07:00"), f.Path)
			}
			x.Printf("\n%d bytes available (%d bytes used)\n\n", store.Free(files.Flash), store.Used(files.Flash))
			return nil
		},
	}
}

var showFileInformation = Cmd[Box]{
	Syntax: `show file information file:FILE`,
	Help:   with(showing, H{"file": "Show filesystem information", "information": "Show file information", "information/file": "File name"}),
	Types:  []parser.Type{fileType{}},
	Set: func(x *Context, b Box, a parser.Args) error {
		p, err := x.place(a.Str("file"))
		if err != nil {
			return err
		}
		kind := "ascii text"
		if f, have := b.Files().Find(p.system, p.path); p.kind == kept && have && f.Folder {
			kind = "directory"
		} else if text, err := x.read(p); err != nil {
			return err
		} else if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && !strings.ContainsRune("\t\r\n\x03", r) }) {
			kind = "binary"
		}
		x.Printf("%s:\n  type is %s\n", p.rooted(), kind)
		return nil
	},
}

// showBootvar is `show bootvar`; `boot system` and `boot config` have no effect.
var showBootvar = show(`bootvar`, H{"bootvar": "Boot and related environment variable"}, func(x *Context, b Box, _ parser.Args) error {
	value := func(variable, lead string) {
		var all []string
		for line := range strings.Lines(Running(b.Config(), b.Release())) {
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
	x.Println("BOOTLDR variable does not exist\nConfiguration register is 0x2102\n")
	return nil
})

// copyTime is how long the device takes for so many bytes.
func copyTime(bytes int) time.Duration {
	const rate = 500_000 // bytes a second
	return 4*time.Millisecond + time.Duration(bytes)*time.Second/rate
}

func init() {
	showBootvar.Level = 15
	Exec.Add(showBootvar, dir, pwd, cd, mkdir, rmdir, showFileSystems, showFileInformation)
	for _, name := range []string{"flash", "flash0", "bootflash", "disk0"} {
		Exec.Add(showFlash(name))
	}
}
