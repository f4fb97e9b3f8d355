package modes

import (
	"crypto/md5" // what `verify /md5` computes; nothing here trusts it
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"strings"

	"ruthere/files"
	"ruthere/parser"
)

var deleteFile = Cmd[Box]{
	Syntax: `delete &{force=/force | recursive=/recursive} file:FILE`,
	Help:   H{"delete": "Delete a file", "/force": "Force delete", "/recursive": "Recursive delete", "file": "File to be deleted"},
	Types:  []parser.Type{fileType{}},
	Level:  15,
	Set: func(x *Context, b Box, a parser.Args) error {
		p, err := x.keptOnly(a.Str("file"), "deleting")
		if err != nil {
			return err
		}
		remove := func() {
			if err := x.remove(p, a.Has("recursive")); err != nil {
				x.Println(failed("deleting", p.rooted(), err).Error())
			}
		}
		if a.Has("force") {
			remove()
			return nil
		}
		x.askName("Delete filename", p.path, func(name string) {
			if p, err = (place{system: p.system, prefix: p.prefix}).in(name); err != nil {
				x.Println(failed("deleting", p.prefix+":"+name, err).Error())
				return
			}
			x.confirmed("Delete "+p.rooted()+"? [confirm]", remove)
		})
		return nil
	},
}

// remove deletes a file, or with deep a folder and what is in it.
func (x *Context) remove(p place, deep bool) error {
	store := x.Box.Files()
	f, have := store.Find(p.system, p.path)
	switch {
	case !have || p.path == "":
		return files.ErrNotFound
	case f.Folder && !deep:
		return files.ErrFolder
	}
	if f.Folder {
		for _, inner := range store.List(p.system, p.path, false) {
			if err := x.remove(place{system: p.system, prefix: p.prefix, path: inner.Path}, true); err != nil {
				return err
			}
		}
	}
	return store.Remove(p.system, p.path)
}

var rename = Cmd[Box]{
	Syntax: `rename from:FILE to:FILE`,
	Help:   H{"rename": "Rename a file", "from": "Name of the file", "to": "New name of the file"},
	Types:  []parser.Type{fileType{}},
	Level:  15,
	Set: func(x *Context, b Box, a parser.Args) error {
		from, err := x.keptOnly(a.Str("from"), "renaming")
		if err != nil {
			return err
		}
		to, err := x.keptOnly(a.Str("to"), "renaming")
		if err != nil {
			return err
		}
		if from.system != to.system {
			return refuse("%Error renaming " + from.rooted() + " to " + to.rooted() + " (Invalid cross-device link)")
		}
		x.askName("Destination filename", to.path, func(name string) {
			to, err := (place{system: to.system, prefix: to.prefix}).in(name)
			if err == nil {
				err = b.Files().Rename(from.system, from.path, to.path)
			}
			if err != nil {
				x.Printf("%%Error renaming %s to %s (%s)\n", from.rooted(), to.rooted(), err)
			}
		})
		return nil
	},
}

var more = Cmd[Box]{
	Syntax: `more [ascii=/ascii | binary=/binary | ebcdic=/ebcdic] file:FILE`,
	Help: H{"more": "Display the contents of a file", "/ascii": "Display binary files in ascii", "/binary": "Force display to hex/text format",
		"/ebcdic": "Display binary files in ebcdic", "file": "File to display"},
	Types: []parser.Type{fileType{}},
	Level: 15,
	Set: func(x *Context, _ Box, a parser.Args) error {
		_, text, err := x.named(a)
		if err != nil {
			return err
		}
		if a.Has("binary") {
			text = hexDump(text)
		}
		x.Printf("%s", text)
		if text != "" && !strings.HasSuffix(text, "\n") {
			x.Println("")
		}
		return nil
	},
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

var verify = Cmd[Box]{
	Syntax: `verify [md5=/md5 | sha512=/sha512] file:FILE [digest:WORD]`,
	Help: H{"verify": "Verify a file", "/md5": "Compute an md5 signature for a file", "/sha512": "Compute a sha512 signature for a file",
		"file": "File to be verified", "digest": "Signature to compare with"},
	Types: []parser.Type{fileType{}},
	Level: 15,
	Set: func(x *Context, _ Box, a parser.Args) error {
		p, text, err := x.named(a)
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
			return refuse("%Error verifying " + p.text() + " (Not an image file)")
		}
		x.Println(strings.Repeat(".", 1+len(text)/65536) + "Done!")
		switch want := a.Str("digest"); {
		case want == "":
			x.Printf("verify %s (%s) = %s\n\n", option, p.text(), digest)
		case strings.EqualFold(want, digest):
			x.Printf("Verified (%s) = %s\n\n", p.text(), digest)
		default:
			x.Printf("%%Error verifying %s\nComputed signature  = %s\nSubmitted signature = %s\n\n", p.text(), digest, want)
		}
		return nil
	},
}

func init() { Exec.Add(deleteFile, rename, more, verify) }
