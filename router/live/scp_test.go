package live

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// openSCP runs OpenSSH's scp by its original protocol until it ends. R: stands for the
// router.
func openSCP(t *testing.T, address, user, password string, args ...string) (out string, status int) {
	t.Helper()
	host, port, _ := strings.Cut(address, ":")
	for i, arg := range args {
		if path, ok := strings.CutPrefix(arg, "R:"); ok {
			args[i] = user + "@" + host + ":" + path
		}
	}
	return runOpenSSH(t, "scp", password, nil, append([]string{"-O", "-P", port}, args...)...)
}

func TestSCPCopiesThereAndBack(t *testing.T) {
	r := start(t, Options{NVRAM: startup(withUsers + "\nip scp server enable\n")})
	folder := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	copied := func(want string, args ...string) {
		t.Helper()
		out, status := openSCP(t, r.ssh, "admin", "wonderland", args...)
		if status != 0 && want == "" || status == 0 && want != "" || !strings.Contains(out, want) {
			t.Errorf("scp %q: status %d, want %q:\n%s", args, status, want, out)
		}
	}
	back := filepath.Join(folder, "back")
	holds := func(want string) {
		t.Helper()
		if text, err := os.ReadFile(back); err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%q came back (%v), want %q", text, err, want)
		}
	}

	binary := file("binary", "\x00\x01\xff\r\n\x00"+strings.Repeat("long ", 50000))
	copied("", "-p", binary, "R:flash:/image")
	copied("", "R:flash:/image", back)
	holds("\x00\x01\xff\r\n\x00long ")
	copied("", file("empty", ""), "R:flash:")
	copied("", "R:flash:empty", back)
	copied("", file("merge", "hostname R7\n"), "R:running-config")
	copied("", "R:running-config", back)
	holds("\nhostname R7\n")
	copied("", "R:system:running-config", back)
	copied("", file("saved", "hostname R9\nend\n"), "R:nvram:startup-config")
	copied("", "R:startup-config", back)
	holds("hostname R9\n")

	copied(`line 2, "frobnicate": Invalid input detected`, file("faulty", "hostname R8\nfrobnicate\n"), "R:running-config")
	copied("", "R:running-config", back)
	holds("\nhostname R8\n") // the other lines are in
	copied("No such file or directory", "R:flash:/nothing", back)
	copied("No such file or directory", binary, "R:flash:/no/folder")
	copied("No such device", binary, "R:slot9:/x")
	copied("not supported", "-r", folder, "R:flash:/tree")
}

func TestSCPIsForThoseWhoMay(t *testing.T) {
	off := start(t, Options{NVRAM: startup(withUsers)})
	on := start(t, Options{NVRAM: startup(withUsers + "\nip scp server enable\n")})
	back := filepath.Join(t.TempDir(), "back")
	for _, c := range []struct{ address, user, password, want string }{
		{off.ssh, "admin", "wonderland", "Administratively disabled."},
		{on.ssh, "guest", "rabbit", "Privilege denied."},
		{on.ssh, "guest", "hare", "Permission denied"},
	} {
		for _, args := range [][]string{{"R:running-config", back}, {os.Args[0], "R:flash:/x"}} {
			out, status := openSCP(t, c.address, c.user, c.password, append([]string{"-o", "NumberOfPasswordPrompts=1"}, args...)...)
			if status == 0 || !strings.Contains(out, c.want) {
				t.Errorf("%s: status %d, want %q:\n%s", c.user, status, c.want, out)
			}
		}
	}
}
