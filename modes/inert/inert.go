// Package inert holds the commands that routers accept and that have no effect here. They
// are text: files that one can read and extend without knowing Go. MARKS.md explains how
// they are written.
package inert

import (
	"embed"

	"ruthere/modes"
)

//go:embed *.syntax
var texts embed.FS

// files are the files of commands. Of two commands that match the same line the one of the
// earlier file wins.
var files = [...]string{"aaa", "crypto", "boot", "ikev2", "interface", "ip", "ntp", "pki", "policy", "qos", "routing", "servers",
	"system", "line", "ssh", "vrf", "wan", "ipv6", "probes", "voice", "views", "snmp",
	"standby", "failover"}

// Add adds the commands of all files. It panics if a file is wrong.
func Add(l *modes.Language) {
	common := readCommon(readFile("common"))
	for _, name := range files {
		text := readFile(name)
		if err := addFile(l, name+".syntax", text, common); err != nil {
			panic("inert: " + err.Error())
		}
	}
}

func readFile(name string) string {
	text, err := texts.ReadFile(name + ".syntax")
	if err != nil {
		panic("inert: " + err.Error())
	}
	return string(text)
}
