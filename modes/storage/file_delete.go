package storage

import (
	"crypto/md5" // what `verify /md5` computes; nothing here trusts it
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"strings"

	"ruthere/files"
	"ruthere/modes"
	"ruthere/parser"
)

func deleteFile() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `delete &{force=/force | recursive=/recursive} file:FILE`,
		Help:   modes.H{"delete": "Delete a file", "/force": "Force delete", "/recursive": "Recursive delete", "file": "File to be deleted"},
		Level:  15,
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			p, err := keptOnly(x, a.Str("file"), "deleting")
			if err != nil {
				return err
			}
			remove := func() {
				if err := remove(x, p, a.Has("recursive")); err != nil {
					x.Println(modes.FileError("deleting", p.RootedText(), err).Error())
				}
				afterKeeping(x, "deleting", p.RootedText(), func() {})
			}
			if a.Has("force") {
				remove()
				return nil
			}
			askName(x, "Delete filename", p.Path, func(name string) {
				if p, err = (modes.FileName{System: p.System, Prefix: p.Prefix}).Join(name); err != nil {
					x.Println(modes.FileError("deleting", p.Prefix+":"+name, err).Error())
					return
				}
				confirmed(x, "Delete "+p.RootedText()+"? [confirm]", remove)
			})
			return nil
		},
	}
}

// remove deletes a file, or with deep a folder and what is in it.
func remove(x *modes.Context, p modes.FileName, deep bool) error {
	store := x.Device.Files()
	f, have := store.Find(p.System, p.Path)
	switch {
	case !have || p.Path == "":
		return files.ErrNotFound
	case f.Folder && !deep:
		return files.ErrFolder
	}
	if f.Folder {
		for _, inner := range store.List(p.System, p.Path, false) {
			if err := remove(x, modes.FileName{System: p.System, Prefix: p.Prefix, Path: inner.Path}, true); err != nil {
				return err
			}
		}
	}
	return store.Remove(p.System, p.Path)
}

func rename() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `rename from:FILE to:FILE`,
		Help:   modes.H{"rename": "Rename a file", "from": "Name of the file", "to": "New name of the file"},
		Level:  15,
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			from, err := keptOnly(x, a.Str("from"), "renaming")
			if err != nil {
				return err
			}
			to, err := keptOnly(x, a.Str("to"), "renaming")
			if err != nil {
				return err
			}
			if from.System != to.System {
				return modes.Refuse("%Error renaming " + from.RootedText() + " to " + to.RootedText() + " (Invalid cross-device link)")
			}
			askName(x, "Destination filename", to.Path, func(name string) {
				to, err := (modes.FileName{System: to.System, Prefix: to.Prefix}).Join(name)
				if err == nil {
					err = b.Files().Rename(from.System, from.Path, to.Path)
				}
				failed := func(err error) bool {
					if err != nil {
						x.Printf("%%Error renaming %s to %s (%s)\n", from.RootedText(), to.RootedText(), err)
					}
					return true
				}
				if err != nil {
					failed(err)
					return
				}
				b.AfterSaving(failed)
			})
			return nil
		},
	}
}

func more() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `more [ascii=/ascii | binary=/binary | ebcdic=/ebcdic] file:FILE`,
		Help: modes.H{"more": "Display the contents of a file", "/ascii": "Display binary files in ascii",
			"/binary": "Force display to hex/text format",
			"/ebcdic": "Display binary files in ebcdic", "file": "File to display"},
		Level: 15,
		Set: func(x *modes.Context, _ modes.Device, a parser.Args) error {
			form := func(text string) string { return text }
			if a.Has("binary") {
				form = hexDump
			}
			if p, err := x.ParseFileName(a.Str("file")); err == nil && p.Kind == modes.RemoteFile {
				showRemote(x, p, form)
				return nil
			}
			_, text, err := x.NamedFile(a)
			if err != nil {
				return err
			}
			text = form(text)
			x.Printf("%s", text)
			if text != "" && !strings.HasSuffix(text, "\n") {
				x.Println("")
			}
			return nil
		},
	}
}

// hexDump shows sixteen bytes a line: where they stand, in hexadecimal, as text.
func hexDump(data string) string {
	var b strings.Builder
	for at := 0; at < len(data); at += 16 {
		row := data[at:min(at+16, len(data))]
		fmt.Fprintf(&b, "%08X:", at)
		for i := range 16 {
			if i%4 == 0 {
				b.WriteByte(' ')
			}
			if i < len(row) {
				fmt.Fprintf(&b, "%02X", row[i])
			} else {
				b.WriteString("XX")
			}
		}
		b.WriteString("    " + strings.Map(func(r rune) rune {
			if r < ' ' || r > '~' {
				return '.'
			}
			return r
		}, row) + "\n")
	}
	return b.String()
}

func verify() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `verify [md5=/md5 | sha512=/sha512] file:FILE [digest:WORD]`,
		Help: modes.H{"verify": "Verify a file", "/md5": "Compute an md5 signature for a file",
			"/sha512": "Compute a sha512 signature for a file",
			"file":    "File to be verified", "digest": "Signature to compare with"},
		Level: 15,
		Set: func(x *modes.Context, _ modes.Device, a parser.Args) error {
			p, text, err := x.NamedFile(a)
			if err != nil {
				return err
			}
			option, sum := "/md5", md5.Sum([]byte(text))
			digest := hex.EncodeToString(sum[:])
			switch {
			case a.Has("sha512"):
				long := sha512.Sum512([]byte(text))
				option, digest = "/sha512", hex.EncodeToString(long[:])
			case !a.Has("md5"):
				return modes.Refuse("%Error verifying " + p.Text() + " (Not an image file)")
			}
			x.Println(strings.Repeat(".", 1+len(text)/65536) + "Done!")
			switch want := a.Str("digest"); {
			case want == "":
				x.Printf("verify %s (%s) = %s\n\n", option, p.Text(), digest)
			case strings.EqualFold(want, digest):
				x.Printf("Verified (%s) = %s\n\n", p.Text(), digest)
			default:
				x.Printf("%%Error verifying %s\nComputed signature  = %s\nSubmitted signature = %s\n\n", p.Text(), digest, want)
			}
			return nil
		},
	}
}

func addFileDelete(l *modes.Language) { l.Add("exec", deleteFile(), rename(), more(), verify()) }
