package live

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ruthere/crypto/keypair"
)

// withUsers is a configuration that lets two users in.
const withUsers = `hostname R1
enable secret topsecret
username admin privilege 15 password wonderland
username guest password rabbit
line vty 0 4
 login local
 transport input ssh telnet
`

// openSSH runs OpenSSH's client until it ends, with what is typed at its input.
func openSSH(t *testing.T, address, user, password, input string, args ...string) (out string, status int) {
	t.Helper()
	host, port, _ := strings.Cut(address, ":")
	out, status = runOpenSSH(t, "ssh", password, strings.NewReader(input), append([]string{"-p", port, "-l", user, host}, args...)...)
	return strings.ReplaceAll(out, "\r\n", "\n"), status
}

// runOpenSSH runs one of OpenSSH's programs until it ends. It trusts any host, reads no
// configuration, and has the password to give when it asks.
func runOpenSSH(t *testing.T, program, password string, input io.Reader, args ...string) (out string, status int) {
	t.Helper()
	client, err := exec.LookPath(program)
	if err != nil {
		t.Skipf("OpenSSH's %s is not here", program)
	}
	askpass := filepath.Join(t.TempDir(), "askpass")
	if err := os.WriteFile(askpass, []byte("#!/bin/sh\nprintf '%s\\n' \"$PASSWORD\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	args = append([]string{"-F", "none", "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
		"-o", "LogLevel=ERROR", "-o", "IdentitiesOnly=yes"}, args...)
	c := exec.CommandContext(ctx, client, args...)
	c.Env = append(os.Environ(), "SSH_ASKPASS="+askpass, "SSH_ASKPASS_REQUIRE=force", "DISPLAY=none", "PASSWORD="+password)
	c.Stdin = input
	var both bytes.Buffer
	c.Stdout, c.Stderr = &both, &both
	_ = c.Run()
	if ctx.Err() != nil {
		t.Fatalf("the client did not end; it said:\n%s", both.String())
	}
	return both.String(), c.ProcessState.ExitCode()
}

func TestOpenSSHRunsOneCommand(t *testing.T) {
	r := start(t, Options{NVRAM: startup(withUsers)})
	for _, c := range []struct {
		user, password, command string
		status                  int
		want                    string
	}{
		{"admin", "wonderland", "show privilege", 0, "Current privilege level is 15\n"},
		{"guest", "rabbit", "show privilege", 0, "Current privilege level is 1\n"},
		{"guest", "rabbit", "show running-config", 0, "% Invalid input detected at '^' marker."},
		{"guest", "hare", "show privilege", 255, "Permission denied"},
		{"nobody", "rabbit", "show privilege", 255, "Permission denied"},
	} {
		out, status := openSSH(t, r.ssh, c.user, c.password, "", "-o", "NumberOfPasswordPrompts=1", c.command)
		if status != c.status || !strings.Contains(out, c.want) {
			t.Errorf("%s %q: status %d, want %d with %q:\n%s", c.user, c.command, status, c.status, c.want, out)
		}
	}
}

// Commands that come from a pipe are echoed after their prompts, and none is lost.
func TestOpenSSHTakesCommandsFromAPipe(t *testing.T) {
	r := start(t, Options{NVRAM: startup(withUsers)})
	out, status := openSSH(t, r.ssh, "guest", "rabbit", "enable\ntopsecret\nconfigure terminal\nhostname R2\nend\n"+
		"show running-config | include ^hostname\nexit\n")
	if want := "R2#show running-config | include ^hostname\nhostname R2\nR2#exit\n"; status != 0 || !strings.Contains(out, want) {
		t.Errorf("status %d, no %q in\n%s", status, want, out)
	}
	if !strings.Contains(out, "R1>enable\nPassword: \nR1#configure terminal\n") {
		t.Errorf("no enable dialogue in\n%s", out)
	}
}

// What show ssh and show ip ssh tell is so: the client asked for these algorithms, and
// knows the key.
func TestShowSSH(t *testing.T) {
	r := start(t, Options{NVRAM: startup(withUsers + "ip ssh time-out 60\n")})
	asked := []string{"-o", "Ciphers=aes192-ctr", "-o", "MACs=hmac-sha2-512"}
	out, _ := openSSH(t, r.ssh, "admin", "wonderland", "", append(asked, "show ssh")...)
	for _, way := range []string{"IN ", "OUT"} {
		if want := "0          2.0     " + way + "  aes192-ctr  hmac-sha2-512 Session started       admin\n"; !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	out, _ = openSSH(t, r.ssh, "admin", "wonderland", "", "show ip ssh")
	for _, want := range []string{"SSH Enabled - version 1.99\n",
		"Authentication timeout: 60 secs; Authentication retries: 3\n", "\nssh-rsa AAAAB3NzaC1yc2E"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
}

// keyPair makes a key of OpenSSH's, and returns its file and the public half.
func keyPair(t *testing.T, kind string) (file, public string) {
	t.Helper()
	if _, err := exec.LookPath("ssh-keygen"); err != nil {
		t.Skip("ssh-keygen is not here")
	}
	file = filepath.Join(t.TempDir(), "id")
	if out, err := exec.Command("ssh-keygen", "-q", "-t", kind, "-N", "", "-f", file).CombinedOutput(); err != nil {
		t.Fatalf("ssh-keygen: %v\n%s", err, out)
	}
	text, err := os.ReadFile(file + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	return file, string(text)
}

func TestOpenSSHWithAPublicKey(t *testing.T) {
	for _, kind := range []string{"rsa", "ed25519"} {
		t.Run(kind, func(t *testing.T) {
			file, public := keyPair(t, kind)
			words := strings.Fields(public)
			r := start(t, Options{NVRAM: startup(withUsers + "ip ssh pubkey-chain\n username admin\n  key-string\n" +
				words[1][:60] + "\n" + words[1][60:] + "\n  exit\n")})
			if out, status := openSSH(t, r.ssh, "admin", "", "", "-i", file, "-o", "BatchMode=yes", "show privilege"); status != 0 ||
				out != "Current privilege level is 15\n" && out != "\nCurrent privilege level is 15\n" {
				t.Errorf("status %d: %q", status, out)
			}
			if out, status := openSSH(t, r.ssh, "guest", "", "", "-i", file, "-o", "BatchMode=yes", "show privilege"); status != 255 {
				t.Errorf("another's key lets guest in: %q", out)
			}
		})
	}
}

// Algorithms of old are there only if the configuration asks for them.
func TestOpenSSHWithOldAlgorithms(t *testing.T) {
	const old = "ip ssh server algorithm encryption aes128-cbc 3des-cbc\nip ssh server algorithm mac hmac-sha1\n" +
		"ip ssh server algorithm kex diffie-hellman-group14-sha1\nip ssh server algorithm hostkey ssh-rsa\n"
	asked := []string{"-o", "Ciphers=aes128-cbc", "-o", "MACs=hmac-sha1", "-o", "KexAlgorithms=diffie-hellman-group14-sha1",
		"-o", "HostKeyAlgorithms=ssh-rsa", "show privilege"}
	for name, c := range map[string]struct {
		more   string
		status int
	}{"not asked for": {"", 255}, "asked for": {old, 0}} {
		t.Run(name, func(t *testing.T) {
			r := start(t, Options{NVRAM: startup(withUsers + c.more)})
			if out, status := openSSH(t, r.ssh, "admin", "wonderland", "", asked...); status != c.status {
				t.Errorf("status %d, want %d: %s", status, c.status, out)
			}
		})
	}
}

// Without a key nobody comes by SSH; with one that is made at the console clients do, and
// they see that one, after a reload too.
func TestSSHServesTheKeyThatWasMade(t *testing.T) {
	nvram := startup(withUsers + "ip domain name lab.example\n")
	r := start(t, Options{NVRAM: nvram})
	for _, line := range []string{"enable", "topsecret", "configure terminal", "crypto key zeroize rsa", "yes"} {
		if _, err := io.WriteString(r.typing, line+"\n"); err != nil {
			t.Fatal(err)
		}
	}
	r.expect("%SSH-5-DISABLED: SSH 1.99 has been disabled")
	if out, status := openSSH(t, r.ssh, "admin", "wonderland", "", "show privilege"); status != 255 {
		t.Errorf("without a key: status %d: %s", status, out)
	}
	for _, line := range []string{"crypto key generate rsa modulus 1024", "do write memory"} {
		if _, err := io.WriteString(r.typing, line+"\n"); err != nil {
			t.Fatal(err)
		}
		r.expect("[OK]")
	}
	out, status := openSSH(t, r.ssh, "admin", "wonderland", "", "show ip ssh")
	if want := "IOS Keys in SECSH format(ssh-rsa, base64 encoded)"; status != 0 || !strings.Contains(out, want) {
		t.Errorf("status %d, no %q in\n%s", status, want, out)
	}
	ring, err := keypair.Parse(nvram.private)
	if err != nil || len(ring) != 1 || ring[0].Key.N.BitLen() != 1024 {
		t.Errorf("kept: %d keys, %v", len(ring), err)
	}
}

func TestVersionOneIsRefusedInItsOwnWords(t *testing.T) {
	r := start(t, Options{NVRAM: startup(withUsers + "ip ssh version 1\n")})
	out, status := openSSH(t, r.ssh, "admin", "wonderland", "", "-o", "LogLevel=INFO", "show privilege")
	if status != 255 || !strings.Contains(out, "major versions differ") {
		t.Errorf("status %d: %s", status, out)
	}
	r.notices.wait(t, 0, "only version 2 is spoken")
}

// ip ssh logging events tells of a session what the client knows of it.
func TestSSHEventsAreLogged(t *testing.T) {
	r := start(t, Options{NVRAM: startup(withUsers + "ip ssh logging events\n")})
	out, status := openSSH(t, r.ssh, "admin", "wonderland", "", "-o", "Ciphers=aes192-ctr", "-o", "MACs=hmac-sha2-512", "show privilege")
	if status != 0 {
		t.Fatalf("status %d: %s", status, out)
	}
	const with = "127.0.0.1 (tty = 0) using crypto cipher 'aes192-ctr', hmac 'hmac-sha2-512' Succeeded"
	r.expect("%SSH-5-SSH2_SESSION: SSH2 Session request from " + with)
	r.expect("%SSH-5-SSH2_USERAUTH: User 'admin' authentication for SSH2 Session from " + with)
	r.expect("%SSH-5-SSH2_CLOSE: SSH2 Session from 127.0.0.1 (tty = 0) for user 'admin' " +
		"using crypto cipher 'aes192-ctr', hmac 'hmac-sha2-512' closed")
}

// A script that asks for JSON gets one object, and nothing else on its standard output.
func TestOpenSSHGivesJSON(t *testing.T) {
	r := start(t, Options{NVRAM: startup(withUsers)})
	out, status := openSSH(t, r.ssh, "guest", "rabbit", "", "-o", "LogLevel=ERROR", "show interfaces | json")
	var answer struct {
		Schema     int
		Interfaces []struct{ Name string }
	}
	if at := strings.Index(out, "{"); status != 0 || at < 0 || strings.TrimSpace(out[:at]) != "" {
		t.Fatalf("status %d:\n%s", status, out)
	}
	if err := json.Unmarshal([]byte(out), &answer); err != nil || answer.Schema != 1 || answer.Interfaces == nil {
		t.Errorf("%v, %+v in\n%s", err, answer, out)
	}
}
