package lab

import (
	"fmt"
	"reflect"
	"regexp"
	"strings"
)

// Errors of package yaml name Go's types. They are worded for someone who does not know ours.

var (
	unknownField = regexp.MustCompile(`field (\S+) not found in type (.*)`)
	wrongShape   = regexp.MustCompile("cannot unmarshal (!!\\w+)( `.*`)? into (.*)")
)

// plainError is the text of a YAML error of a topology, one line for each thing that is wrong, parted by semicolons.
func plainError(err error) string {
	text := strings.TrimPrefix(strings.TrimPrefix(err.Error(), "yaml: "), "unmarshal errors:\n  ")
	lines := strings.Split(text, "\n  ")
	for n, line := range lines {
		if m := unknownField.FindStringSubmatch(line); m != nil {
			line = strings.Replace(line, m[0], fmt.Sprintf("unknown key %q%s", m[1], knownKeys(m[2])), 1)
		}
		if m := wrongShape.FindStringSubmatch(line); m != nil {
			line = strings.Replace(line, m[0], fmt.Sprintf("%s%s where %s should be", yamlKind(m[1]), m[2], goKind(m[3])), 1)
		}
		lines[n] = line
	}
	return strings.Join(lines, "; ")
}

// knownKeys lists the keys of a type of the topology's file, by its name in Go.
func knownKeys(goType string) string {
	keys := keysOf(reflect.TypeFor[topologyFile](), goType)
	if keys == nil {
		return ""
	}
	return "; there are " + strings.Join(keys, ", ")
}

// keysOf are the keys of the struct of a name within a type.
func keysOf(t reflect.Type, goType string) (keys []string) {
	switch {
	case t.Kind() == reflect.Slice:
		return keysOf(t.Elem(), goType)
	case t.Kind() != reflect.Struct, t == reflect.TypeFor[located[string]]():
		return nil
	}
	for _, f := range reflect.VisibleFields(t) {
		if f.Anonymous {
			continue // its fields follow
		}
		if t.String() == goType {
			keys = append(keys, strings.ToLower(f.Name))
		} else if found := keysOf(f.Type, goType); found != nil {
			return found
		}
	}
	return keys
}

func yamlKind(tag string) string {
	switch tag {
	case "!!map":
		return "keys with values"
	case "!!seq":
		return "a list"
	}
	return "a word"
}

// goKind is what YAML has for a type of Go. Structs and maps are written alike; all else is a word or a number.
func goKind(goType string) string {
	list, isList := strings.CutPrefix(goType, "[]")
	switch {
	case isList:
		return "a list" + knownKeysOfEach(list)
	case strings.HasPrefix(goType, "map[") || strings.HasPrefix(goType, "struct") || goType == reflect.TypeFor[topologyFile]().String():
		return "keys with values" + knownKeysOfEach(goType)
	case goType == "int":
		return "a number"
	case goType == "bool":
		return "true or false"
	}
	return "a word"
}

func knownKeysOfEach(goType string) string {
	if keys := keysOf(reflect.TypeFor[topologyFile](), goType); keys != nil {
		return " (of " + strings.Join(keys, ", ") + ")"
	}
	return ""
}
