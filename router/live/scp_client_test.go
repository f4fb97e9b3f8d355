package live

import (
	"bytes"
	"io"
	"net"
	"strings"
	"testing"

	"ruthere/router"
)

// A dialogue is what one types at a router's questions, and what the router shows.
type dialogue struct {
	*running
	prompt string
}

// hold types a line and then an answer at each question, and checks what came until the prompt.
func (d dialogue) hold(line string, answers []string, want ...string) {
	d.t.Helper()
	from := d.read
	for i, text := range append([]string{line}, answers...) {
		if i > 0 {
			question, answer, _ := strings.Cut(text, "|")
			d.expect(question)
			text = answer
		}
		if _, err := io.WriteString(d.typing, text+"\n"); err != nil {
			d.t.Fatal(err)
		}
	}
	d.expect(d.prompt)
	shown := d.shown.String()[from:d.read]
	for _, w := range want {
		if !strings.Contains(shown, w) {
			d.t.Errorf("%s:\n%s\nwant %q", line, shown, w)
		}
	}
	for _, secret := range []string{"wonderland", "looking-glass"} {
		if answered := strings.Join(answers, ""); strings.Contains(answered, secret) && strings.Contains(shown, secret) {
			d.t.Errorf("%s: the password is shown:\n%s", line, shown)
		}
	}
}

// copier is a live router, at its privileged prompt, beside one that has an SCP server; the run of it is written down.
func copier(t *testing.T) (port string, here dialogue, again func() (screen string)) {
	t.Helper()
	there := start(t, Options{NVRAM: startup(withUsers + "\nip scp server enable\n")})
	there.expect("R1>")
	_, port, _ = net.SplitHostPort(there.ssh)
	r, record, outputs := recorded(t, Options{NVRAM: startup("hostname Here\nend\n")})
	r.expect("Here>")
	r.run("enable", "Here#")
	return port, dialogue{r, "Here#"}, func() string {
		r.stop()
		return playAgain(t, record, *outputs)
	}
}

// From one live router to another and back by SCP; the run is done again without any server.
func TestCopyByScpThereAndBack(t *testing.T) {
	port, here, again := copier(t)
	host := "127.0.0.1:" + port
	here.hold("copy running-config scp://"+host, []string{"Destination username [Here]? |admin",
		"Destination filename [here-confg]? |one", "Password: |wonderland"},
		"Writing one \n", "! Sink: C0644 ", " bytes copied in ")
	here.hold("copy scp://"+host+" flash:", []string{"Source username [Here]? |admin",
		"Source filename []? |one", "Destination filename [one]? |back", "Password: |wonderland"},
		"\n Sending file modes: C0600 ", " one\n!\n", " bytes copied in ")
	here.hold("copy scp://admin:wonderland@"+host+"/one null:", nil, "\n Sending file modes: C0600 ", " bytes copied in ")
	here.hold("more scp://admin@"+host+"/one", []string{"Password: |wonderland"}, "\nhostname Here\n")
	here.hold("show privilege | redirect scp://admin@"+host+"/privilege", []string{"Password: |wonderland"}, "Sink: C0644 ", " privilege\n")
	here.hold("more scp://admin@"+host+"/privilege", []string{"Password: |wonderland"}, "\nCurrent privilege level is 15\n")
	here.hold("more flash:back", nil, "\nhostname Here\n")
	if shown := again(); !strings.Contains(shown, "Sink: C0644 ") || strings.Contains(shown, "\nPassword: wonderland") {
		t.Errorf("the screen of the run:\n%s", shown)
	}
}

// What a server refuses, or nobody answers, is said in the device's words; a copy can be broken off.
func TestCopyByScpThatFails(t *testing.T) {
	port, here, again := copier(t)
	host := "127.0.0.1:" + port
	nobody, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Skip(err)
	}
	nobody.Close()
	silent, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Skip(err)
	}
	defer silent.Close()
	to := "Destination filename [x]? |"
	here.hold("copy scp://admin@"+host+"/x flash:", []string{to, "Password: |looking-glass"},
		"%Error opening scp://*****:*****@"+host+"/x (Permission denied)")
	here.hold("copy scp://admin@"+host+"/x flash:", []string{to, "Password: |wonderland"}, "/x (No such file or directory)")
	here.hold("copy running-config scp://guest@"+host+"/x", []string{to, "Password: |rabbit"}, "/x (Privilege denied.)")
	here.hold("copy running-config scp://admin@"+host+"/no/x", []string{"[no/x]? |", "Password: |wonderland"},
		"/no/x (No such file or directory)")
	here.hold("copy scp: flash:", []string{"Address or name of remote host []? |127.0.0.9", "Source username [Here]? |",
		"Source filename []? |x", to, "Password: |rabbit"}, "%Error opening scp://*****:*****@127.0.0.9/x (")
	here.hold("copy scp://admin:wonderland@"+nobody.Addr().String()+"/x flash:", []string{to}, "/x (Connection refused)")

	if _, err := io.WriteString(here.typing, "copy scp://admin:wonderland@"+silent.Addr().String()+"/x null:\n"); err != nil {
		t.Fatal(err)
	}
	c, err := silent.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	here.driver.Do(router.Interrupt{}) // Ctrl-^
	here.expect("/x (Aborted)")
	here.expect("Here#")
	if _, err := io.Copy(io.Discard, c); err != nil && !strings.Contains(err.Error(), "reset") { // it was closed
		t.Error(err)
	}
	if shown := again(); !strings.Contains(shown, "(Permission denied)") || !strings.Contains(shown, "(Aborted)") {
		t.Errorf("the screen of the run:\n%s", shown)
	}
}

// What a far end may say, and what the router makes of it.
func TestScpFarEnd(t *testing.T) {
	const limit = 10
	for _, c := range []struct {
		name, says string
		send       bool
		data       string
		failed     string
		announced  string
	}{
		{name: "a file", says: "C0644 3 x\nabc\x00", data: "abc", announced: "C0644 3 x"},
		{name: "an empty file", says: "C0644 0 x\n\x00", announced: "C0644 0 x"},
		{name: "a file with its times", says: "T1 0 1 0\nC0644 1 x\na\x00", data: "a", announced: "C0644 1 x"},
		{name: "a name that moves the cursor", says: "C0644 1 \x1b[2Jx\na\x00", data: "a", announced: "C0644 1 [2Jx"},
		{name: "more than there is room for", says: "C0644 11 x\n", failed: "No space left on device"},
		{name: "a size below nothing", says: "C0644 -1 x\n", failed: "I/O error"},
		{name: "a line without a name", says: "C0644 1\n", failed: "I/O error"},
		{name: "a folder", says: "D0755 0 x\n", failed: "I/O error"},
		{name: "an empty line", says: "\n", failed: "I/O error"},
		{name: "a line without end", says: "C0644 " + strings.Repeat("1", 2*scpLine), failed: "bufio: buffer full"},
		{name: "an end in the file", says: "C0644 3 x\nab", failed: "EOF", announced: "C0644 3 x"},
		{name: "an end before it", failed: "EOF"},
		{name: "a known complaint", says: "\x01scp: /x: No such file or directory\n", failed: "No such file or directory"},
		{name: "a complaint after the file", says: "C0644 1 x\na\x01read error\n", failed: "read error", announced: "C0644 1 x"},
		{name: "a complaint without words", says: "\x02\x1b\n", failed: "I/O error"},
		{name: "a long one", says: "\x01" + strings.Repeat("long", 100) + "\n", failed: strings.Repeat("long", 20)},
		{name: "sent", send: true, says: "\x00\x00\x00"},
		{name: "refused at once", send: true, says: "\x01Administratively disabled.\n", failed: "Administratively disabled."},
		{name: "refused at the end", send: true, says: "\x00\x00\x01disk: No space left on device\n", failed: "No space left on device"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var sent bytes.Buffer
			var data, announced string
			var err error
			f := newSCPFarEnd(strings.NewReader(c.says), &sent, func(p router.SCPProgress) { announced += p.Announced })
			if c.send {
				err = f.send("x", "abc")
			} else {
				data, err = f.fetch(limit)
			}
			failed := ""
			if err != nil {
				failed = err.Error()
			}
			if failed != c.failed || err == nil && data != c.data || announced != c.announced {
				t.Errorf("%q, %q, announced %q", data, failed, announced)
			}
			if c.send && err == nil && sent.String() != "C0644 3 x\nabc\x00" {
				t.Errorf("%q was sent", &sent)
			}
		})
	}
}

// A path comes through a server's shell as it is.
func TestShellWord(t *testing.T) {
	for path, want := range map[string]string{"flash:/a-b_c.bin": "flash:/a-b_c.bin", "a b": "'a b'", "x;reboot": "'x;reboot'",
		"it's": `'it'\''s'`,
		"$(x)": "'$(x)'", "-r": "'-r'", "": "''", "é": "'é'"} {
		if got := shellWord(path); got != want {
			t.Errorf("%q: %s, want %s", path, got, want)
		}
	}
}
