package access

import (
	"testing"
)

func TestSSHKeyStringRefusals(t *testing.T) {
	for _, data := range []string{"", "what is this", "ssh-rsa", "AAAAB3NzaC1yc2EAAAADAQABAAABAQ==", "ssh-rsa AAAAB3NzaC1yc2E"} {
		if k, err := readSSHKey(data); err == nil {
			t.Errorf("%q is taken for %+v", data, k)
		}
	}
}
