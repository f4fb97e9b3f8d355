package modes

import (
	"testing"
	"time"

	"ruthere/parser"
)

type tuning struct {
	limit int
	wait  time.Duration
	kind  string
}

func kindChoice(byDefault string) Cmd[*tuning] {
	return Choice(`kind`, H{"kind": "Kind"}, byDefault, func(t *tuning) *string { return &t.kind },
		OptionOf("fast", "Fast", "F"), OptionOf("slow", "Slow", "S"))
}

// The line that says a default is one that the setting takes, or its `no` form.
func TestDefaultLineOfASetting(t *testing.T) {
	limit := func(t *tuning) *int { return &t.limit }
	wait := func(t *tuning) *time.Duration { return &t.wait }
	for _, test := range []struct {
		command Cmd[*tuning]
		want    string
	}{
		{Number(`limit number:<1-9>`, H{}, 5, limit), "limit 5"},
		{Number(`limit number:<1-9>`, H{}, 0, limit), "no limit"},
		{Number(`outer limit number:<1-9>`, H{}, 10, limit), "no outer limit"},
		{Number(`limit number:<1-9>`, H{}, 5, limit).WithoutDefaultLine(), ""},
		{Time(`wait minutes:<1-9>`, H{}, time.Minute, 2*time.Minute, wait), "wait 2"},
		{Time(`wait minutes:<1-9>`, H{}, time.Minute, 0, wait), "no wait"},
		{kindChoice("S"), "kind slow"},
		{kindChoice(""), "no kind"},
	} {
		if got := test.command.Default; got != test.want {
			t.Errorf("%s: the default is said by %q, want %q", test.command.Syntax, got, test.want)
		}
	}
}

// A value that was set is shown, one that equals the default is not, and `no` brings that back.
func TestSettingsSetShowUnset(t *testing.T) {
	target := &tuning{wait: time.Minute}
	wait := Time(`wait minutes:<1-9>`, H{}, time.Minute, time.Minute, func(t *tuning) *time.Duration { return &t.wait })
	for _, test := range []struct {
		command Cmd[*tuning]
		args    parser.Args
		want    tuning
		shown   int
	}{
		{wait, parser.Args{"minutes": 3}, tuning{wait: 3 * time.Minute}, 1},
		{wait, parser.Args{"minutes": 1}, tuning{wait: time.Minute}, 0},
		{kindChoice(""), parser.Args{"slow": true}, tuning{wait: time.Minute, kind: "S"}, 1},
	} {
		before := *target
		if err := test.command.Set(nil, target, test.args); err != nil || *target != test.want {
			t.Errorf("%s %v: %+v, %v, want %+v", test.command.Syntax, test.args, *target, err, test.want)
		}
		shown := test.command.Show(target)
		if len(shown) != test.shown {
			t.Errorf("%s %v is shown as %v", test.command.Syntax, test.args, shown)
		}
		for name, value := range test.args {
			if len(shown) == 1 && shown[0][name] != value {
				t.Errorf("%s: set with %v, shown as %v", test.command.Syntax, test.args, shown)
			}
		}
		if err := test.command.Unset(nil, target, nil); err != nil || *target != before && test.shown > 0 {
			t.Errorf("no %s: %+v, %v, want %+v", test.command.Syntax, *target, err, before)
		}
	}
}

// Of two choices of one value each shows what its own options say.
func TestTwoChoicesOfOneValue(t *testing.T) {
	other := Choice(`no kind`, H{}, "", func(t *tuning) *string { return &t.kind }, OptionOf("at-all", "None", "-"))
	target := &tuning{kind: "-"}
	if got := kindChoice("").Show(target); got != nil {
		t.Errorf("the choice without the option shows %v", got)
	}
	if got := other.Show(target); len(got) != 1 {
		t.Errorf("the choice with the option shows %v", got)
	}
	if err := other.Set(nil, target, parser.Args{}); err != nil || target.kind != "-" {
		t.Errorf("the only option gives %q, %v", target.kind, err)
	}
}

func TestNumberSyntaxThatIsNone(t *testing.T) {
	for _, syntax := range []string{`limit`, `limit number:WORD`, `limit [number:<1-9>]`, `limit number:<9-1>`, `limit number:<1-9> more`,
		`limit a:<1-9> b:<1-9>`} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%q is taken for the syntax of a number", syntax)
				}
			}()
			Number(syntax, H{}, 0, func(t *tuning) *int { return &t.limit })
		}()
	}
}
