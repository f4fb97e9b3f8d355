package tcl

import (
	"errors"
	"strconv"
	"strings"
)

var errBreak, errContinue = errors.New("break"), errors.New("continue")

func usageError(text string) error { return errors.New(`wrong # args: should be "` + text + `"`) }

// addBuiltins adds the commands of Tcl itself.
func (in *Interp) addBuiltins() {
	in.Add("set", func(w []string) (string, error) {
		switch len(w) {
		case 2:
			return in.variableValue(w[1])
		case 3:
			in.vars[w[1]] = w[2]
			return w[2], nil
		}
		return "", usageError("set varName ?newValue?")
	})
	in.Add("unset", func(w []string) (string, error) {
		for _, name := range w[1:] {
			if _, ok := in.vars[name]; !ok {
				return "", errors.New(`can't unset "` + name + `": no such variable`)
			}
			delete(in.vars, name)
		}
		return "", nil
	})
	in.Add("incr", in.increment)
	in.Add("append", func(w []string) (string, error) {
		if len(w) < 2 {
			return "", usageError("append varName ?value value ...?")
		}
		value := in.vars[w[1]] + strings.Join(w[2:], "")
		if len(value) > maxValue {
			return "", errors.New("value is too long")
		}
		in.vars[w[1]] = value
		return value, nil
	})
	in.Add("list", func(w []string) (string, error) { return joinList(w[1:]), nil })
	in.Add("llength", func(w []string) (string, error) {
		if len(w) != 2 {
			return "", usageError("llength list")
		}
		all, err := Split(w[1])
		return strconv.Itoa(len(all)), err
	})
	in.Add("foreach", in.forEach)
	in.Add("break", func([]string) (string, error) { return "", errBreak })
	in.Add("continue", func([]string) (string, error) { return "", errContinue })
	in.Add("catch", in.catchError)
	in.Add("error", func(w []string) (string, error) {
		if len(w) != 2 {
			return "", usageError("error message ?errorInfo? ?errorCode?")
		}
		return "", errors.New(w[1])
	})
	in.Add("eval", func(w []string) (string, error) { return in.evalScript(strings.Join(w[1:], " ")) })
}

func (in *Interp) increment(w []string) (string, error) {
	if len(w) != 2 && len(w) != 3 {
		return "", usageError("incr varName ?increment?")
	}
	value, err := in.variableValue(w[1])
	if err != nil {
		return "", err
	}
	sum := 1
	if len(w) == 3 {
		if sum, err = parseInteger(w[2]); err != nil {
			return "", err
		}
	}
	n, err := parseInteger(value)
	if err != nil {
		return "", err
	}
	in.vars[w[1]] = strconv.Itoa(n + sum)
	return in.vars[w[1]], nil
}

func parseInteger(word string) (int, error) {
	n, err := strconv.Atoi(strings.TrimSpace(word))
	if err != nil {
		return 0, errors.New(`expected integer but got "` + word + `"`)
	}
	return n, nil
}

func (in *Interp) forEach(w []string) (string, error) {
	if len(w) != 4 {
		return "", usageError("foreach varList list ?varList list ...? command")
	}
	names, err := Split(w[1])
	if err != nil {
		return "", err
	}
	if len(names) == 0 {
		return "", errors.New("foreach varlist is empty")
	}
	all, err := Split(w[2])
	if err != nil {
		return "", err
	}
	for len(all) > 0 {
		for _, name := range names {
			in.vars[name] = ""
			if len(all) > 0 {
				in.vars[name], all = all[0], all[1:]
			}
		}
		_, err := in.evalScript(w[3])
		switch {
		case errors.Is(err, errBreak):
			return "", nil
		case err != nil && !errors.Is(err, errContinue):
			return "", err
		}
	}
	return "", nil
}

func (in *Interp) catchError(w []string) (string, error) {
	if len(w) != 2 && len(w) != 3 {
		return "", usageError("catch script ?resultVarName?")
	}
	result, err := in.evalScript(w[1])
	if in.budget < 0 { // a script that went too far is not to go on
		return "", err
	}
	failed := "0"
	if err != nil {
		failed, result = "1", err.Error()
	}
	if len(w) == 3 {
		in.vars[w[2]] = result
	}
	return failed, nil
}

// Split takes a list apart.
func Split(list string) (all []string, err error) {
	p := &scanner{text: list}
	for {
		for !p.atEnd() && strings.IndexByte(" \t\r\n", p.peekByte()) >= 0 {
			p.at++
		}
		if p.atEnd() {
			return all, nil
		}
		var word string
		switch p.peekByte() {
		case '{':
			if word, err = p.readBraces(); err != nil {
				return nil, errors.New("unmatched open brace in list")
			}
		default:
			start := p.at
			for !p.atEnd() && strings.IndexByte(" \t\r\n", p.peekByte()) < 0 {
				p.at++
			}
			word = strings.Trim(p.text[start:p.at], `"`)
		}
		all = append(all, word)
	}
}

// joinList makes words a list.
func joinList(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		if quoted[i] = w; w == "" || strings.ContainsAny(w, " \t\r\n;$[]\"") {
			quoted[i] = "{" + w + "}"
		}
	}
	return strings.Join(quoted, " ")
}
