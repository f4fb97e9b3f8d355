package journal

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"ruthere/router"
	"ruthere/shell"
)

// verbs are what inputs are called, but for what is typed. A terminal's number stands at the router's name.
var verbs = []struct {
	verb  string
	input router.Input
}{
	{"attach", router.Attach{}},
	{"detach", router.Detach{}},
	{"connect", router.Connect{}},
	{"authenticate", router.Authenticate{}},
	{"enter", router.Enter{}},
	{"scp-open", router.SCPOpen{}},
	{"scp-write", router.SCPWrite{}},
	{"active", router.UserActive{}},
	{"interrupt", router.Interrupt{}},
	{"resize", router.Resize{}},
	{"packet", router.PacketIn{}},
	{"neighbour", router.Neighbour{}},
	{"link", router.LinkChange{}},
	{"answer", router.JobDone{}},
	{"key-made", router.KeyMade{}},
	{"connection-opened", router.ConnectionOpened{}},
	{"connection-accepted", router.ConnectionAccepted{}},
	{"connection-data", router.ConnectionData{}},
	{"connection-ended", router.ConnectionEnded{}},
	{"scp-progress", router.SCPProgress{}},
	{"scp-finished", router.SCPFinished{}},
	{"password", router.PasswordChecked{}},
	{"kept", router.Kept{}},
	{"power-off", router.PowerOff{}},
	{"tick", router.Tick{}},
	{"boot", Boot{}},
	{"usage", Usage{}},
}

// typeVerbs are the ways to end a typed line.
var typeVerbs = map[string]shell.End{"type": shell.Return, "type^Z": shell.CtrlZ, "type^C": shell.CtrlC}

const keyVerb = "key"

// keyNames are the keys that have names.
var keyNames = []struct {
	name string
	key  byte
}{{"Return", '\r'}, {"Space", ' '}, {"Escape", 0x1b}, {"Ctrl-C", 0x03}, {"Ctrl-^", 0x1e}}

// inputText is an input without its instant.
func inputText(who string, in router.Input) (string, error) {
	if n := terminalOf(in); n != 0 {
		who += "/" + strconv.Itoa(n)
	}
	switch in := in.(type) {
	case router.Typed:
		for _, verb := range []string{"type", "type^Z", "type^C"} {
			if typeVerbs[verb] == in.End {
				if in.Text == "" {
					return who + " " + verb, nil
				}
				return who + " " + verb + " " + plainOrQuoted(in.Text), nil
			}
		}
		return "", fmt.Errorf("a line has no end that is called %d", in.End)
	case router.Key:
		return who + " " + keyVerb + " " + keyText(in.Key), nil
	}
	for _, v := range verbs {
		if reflect.TypeOf(v.input) == reflect.TypeOf(in) {
			fields, err := fieldsText(in)
			return strings.TrimSpace(who + " " + v.verb + fields), err
		}
	}
	return "", fmt.Errorf("an input of type %T is not written down", in)
}

func terminalOf(in router.Input) int {
	if f := reflect.ValueOf(in).FieldByName(terminalField); f.IsValid() {
		return int(f.Int())
	}
	return 0
}

// parseInput reads what inputText has written.
func parseInput(who, text string) (name string, in router.Input, err error) {
	name, number, has := strings.Cut(who, "/")
	terminal := 0
	if has {
		if terminal, err = strconv.Atoi(number); err != nil || terminal < 0 {
			return "", nil, fmt.Errorf("%q is not the number of a terminal", number)
		}
	}
	verb, rest, _ := strings.Cut(text, " ")
	if end, typed := typeVerbs[verb]; typed {
		line, err := readPlainOrQuoted(rest)
		return name, router.Typed{Terminal: terminal, Text: line, End: end}, err
	}
	if verb == keyVerb {
		key, err := readKey(rest)
		return name, router.Key{Terminal: terminal, Key: key}, err
	}
	var known []string
	for _, v := range verbs {
		if v.verb == verb {
			in, err := readFields(v.input, terminal, rest)
			return name, in, err
		}
		known = append(known, v.verb)
	}
	return "", nil, fmt.Errorf("%q is nothing that a router takes; there is type, key, %s", verb, strings.Join(known, ", "))
}

func keyText(key byte) string {
	for _, k := range keyNames {
		if k.key == key {
			return k.name
		}
	}
	if key > ' ' && key < 0x7f && key != '"' {
		return string(rune(key))
	}
	return fmt.Sprintf(`"\x%02x"`, key)
}

func readKey(text string) (byte, error) {
	for _, k := range keyNames {
		if k.name == text {
			return k.key, nil
		}
	}
	one, err := readPlainOrQuoted(text)
	if err != nil || len(one) != 1 {
		return 0, fmt.Errorf("%s is not one key", text)
	}
	return one[0], nil
}
