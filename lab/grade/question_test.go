package grade

import "testing"

// What may be answered: one of the choices, or several where the question asks for several.
func TestChoices(t *testing.T) {
	one := Question{Choices: []string{"no-key", "Wales and Sons", "link-cut"}}
	several := one
	several.Several = true
	for _, c := range []struct {
		reply        string
		one, several bool
	}{
		{"no-key", true, true}, {" NO-key ", true, true}, {"no-kei", false, false}, {"", false, false},
		{"no-key+link-cut", false, true}, {"no-key, link-cut", false, true}, {"no-key and link-cut", false, true},
		{"no-key+no-kei", false, false}, {"no-key+", false, false},
	} {
		if one.isChoice(c.reply) != c.one || several.isChoice(c.reply) != c.several {
			t.Errorf("%q: %v, %v", c.reply, one.isChoice(c.reply), several.isChoice(c.reply))
		}
	}
	free := Question{}
	if !free.isChoice("anything") {
		t.Error("a question without choices takes anything")
	}
}
