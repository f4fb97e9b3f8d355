package access

import (
	"runtime"
	"strings"
	"testing"

	"ruthere/config"
)

func TestSecrets(t *testing.T) {
	for _, c := range []struct{ stored, typed string }{
		{"$1$mERr$hx5rVt7rPNoS4wqbXKX7m0", "cisco"},
		{"2btjjy78REtmYkkW0csHUbJZOstRXoWdX1mGrmmfeHI", "hashcat"},
		{"$8$TnGX/fE4KGHOVU$pEhnEvxrvaynpi8j4f.EMHr6M.FzU8xnZnBr/tJdFWk", "hashcat"},
		{"$9$2MJBozw/9R3UsU$2lFhcKvpghcyw8deP25GOfyZaagyUOGBymkryvOdfo6", "hashcat"},
		{hashSecret(5, "one", make([]byte, saltBytes)), "one"},
		{hashSecret(8, "two", make([]byte, saltBytes)), "two"},
		{hashSecret(9, "three", make([]byte, saltBytes)), "three"},
	} {
		if !matchesSecret(c.stored, c.typed) || matchesSecret(c.stored, c.typed+"x") {
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

// Whoever a login by name is for, it costs what the costliest secret costs, and a password of any length
// no more than one that fits a line. Scrypt allocates 2 MiB: so it can be seen whether it was asked.
func TestCostOfAPassword(t *testing.T) {
	c := &config.Config{Users: []config.User{
		{Name: "nine", Secret: hashSecret(9, "right", make([]byte, saltBytes))},
		{Name: "five", Secret: hashSecret(5, "right", make([]byte, saltBytes))},
		{Name: "clear", Password: "right"},
	}}
	for _, user := range []string{"nine", "five", "clear", "nobody"} {
		for _, password := range []string{"right", "wrong", strings.Repeat("x", 250_000)} {
			_, check := Verify(c, nil, config.MethodLocal, user, password)
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			ok := check()
			runtime.ReadMemStats(&after)
			if cost := (after.TotalAlloc - before.TotalAlloc) >> 20; cost != 2 {
				t.Errorf("%s with %d characters costs %d MiB, not the 2 of one secret of type 9", user, len(password), cost)
			}
			if want := user != "nobody" && password == "right"; ok != want {
				t.Errorf("%s with %.9s is let in: %v", user, password, ok)
			}
		}
	}
}

// Equal secrets have hashes of their own, for each draws a salt.
func TestSaltPerSecret(t *testing.T) {
	for _, kind := range []int{5, 8, 9} {
		one, other := make([]byte, saltBytes), make([]byte, saltBytes)
		other[0] = 1
		if a, b := hashSecret(kind, "same", one), hashSecret(kind, "same", other); a == b || secretType(a) != kind {
			t.Errorf("type %d: %s and %s", kind, a, b)
		}
	}
}
