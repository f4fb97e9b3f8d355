package modes

import (
	"slices"
	"strconv"
	"strings"

	"ruthere/debuglog"
	"ruthere/files"
	"ruthere/parser"
)

// A place is where a file is, or goes: what commands are given as flash:x, tftp://h/x
// or running-config.
type FileName struct {
	Kind           FileNameKind
	System         files.System // of a kept one
	Prefix         string       // as typed: "flash", "tftp"
	Host           string       // of a remote one
	Port           uint16       // 0 = the usual one
	User, Password string       // of a remote one, as its name says; "" = as configured
	Path           string       // clean, when kept
}

type FileNameKind int

const (
	KeptFile          FileNameKind = iota // in the Store
	RunningConfigFile                     // system:running-config
	SystemFolder
	NullFile   // null:
	RemoteFile // on a server
)

// RemoteFileSystems are the file systems behind servers. TFTP, FTP and HTTP, and SCP in a live router, are those that it speaks.
var RemoteFileSystems = []string{"tftp", "ftp", "http", "https", "scp", "sftp", "rcp"}

// flashNames are the names of the flash memory, the first being the one it is listed by.
func FlashNames(r debuglog.Release) []string {
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
func HomeFolder(r debuglog.Release) FileName {
	return FileName{System: files.Flash, Prefix: FlashNames(r)[0]}
}

// text names the place in messages: flash:x.
func (p FileName) Text() string {
	switch p.Kind {
	case RunningConfigFile:
		return "system:running-config"
	case RemoteFile:
		login := ""
		if p.User != "" {
			login = "*****:*****@" // as the device hides them
		}
		port := ""
		if p.Port != 0 {
			port = ":" + Itoa(int(p.Port))
		}
		return p.Prefix + "://" + login + p.Host + port + "/" + p.Path
	}
	return p.Prefix + ":" + p.Path
}

// remoteFile is a file of a server: //user:password@host:port/path.
func remoteFile(prefix, rest string) FileName {
	host, file, _ := strings.Cut(strings.TrimPrefix(rest, "//"), "/")
	p := FileName{Kind: RemoteFile, Prefix: prefix, Path: file}
	if at := strings.LastIndexByte(host, '@'); at >= 0 {
		p.User, p.Password, _ = strings.Cut(host[:at], ":")
		host = host[at+1:]
	}
	if name, port, ok := strings.Cut(host, ":"); ok {
		if n, err := strconv.ParseUint(port, 10, 16); err == nil {
			host, p.Port = name, uint16(n)
		}
	}
	p.Host = host
	return p
}

// rooted names it with the slash that some messages have: flash:/x.
func (p FileName) RootedText() string {
	if p.Kind == KeptFile {
		return p.Prefix + ":/" + p.Path
	}
	return p.Text()
}

// base is the last word of the path.
func (p FileName) Base() string { return p.Path[strings.LastIndexByte(p.Path, '/')+1:] }

func (p FileName) IsStartup() bool {
	return p.Kind == KeptFile && p.System == files.NVRAM && p.Path == files.StartupConfig
}

// in is the place of a path inside a folder.
func (p FileName) Join(path string) (FileName, error) {
	clean, err := files.Clean(p.Path + "/" + path)
	if strings.HasPrefix(path, "/") {
		clean, err = files.Clean(path)
	}
	q := p
	q.Path = clean
	return q, err
}

// place finds what a word typed means.
func (x *Context) ParseFileName(word string) (FileName, error) {
	switch word {
	case "running-config":
		return FileName{Kind: RunningConfigFile, Prefix: "system", Path: "running-config"}, nil
	case files.StartupConfig:
		return FileName{System: files.NVRAM, Prefix: "nvram", Path: files.StartupConfig}, nil
	}
	prefix, path, qualified := strings.Cut(word, ":")
	if system, only := fileSystem(x.Device.Release(), word); !qualified && only {
		prefix, qualified = system, true
	}
	if !qualified {
		p, err := x.WorkingFolder().Join(word)
		return p, OpeningError(p.Prefix+":"+word, err)
	}
	prefix = strings.ToLower(prefix)
	var p FileName
	var err error
	switch {
	case prefix == "nvram":
		p = FileName{System: files.NVRAM, Prefix: prefix}
	case slices.Contains(FlashNames(x.Device.Release()), prefix):
		p = FileName{System: files.Flash, Prefix: prefix}
	case prefix == "system":
		return systemPlace(path)
	case prefix == "null":
		return FileName{Kind: NullFile, Prefix: prefix}, nil
	case slices.Contains(RemoteFileSystems, prefix):
		return remoteFile(prefix, path), nil
	default:
		return p, Refuse("%Error opening " + word + " (No such device)")
	}
	p.Path, err = files.Clean(path)
	return p, OpeningError(word, err)
}

// fileSystem is the file system that a word without a colon begins the name of, if there is
// only one: `copy running-config tftp` means tftp:.
func fileSystem(r debuglog.Release, word string) (name string, only bool) {
	word = strings.ToLower(word)
	for _, known := range slices.Concat([]string{"nvram", "system", "null"}, FlashNames(r), RemoteFileSystems) {
		switch {
		case known == word:
			return known, true
		case strings.HasPrefix(known, word):
			name, only = known, name == ""
		}
	}
	return name, only && word != ""
}

func systemPlace(path string) (FileName, error) {
	switch clean, _ := files.Clean(path); clean {
	case "running-config":
		return FileName{Kind: RunningConfigFile, Prefix: "system", Path: clean}, nil
	case "":
		return FileName{Kind: SystemFolder, Prefix: "system"}, nil
	}
	return FileName{}, OpeningError("system:"+path, files.ErrNotFound)
}

// folder is the session's working directory.
func (x *Context) WorkingFolder() FileName {
	if x.Session == nil || x.Session.Folder == (FileName{}) {
		return HomeFolder(x.Device.Release())
	}
	return x.Session.Folder
}

// opening is the complaint that a file could not be opened; nil if err is.
func OpeningError(name string, err error) error { return FileError("opening", name, err) }

func FileError(doing, name string, err error) error {
	if err == nil {
		return nil
	}
	return Refuse("%Error " + doing + " " + name + " (" + err.Error() + ")")
}

// named is the file that a command's argument "file" names, and its contents.
func (x *Context) NamedFile(a parser.Args) (p FileName, text string, err error) {
	if p, err = x.ParseFileName(a.Str("file")); err == nil {
		text, err = x.ReadFile(p)
	}
	return p, text, err
}

// read returns the contents of a file.
func (x *Context) ReadFile(p FileName) (string, error) {
	switch p.Kind {
	case RunningConfigFile:
		return RunningFile(x.Device), nil
	case NullFile:
		return "", nil
	case RemoteFile:
		return "", Refuse("%Error opening " + p.Text() + " (Timed out)")
	case SystemFolder:
		return "", OpeningError(p.Text(), files.ErrFolder)
	}
	f, have := x.Device.Files().Find(p.System, p.Path)
	switch {
	case !have:
		return "", OpeningError(p.Text(), files.ErrNotFound)
	case f.Folder:
		return "", OpeningError(p.Text(), files.ErrFolder)
	case f.Withheld > 0:
		return "", OpeningError(p.Text(), files.ErrWithheld)
	}
	return f.Data, nil
}

// write stores a file. The running-config is not written but merged into, elsewhere.
func (x *Context) WriteFile(p FileName, text string, more bool) error {
	switch p.Kind {
	case NullFile:
		return nil
	case RemoteFile:
		return Refuse("%Error opening " + p.Text() + " (Timed out)")
	case RunningConfigFile, SystemFolder:
		return Refuse("%Error opening " + p.Text() + " (Permission denied)")
	}
	now, _ := x.Device.Clock()
	if more {
		return OpeningError(p.Text(), x.Device.Files().Append(p.System, p.Path, text, now))
	}
	return OpeningError(p.Text(), x.Device.Files().Write(p.System, p.Path, text, now))
}

// writable says whether a file could be written.
func (x *Context) CheckWritable(p FileName) error {
	if p.Kind != KeptFile {
		return x.WriteFile(p, "", false)
	}
	parent, have := x.Device.Files().Find(p.System, p.Path[:max(strings.LastIndexByte(p.Path, '/'), 0)])
	switch f, taken := x.Device.Files().Find(p.System, p.Path); {
	case taken && f.Folder:
		return OpeningError(p.Text(), files.ErrFolder)
	case !have:
		return OpeningError(p.Text(), files.ErrNotFound)
	case !parent.Folder:
		return OpeningError(p.Text(), files.ErrNoFolder)
	}
	return nil
}

// FileType is a file in any file system of a release; at either side of `copy` also the two configurations by
// their short names.
type FileType struct {
	Release debuglog.Release
	Side    CopySide
}

// A CopySide is where a file's name stands in a `copy`.
type CopySide int

const (
	NoCopy CopySide = iota
	CopyFrom
	CopyTo
)

func (t FileType) Name() string {
	return [...]string{NoCopy: "FILE", CopyFrom: "FROM-FILE", CopyTo: "TO-FILE"}[t.Side]
}

func (t FileType) Accept(word string) (any, int, bool) {
	if t.Side != NoCopy {
		for _, name := range []string{"running-config", files.StartupConfig} {
			if strings.HasPrefix(name, strings.ToLower(word)) {
				return name, len(word), true
			}
		}
	}
	return word, len(word), true
}

func (FileType) Print(value any) string { s, _ := value.(string); return s }

// Rows are the file systems; what is done with a file there says the command.
func (t FileType) Rows() (rows []parser.Row) {
	verb := [...]string{NoCopy: "", CopyFrom: "Copy from ", CopyTo: "Copy to "}[t.Side]
	flash := slices.DeleteFunc(FlashNames(t.Release), func(name string) bool { return name == "disk0" }) // an old name for flash:
	for _, prefix := range slices.Concat(flash, []string{"ftp", "http", "https", "null", "nvram", "rcp", "scp", "system", "tftp"}) {
		row := parser.Row{Item: prefix + ":"}
		if verb != "" {
			row.Text = verb + prefix + ": file system"
		}
		rows = append(rows, row)
	}
	switch t.Side {
	case CopyFrom:
		rows = append(rows, parser.Row{Item: "running-config", Text: "Copy from current system configuration"},
			parser.Row{Item: files.StartupConfig, Text: "Copy from startup configuration"})
	case CopyTo:
		rows = append(rows, parser.Row{Item: "running-config", Text: "Update (merge with) current system configuration"},
			parser.Row{Item: files.StartupConfig, Text: "Copy to startup configuration"})
	}
	slices.SortFunc(rows, func(a, b parser.Row) int { return strings.Compare(a.Item, b.Item) })
	return rows
}
