package modes

import (
	"slices"
	"strings"

	"ruthere/debuglog"
	"ruthere/files"
	"ruthere/parser"
)

// A place is where a file is, or goes: what commands are given as flash:x, tftp://h/x
// or running-config.
type place struct {
	kind   placeKind
	system files.System // of a kept one
	prefix string       // as typed: "flash", "tftp"
	host   string       // of a remote one
	path   string       // clean, when kept
}

type placeKind int

const (
	kept    placeKind = iota // in the Store
	running                  // system:running-config
	systemFolder
	nowhere // null:
	remote  // on a server
)

// remotes are the file systems behind servers, of which there are none here.
var remotes = []string{"tftp", "ftp", "http", "https", "scp", "sftp", "rcp"}

// flashNames are the names of the flash memory, the first being the one it is listed by.
func flashNames(r debuglog.Release) []string {
	switch r {
	case debuglog.IOS124:
		return []string{"flash", "disk0"}
	case debuglog.IOSXE:
		return []string{"bootflash", "flash"}
	}
	return []string{"flash0", "flash"}
}

// NVRAMSize is how many bytes a router's NVRAM has, FlashSize those of its flash memory.
func NVRAMSize(r debuglog.Release) int {
	return map[debuglog.Release]int{debuglog.IOS124: 245752, debuglog.IOS15: 262144, debuglog.IOSXE: 33554432}[r]
}

// FlashSize is how many bytes a router's flash memory has.
func FlashSize(r debuglog.Release) int {
	if r == debuglog.IOS124 {
		return 64016384
	}
	return 256487424
}

// home is the folder that a session starts in.
func home(r debuglog.Release) place { return place{system: files.Flash, prefix: flashNames(r)[0]} }

// text names the place in messages: flash:x.
func (p place) text() string {
	switch p.kind {
	case running:
		return "system:running-config"
	case remote:
		return p.prefix + "://" + p.host + "/" + p.path
	}
	return p.prefix + ":" + p.path
}

// rooted names it with the slash that some messages have: flash:/x.
func (p place) rooted() string {
	if p.kind == kept {
		return p.prefix + ":/" + p.path
	}
	return p.text()
}

// base is the last word of the path.
func (p place) base() string { return p.path[strings.LastIndexByte(p.path, '/')+1:] }

func (p place) isStartup() bool {
	return p.kind == kept && p.system == files.NVRAM && p.path == files.StartupConfig
}

// in is the place of a path inside a folder.
func (p place) in(path string) (place, error) {
	clean, err := files.Clean(p.path + "/" + path)
	if strings.HasPrefix(path, "/") {
		clean, err = files.Clean(path)
	}
	q := p
	q.path = clean
	return q, err
}

// place finds what a word typed means.
func (x *Context) place(word string) (place, error) {
	switch word {
	case "running-config":
		return place{kind: running, prefix: "system", path: "running-config"}, nil
	case files.StartupConfig:
		return place{system: files.NVRAM, prefix: "nvram", path: files.StartupConfig}, nil
	}
	prefix, path, qualified := strings.Cut(word, ":")
	if !qualified {
		p, err := x.folder().in(word)
		return p, opening(p.prefix+":"+word, err)
	}
	prefix = strings.ToLower(prefix)
	var p place
	var err error
	switch {
	case prefix == "nvram":
		p = place{system: files.NVRAM, prefix: prefix}
	case slices.Contains(flashNames(x.Box.Release()), prefix):
		p = place{system: files.Flash, prefix: prefix}
	case prefix == "system":
		return systemPlace(path)
	case prefix == "null":
		return place{kind: nowhere, prefix: prefix}, nil
	case slices.Contains(remotes, prefix):
		host, file, _ := strings.Cut(strings.TrimPrefix(path, "//"), "/")
		return place{kind: remote, prefix: prefix, host: host, path: file}, nil
	default:
		return p, refuse("%Error opening " + word + " (No such device)")
	}
	p.path, err = files.Clean(path)
	return p, opening(word, err)
}

func systemPlace(path string) (place, error) {
	switch clean, _ := files.Clean(path); clean {
	case "running-config":
		return place{kind: running, prefix: "system", path: clean}, nil
	case "":
		return place{kind: systemFolder, prefix: "system"}, nil
	}
	return place{}, opening("system:"+path, files.ErrNotFound)
}

// folder is the session's working directory.
func (x *Context) folder() place {
	if x.Session == nil || x.Session.folder == (place{}) {
		return home(x.Box.Release())
	}
	return x.Session.folder
}

// opening is the complaint that a file could not be opened; nil if err is.
func opening(name string, err error) error { return failed("opening", name, err) }

func failed(doing, name string, err error) error {
	if err == nil {
		return nil
	}
	return refuse("%Error " + doing + " " + name + " (" + err.Error() + ")")
}

// named is the file that a command's argument "file" names, and its contents.
func (x *Context) named(a parser.Args) (p place, text string, err error) {
	if p, err = x.place(a.Str("file")); err == nil {
		text, err = x.read(p)
	}
	return p, text, err
}

// read returns the contents of a file.
func (x *Context) read(p place) (string, error) {
	switch p.kind {
	case running:
		return RunningFile(x.Box), nil
	case nowhere:
		return "", nil
	case remote:
		return "", refuse("%Error opening " + p.text() + " (Timed out)")
	case systemFolder:
		return "", opening(p.text(), files.ErrFolder)
	}
	f, have := x.Box.Files().Find(p.system, p.path)
	switch {
	case !have:
		return "", opening(p.text(), files.ErrNotFound)
	case f.Folder:
		return "", opening(p.text(), files.ErrFolder)
	}
	return f.Data, nil
}

// write stores a file. The running-config is not written but merged into, elsewhere.
func (x *Context) write(p place, text string, more bool) error {
	switch p.kind {
	case nowhere:
		return nil
	case remote:
		return refuse("%Error opening " + p.text() + " (Timed out)")
	case running, systemFolder:
		return refuse("%Error opening " + p.text() + " (Permission denied)")
	}
	now, _ := x.Box.Clock()
	if more {
		return opening(p.text(), x.Box.Files().Append(p.system, p.path, text, now))
	}
	return opening(p.text(), x.Box.Files().Write(p.system, p.path, text, now))
}

// writable says whether a file could be written.
func (x *Context) writable(p place) error {
	if p.kind != kept {
		return x.write(p, "", false)
	}
	parent, have := x.Box.Files().Find(p.system, p.path[:max(strings.LastIndexByte(p.path, '/'), 0)])
	switch f, taken := x.Box.Files().Find(p.system, p.path); {
	case taken && f.Folder:
		return opening(p.text(), files.ErrFolder)
	case !have:
		return opening(p.text(), files.ErrNotFound)
	case !parent.Folder:
		return opening(p.text(), files.ErrNoFolder)
	}
	return nil
}

// fileType is a file in any file system; with configs also the two configurations by
// their short names.
type fileType struct{ configs bool }

func (t fileType) Name() string {
	if t.configs {
		return "COPYFILE"
	}
	return "FILE"
}

func (t fileType) Accept(word string) (any, int, bool) {
	if t.configs {
		for _, name := range []string{"running-config", files.StartupConfig} {
			if strings.HasPrefix(name, strings.ToLower(word)) {
				return name, len(word), true
			}
		}
	}
	return word, len(word), true
}

func (fileType) Print(value any) string { s, _ := value.(string); return s }

func (t fileType) Rows() (rows []parser.Row) {
	for _, prefix := range []string{"bootflash", "flash", "flash0", "ftp", "http", "https", "null", "nvram", "rcp"} {
		rows = append(rows, parser.Row{Item: prefix + ":", Text: "URL of a file in " + prefix + ": file system"})
	}
	if t.configs {
		rows = append(rows, parser.Row{Item: "running-config", Text: "Current system configuration"})
	}
	rows = append(rows, parser.Row{Item: "scp:", Text: "URL of a file in scp: file system"})
	if t.configs {
		rows = append(rows, parser.Row{Item: "startup-config", Text: "Startup configuration"})
	}
	for _, prefix := range []string{"system", "tftp"} {
		rows = append(rows, parser.Row{Item: prefix + ":", Text: "URL of a file in " + prefix + ": file system"})
	}
	return rows
}
