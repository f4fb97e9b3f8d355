package interop

import (
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// An office is a folder of keys and certificates of one size of keys.
type office struct {
	t   *testing.T
	dir string
}

// offices are made once for each size of keys.
var (
	offices     = map[int]*office{}
	officesLock sync.Mutex
)

func officeOf(t *testing.T, bits int) *office {
	officesLock.Lock()
	defer officesLock.Unlock()
	if offices[bits] != nil {
		return &office{t, offices[bits].dir}
	}
	o := &office{t, filepath.Join(scratch, fmt.Sprint("office", bits))}
	if err := os.MkdirAll(o.dir, 0o700); err != nil {
		t.Fatal(err)
	}
	o.key("root", 2048)
	o.key("foreign-root", 2048)
	o.key("middle", 2048)
	o.key("router", bits)
	o.key("peer", bits)
	for _, name := range []string{"root", "foreign-root"} {
		o.make(name+".pem", "pki", "--self", "--ca", "--in", o.file(name+"-key.pem"), "--type", "rsa", "--dn", "O=lab, CN=Root",
			"--lifetime", "10", "--outform", "pem")
	}
	o.issue("middle", "root", "middle", "O=lab, CN=Middle", "", "--ca", "--pathlen", "0", "--lifetime", "9")
	for who, addr := range map[string]string{"router": dutAddr, "peer": peerAddr} {
		for _, issuer := range []string{"root", "middle", "foreign-root"} {
			o.issue(who+"-"+issuer, issuer, who, "O=lab, CN="+who, addr, "--lifetime", "8")
		}
		o.issue(who+"-expired", "root", who, "O=lab, CN="+who, addr, "--dateform", "%Y-%m-%d", "--not-before", "2020-01-01", "--not-after",
			"2021-01-01")
		o.issue(who+"-group", "root", who, "O=lab, OU=EZ, CN="+who, addr, "--lifetime", "8")
		o.issue(who+"-revoked", "root", who, "O=lab, CN="+who, addr, "--lifetime", "8")
	}
	o.make("crl.pem", "pki", "--signcrl", "--cacert", o.file("root.pem"), "--cakey", o.file("root-key.pem"), "--reason", "key-compromise",
		"--cert", o.file("router-revoked.pem"), "--lifetime", "8", "--outform", "pem")
	offices[bits] = o
	return o
}

func (o *office) file(name string) string { return filepath.Join(o.dir, name) }

// make has a command write a file.
func (o *office) make(name string, words ...string) {
	o.t.Helper()
	c := exec.Command(words[0], words[1:]...)
	out, err := c.Output()
	if err != nil {
		o.t.Fatalf("%v: %v", words, err)
	}
	if err := os.WriteFile(o.file(name), out, 0o600); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) key(name string, bits int) {
	o.t.Helper()
	o.make(name+"-key.pem", "openssl", "genrsa", fmt.Sprint(bits))
}

func (o *office) issue(name, issuer, key, dn, addr string, more ...string) {
	o.t.Helper()
	words := []string{"pki", "--issue", "--in", o.file(key + "-key.pem"), "--type", "rsa", "--cacert", o.file(issuer + ".pem"), "--cakey",
		o.file(issuer + "-key.pem"), "--dn", dn, "--outform", "pem"}
	if addr != "" {
		words = append(words, "--san", addr)
	}
	o.make(name+".pem", append(words, more...)...)
}

// certificate is the name of who's certificate in a test.
func (c certificateTest) certificate(who, kind string) string {
	switch {
	case kind == "foreign":
		return who + "-foreign-root"
	case kind != "":
		return who + "-" + kind
	case c.path != "":
		return who + "-" + c.path
	}
	return who + "-root"
}

// peerFolder is what strongSwan has: its key and certificate, the authorities, the list of what was revoked.
func (o *office) peerFolder(c certificateTest) string {
	o.t.Helper()
	dir := o.t.TempDir()
	put := func(to, from string) {
		data, err := os.ReadFile(o.file(from))
		if err == nil {
			err = os.MkdirAll(filepath.Join(dir, filepath.Dir(to)), 0o700)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, to), data, 0o600)
		}
		if err != nil {
			o.t.Fatal(err)
		}
	}
	put("x509ca/root.pem", "root.pem")
	if c.path == "middle" {
		put("x509ca/middle.pem", "middle.pem")
	}
	if c.peer == "foreign" {
		put("x509ca/foreign.pem", "foreign-root.pem")
	}
	put("x509/peer.pem", c.certificate("peer", c.peer)+".pem")
	put("private/peer.pem", "peer-key.pem")
	if c.path == "" {
		put("x509crl/crl.pem", "crl.pem")
	}
	return dir
}

// archive is the router's key with its chain, in base 64.
func (o *office) archive(c certificateTest) []string {
	o.t.Helper()
	chain := filepath.Join(o.t.TempDir(), "chain.pem")
	root, err := os.ReadFile(o.file("root.pem"))
	if err != nil {
		o.t.Fatal(err)
	}
	if c.path == "middle" {
		middle, err := os.ReadFile(o.file("middle.pem"))
		if err != nil {
			o.t.Fatal(err)
		}
		root = append(middle, root...)
	}
	if err := os.WriteFile(chain, root, 0o600); err != nil {
		o.t.Fatal(err)
	}
	out, err := exec.Command("openssl", "pkcs12", "-export", "-inkey", o.file("router-key.pem"),
		"-in", o.file(c.certificate("router", c.router)+".pem"), "-certfile", chain, "-passout", "pass:archive").Output()
	if err != nil {
		o.t.Fatal(err)
	}
	text := base64.StdEncoding.EncodeToString(out)
	var lines []string
	for len(text) > 64 {
		lines, text = append(lines, text[:64]), text[64:]
	}
	return append(lines, text)
}

// enroll pastes the router's archive at its console, and has nobody ask for lists unless the test says otherwise.
func (c certificateTest) enroll(console *Console, archive []string) {
	console.t.Helper()
	console.Run("configure terminal")
	mark := console.Mark()
	console.Type("crypto pki import TP pkcs12 terminal archive")
	for _, line := range archive {
		console.Type(line)
	}
	console.Type("quit")
	console.ExpectAfter(mark, 10*time.Second, `Imported PKCS12 file successfully`)
	for _, line := range append([]string{"crypto pki trustpoint TP", "revocation-check none", "crypto isakmp policy 1",
		"authentication rsa-sig"}, c.lines...) {
		console.Run(strings.TrimSpace(line))
	}
	console.Run("end")
	for _, line := range c.exec {
		console.Run(line)
	}
}

// StartResponder runs OpenSSL's OCSP responder in the peer's namespace, as the root, which calls the peer's certificate what the test says.
func (l *Lab) StartResponder(o *office, c certificateTest) {
	l.t.Helper()
	out, err := exec.Command("openssl", "x509", "-in", o.file(c.certificate("peer", c.peer)+".pem"), "-noout", "-serial").Output()
	if err != nil {
		l.t.Fatal(err)
	}
	_, serial, _ := strings.Cut(strings.TrimSpace(string(out)), "=")
	since := map[string]string{"R": "200101000000Z"}[c.responder]
	index := filepath.Join(l.t.TempDir(), "index.txt")
	line := strings.Join([]string{c.responder, "400101000000Z", since, serial, "unknown", "/O=lab/CN=peer"}, "\t") + "\n"
	if err := os.WriteFile(index, []byte(line), 0o600); err != nil {
		l.t.Fatal(err)
	}
	l.startServer("OpenSSL", []string{"-Hltn", "sport", "=", ":2560"}, "openssl", "ocsp", "-port", "2560", "-index", index, "-CA",
		o.file("root.pem"), "-rsigner", o.file("root.pem"), "-rkey", o.file("root-key.pem"), "-ndays", "1")
}
