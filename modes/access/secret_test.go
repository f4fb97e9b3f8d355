package access

import (
	"testing"
	"time"
)

func TestSecrets(t *testing.T) {
	for _, c := range []struct{ stored, typed string }{
		{"$1$mERr$hx5rVt7rPNoS4wqbXKX7m0", "cisco"},
		{"2btjjy78REtmYkkW0csHUbJZOstRXoWdX1mGrmmfeHI", "hashcat"},
		{"$8$TnGX/fE4KGHOVU$pEhnEvxrvaynpi8j4f.EMHr6M.FzU8xnZnBr/tJdFWk", "hashcat"},
		{"$9$2MJBozw/9R3UsU$2lFhcKvpghcyw8deP25GOfyZaagyUOGBymkryvOdfo6", "hashcat"},
		{hashSecret(5, "one", "R1", time.Time{}), "one"},
		{hashSecret(8, "two", "R1", time.Time{}), "two"},
		{hashSecret(9, "three", "R1", time.Time{}), "three"},
	} {
		if !MatchesSecret(c.stored, c.typed) || MatchesSecret(c.stored, c.typed+"x") {
			t.Errorf("%s does not tell %q from others", c.stored, c.typed)
		}
	}
	if got := reveal("7 0822455D0A16"); got != "cisco" {
		t.Errorf("type 7 text reads as %q", got)
	}
	if got := reveal(obfuscate("a b", 7)); got != "a b" {
		t.Errorf("obfuscated and revealed: %q", got)
	}
}
