package ios

import (
	"testing"

	"ruthere/debuglog"
)

func TestSecretsAreRemoved(t *testing.T) {
	const shown = `hostname R1
enable secret 5 $1$abcd$6d5LsFlL0DLBk6bxYVTpw0
username admin privilege 15 secret 5 $1$abcd$6d5LsFlL0DLBk6bxYVTpw0
crypto isakmp key kd94j1ksldz address 10.2.80.209
  pre-shared-key address 192.0.2.9 key abc
 password 7 0822455D0A16
`
	const want = `hostname R1
enable secret 5 <removed>
username admin privilege 15 secret 5 <removed>
crypto isakmp key <removed> address 10.2.80.209
  pre-shared-key address 192.0.2.9 key <removed>
 password 7 <removed>
`
	if got := Language(debuglog.IOS15).RemoveSecrets(shown); got != want {
		t.Errorf("got\n%s", got)
	}
}
