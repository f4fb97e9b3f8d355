package outline

import "testing"

func TestPrinted(t *testing.T) {
	const two = "Current configuration : 9 bytes\nend\nA#wr\nBuilding configuration...\n[OK]\nA#sh run\n"
	for text, want := range map[string]string{
		"hostname A\nend\n": "hostname A\nend\n",

		"banner motd ^C\nCurrent configuration of mine\n^C\nend\n": "banner motd ^C\nCurrent configuration of mine\n^C\nend\n",

		"A#show run\nBuilding configuration...\n\nCurrent configuration : 9 bytes": "\n\n\nCurrent configuration : 9 bytes",

		"A#show startup-config\r\nUsing 9 out of 262136 bytes\r\nend\r\nA#": "\nUsing 9 out of 262136 bytes\r\nend\r\nA#",

		two + "Current configuration : 8 bytes\nend\nA#": "\n\n\n\n\n\nCurrent configuration : 8 bytes\nend\nA#",
	} {
		if got := Printed(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
