package handin

import (
	"strings"
	"testing"

	"ruthere/lab"
	"ruthere/lab/grade"
)

var twoRouters = &grade.Assignment{Topology: &lab.Topology{Routers: []lab.Router{{Name: "Router"}, {Name: "Peer"}}}}

// What is taken for what, and what is said of the rest.
func TestRead(t *testing.T) {
	for _, c := range []struct{ files, taken, problems string }{
		{"Router.cfg", "Router", ""},
		{"router.CFG peer-confg", "Router Peer", ""},
		{"Peer.txt essay.doc", "Peer", ""},
		{"Switch.cfg", "", "Switch.cfg: there is no router Switch in this lab; configurations are called Router.cfg, Peer.cfg"},
		{"Router.cfg Router.txt", "Router", "Router.txt: this is a second configuration of Router; it is not used"},
		{"Router.cfg.txt", "Router", ""},
		{"Router(1).cfg Peer-running-config.txt", "Router Peer", ""},
		{"Router-startup-config.txt.txt Peer_config(12).TXT", "Router Peer", ""},
		{"router.running.cfg ._Router.cfg .DS_Store", "Router", ""},
		{"Router2.cfg", "", "Router2.cfg: there is no router Router2 in this lab"},
		{"a.transcript", "a.transcript", ""},
		{"a.transcript b.transcript", "a.transcript", "b.transcript: this is a second transcript; it is not typed"},
		{"Router.cfg a.transcript", "Router a.transcript", ""},
		{"my.run", "", "my.run: this is no run"},
		{"essay.doc .cfg", "", "there is nothing here to grade: "},
		{"", "", "there is nothing here to grade: "},
	} {
		var files []File
		for _, name := range strings.Fields(c.files) {
			files = append(files, File{"folder/" + name, "hostname X\n"})
		}
		answer, problems := Read(twoRouters, "anna", files)
		var taken []string
		for _, one := range answer.Startup {
			taken = append(taken, one.Router)
		}
		if answer.Transcript != nil {
			taken = append(taken, strings.TrimPrefix(answer.Transcript.Name, "folder/"))
		}
		if got := strings.Join(taken, " "); got != c.taken || answer.Student != "anna" {
			t.Errorf("%s: %q is taken, of %q; want %q", c.files, got, answer.Student, c.taken)
		}
		said := ""
		for _, p := range problems {
			said += strings.TrimPrefix(p.String(), "folder/")
		}
		if !strings.HasPrefix(said, c.problems) || c.problems == "" && said != "" {
			t.Errorf("%s: it says %q, want %q", c.files, said, c.problems)
		}
	}
}

// Answers are words by keys; what else a file may hold is told, with its line, and is never followed.
func TestReplies(t *testing.T) {
	for text, want := range map[string]string{
		"a: 3des\nb: 14\n": "a=3des b=14",
		"a: 'x y'\na: z":   "a=x y a=z",
		"a: yes\nb: 1.50":  "a=yes b=1.50",
		"a: [x]":           "! line 1: an answer is one word or text, such as encryption: 3des",
		"a: x\nb: {c: d}":  "a=x ! line 2: an answer is one word or text, such as encryption: 3des",
		"a: &x y\nb: *x":   "a=y ! line 2: an answer is one word or text, such as encryption: 3des",
		"- a":              "! answers are lines such as encryption: 3des",
		"3des":             "! answers are lines such as encryption: 3des",
		"":                 "! nothing is answered",
		"a: b: c":          "! mapping values are not allowed in this context",
		"\x00":             "! control characters are not allowed",
	} {
		answer, problems := Read(twoRouters, "", []File{{"answers.yaml", text}})
		var got []string
		for _, r := range answer.Replies {
			got = append(got, r.Key+"="+r.Text)
		}
		for _, p := range problems {
			got = append(got, "! "+p.Text)
		}
		if all := strings.Join(got, " "); all != want {
			t.Errorf("%q: %s, want %s", text, all, want)
		}
	}
}

// A configuration is read as editors save it, and as it is copied from a terminal.
func TestSaved(t *testing.T) {
	printed := "Router#show run\r\nBuilding configuration...\r\n\r\nCurrent configuration : 12 bytes\r\nhostname X\r\nend\r\nRouter#"
	for text, want := range map[string]string{
		"\ufeffhostname X\n":       "hostname X\n",
		"\xff\xfeh\x00i\x00\n\x00": "hi\n",
		printed:                    "\n\n\nCurrent configuration : 12 bytes\r\nhostname X\r\nend\r\nRouter#",
	} {
		answer, problems := Read(twoRouters, "", []File{{"Router.cfg", text}})
		if len(problems) > 0 || len(answer.Startup) != 1 || answer.Startup[0].Text != want {
			t.Errorf("%q: %v, %v; want %q", text, answer.Startup, problems, want)
		}
	}
}

// What is no text is no configuration, and a run is the whole answer.
func TestBytes(t *testing.T) {
	if answer, problems := Read(twoRouters, "", []File{{"Router.cfg", "\xff\x00\xfe"}}); len(answer.Startup) != 0 || len(problems) != 1 {
		t.Errorf("%v, %v", answer, problems)
	}
}
