package live

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// withUsers is a configuration that lets two users in.
const withUsers = `hostname R1
enable secret topsecret
username admin privilege 15 password wonderland
username guest password rabbit
line vty 0 4
 login local
 transport input ssh telnet
end
`

// openSSH runs OpenSSH's client until it ends, with what is typed at its input.
func openSSH(t *testing.T, address, user, password, input string, args ...string) (out string, status int) {
	t.Helper()
	client, err := exec.LookPath("ssh")
	if err != nil {
		t.Skip("OpenSSH's client is not here")
	}
	askpass := filepath.Join(t.TempDir(), "askpass")
	if err := os.WriteFile(askpass, []byte("#!/bin/sh\nprintf '%s\\n' \"$PASSWORD\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	host, port, _ := strings.Cut(address, ":")
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	args = append([]string{"-F", "none", "-p", port, "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null",
		"-o", "LogLevel=ERROR", "-o", "IdentitiesOnly=yes", "-l", user, host}, args...)
	c := exec.CommandContext(ctx, client, args...)
	c.Env = append(os.Environ(), "SSH_ASKPASS="+askpass, "SSH_ASKPASS_REQUIRE=force", "DISPLAY=none", "PASSWORD="+password)
	c.Stdin = strings.NewReader(input)
	var both bytes.Buffer
	c.Stdout, c.Stderr = &both, &both
	_ = c.Run()
	if ctx.Err() != nil {
		t.Fatalf("the client did not end; it said:\n%s", both.String())
	}
	return strings.ReplaceAll(both.String(), "\r\n", "\n"), c.ProcessState.ExitCode()
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

// Commands that come from a pipe are echoed behind their prompts, and none is lost.
func TestOpenSSHTakesCommandsFromAPipe(t *testing.T) {
	r := start(t, Options{NVRAM: startup(withUsers)})
	out, status := openSSH(t, r.ssh, "guest", "rabbit", "enable\ntopsecret\nconfigure terminal\nhostname R2\nend\nshow running-config | include ^hostname\nexit\n")
	if want := "R2#show running-config | include ^hostname\nhostname R2\nR2#exit\n"; status != 0 || !strings.Contains(out, want) {
		t.Errorf("status %d, no %q in\n%s", status, want, out)
	}
	if !strings.Contains(out, "R1>enable\nPassword: \nR1#configure terminal\n") {
		t.Errorf("no enable dialogue in\n%s", out)
	}
}
