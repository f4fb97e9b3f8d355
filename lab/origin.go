package lab

import (
	"errors"
	"io/fs"
	"strings"

	"gopkg.in/yaml.v3"
)

// An Origin is the text that a topology was read from, with the files that it names.
type Origin struct {
	Name, Text string
	Files      map[string]string // by the names under which they were read
}

// openedFiles are files that remember what was read of them.
type openedFiles struct {
	fs.FS
	read map[string]string
}

// RememberFiles makes files, which may be nil, remember what is read of them in read.
func RememberFiles(files fs.FS, read map[string]string) fs.FS {
	if files == nil {
		return nil
	}
	return openedFiles{files, read}
}

func (o openedFiles) ReadFile(name string) ([]byte, error) {
	data, err := fs.ReadFile(o.FS, name)
	if err == nil {
		o.read[name] = string(data)
	}
	return data, err
}

// origin is the text of a topology: that which it was read from, or, of routers alone, one that says as much.
func (t *Topology) origin() (Origin, error) {
	if t.Origin.Text != "" {
		return t.Origin, nil
	}
	if len(t.Hosts) > 0 || len(t.Links) > 0 {
		return Origin{}, errors.New("this lab was not read from a file, so it cannot be written down")
	}
	type routerText struct {
		Name       string
		IOS        string   `yaml:"ios"`
		Interfaces []string `yaml:",omitempty,flow"`
		Config     *string  `yaml:",omitempty"`
		Computing  string   `yaml:",omitempty"`
	}
	text := struct {
		Seed    string
		Clock   string
		Routers []routerText
	}{Seed: t.Seed, Clock: t.Clock.Format("2006-01-02T15:04:05.999999999Z07:00")}
	for _, r := range t.Routers {
		one := routerText{Name: r.Name, IOS: strings.ToLower(r.Release.String()), Interfaces: r.Interfaces}
		if r.HasConfig {
			one.Config = &r.Config
		}
		for word, c := range computings {
			if c == r.Computing.orElse(t.Computing) {
				one.Computing = word
			}
		}
		text.Routers = append(text.Routers, one)
	}
	data, err := yaml.Marshal(text)
	return Origin{Name: "lab", Text: string(data)}, err
}
