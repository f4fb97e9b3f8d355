package journal

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"reflect"
	"strconv"
	"strings"
	"time"

	"ruthere/crypto/ike"
	"ruthere/modes"
	"ruthere/router"
)

// An input's fields are written as name=value, those that are zero not at all. The names are those of the Go
// types, in lower case.

const terminalField = "Terminal"

// Boot is a live router being switched on, or on again after a reload. It is no input of a router: whoever runs
// one again makes another at this instant.
type Boot struct {
	router.Tick
	Reason   string
	Private  string // its private configuration: keys
	Register string // its configuration register; "" = 0x2102
}

// Usage is what a live router was told of its machine when it asked.
type Usage struct {
	router.Tick
	Usage modes.Usage
}

func fieldsText(in router.Input) (string, error) {
	var b strings.Builder
	v := reflect.ValueOf(in)
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if v.Field(i).IsZero() || f.Name == terminalField || f.Anonymous && f.Type == reflect.TypeFor[router.Tick]() {
			continue
		}
		text, err := valueText(v.Field(i))
		if err != nil {
			return "", fmt.Errorf("%s of %T: %w", f.Name, in, err)
		}
		b.WriteString(" " + strings.ToLower(f.Name))
		if text != "" {
			b.WriteString("=" + text)
		}
	}
	return b.String(), nil
}

// valueText is a value in one word.
func valueText(v reflect.Value) (string, error) {
	switch x := v.Interface().(type) {
	case netip.Addr:
		return x.String(), nil
	case time.Duration:
		return x.String(), nil
	case []byte:
		return hex.EncodeToString(x), nil
	case *rsa.PrivateKey:
		return hex.EncodeToString(x509.MarshalPKCS1PrivateKey(x)), nil
	case ike.Answer:
		return strconv.FormatUint(x.ID, 10), nil // the rest is computed again
	case modes.SSHCiphers, modes.Usage:
		text, err := json.Marshal(x)
		return strconv.Quote(string(text)), err
	}
	switch v.Kind() {
	case reflect.Bool:
		return "", nil
	case reflect.String:
		if text := v.String(); !strings.ContainsAny(text, ` "=`) && !strings.ContainsFunc(text, unprintable) {
			return text, nil
		}
		return strconv.Quote(v.String()), nil
	case reflect.Int, reflect.Int64:
		return strconv.FormatInt(v.Int(), 10), nil
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return strconv.FormatUint(v.Uint(), 10), nil
	}
	return "", fmt.Errorf("a %s cannot be written down", v.Type())
}

// readFields reads fields into a copy of an input.
func readFields(of router.Input, terminal int, text string) (router.Input, error) {
	v := reflect.New(reflect.TypeOf(of)).Elem()
	if f := v.FieldByName(terminalField); f.IsValid() {
		f.SetInt(int64(terminal))
	} else if terminal != 0 {
		return nil, errors.New("this has nothing to do with a terminal")
	}
	for {
		text = strings.TrimLeft(text, " ")
		if text == "" {
			return v.Interface().(router.Input), nil
		}
		end := strings.IndexAny(text, " =")
		name, value := text, ""
		if end >= 0 {
			name = text[:end]
		}
		text = strings.TrimPrefix(text, name)
		if strings.HasPrefix(text, "=") {
			var err error
			if value, text, err = cutValue(text[1:]); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
		}
		if err := setField(v, name, value); err != nil {
			return nil, err
		}
	}
}

// cutValue takes a word, or a text in quotes, off the front.
func cutValue(text string) (value, rest string, err error) {
	if !strings.HasPrefix(text, `"`) {
		value, rest, _ = strings.Cut(text, " ")
		return value, rest, nil
	}
	quoted, err := strconv.QuotedPrefix(text)
	if err != nil {
		return "", "", errors.New("a quote is not closed")
	}
	value, err = strconv.Unquote(quoted)
	return value, text[len(quoted):], err
}

func setField(v reflect.Value, name, value string) error {
	var known []string
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if f.Name == terminalField || f.Anonymous && f.Type == reflect.TypeFor[router.Tick]() {
			continue
		}
		if strings.ToLower(f.Name) == name {
			if err := setValue(v.Field(i), value); err != nil {
				return fmt.Errorf("%s=%s: %w", name, value, err)
			}
			return nil
		}
		known = append(known, strings.ToLower(f.Name))
	}
	if len(known) == 0 {
		return fmt.Errorf("%q: nothing may follow here", name)
	}
	return fmt.Errorf("%q is none of %s", name, strings.Join(known, ", "))
}

func setValue(v reflect.Value, text string) (err error) {
	switch x := v.Addr().Interface().(type) {
	case *netip.Addr:
		*x, err = netip.ParseAddr(text)
		return err
	case *time.Duration:
		*x, err = time.ParseDuration(text)
		return err
	case *[]byte:
		*x, err = hex.DecodeString(text)
		return err
	case **rsa.PrivateKey:
		der, err := hex.DecodeString(text)
		if err != nil {
			return err
		}
		*x, err = x509.ParsePKCS1PrivateKey(der)
		return err
	case *ike.Answer:
		x.ID, err = strconv.ParseUint(text, 10, 64)
		return err
	case *modes.SSHCiphers, *modes.Usage:
		return json.Unmarshal([]byte(text), x)
	}
	switch v.Kind() {
	case reflect.Bool:
		if text != "" {
			return errors.New("this stands alone, without a value")
		}
		v.SetBool(true)
	case reflect.String:
		v.SetString(text)
	case reflect.Int, reflect.Int64:
		n, err := strconv.ParseInt(text, 10, v.Type().Bits())
		v.SetInt(n)
		return err
	case reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		n, err := strconv.ParseUint(text, 10, v.Type().Bits())
		v.SetUint(n)
		return err
	}
	return nil
}
