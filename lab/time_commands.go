package lab

import (
	"fmt"
	"strings"
	"time"
)

// defaultPatience is how long `until` waits for what it is not told to wait for otherwise.
const defaultPatience = time.Hour

const untilCommand = "until"

// timeCommands are the lab commands that steer time.
func timeCommands() []command {
	return []command{
		{"pause", "", "stop the clock of the lab", nil, rateCommand(Paused), 0, 0, nil},
		{"resume", "", "let time pass as it does outside", nil, rateCommand(RealTime), 0, 0, nil},
		{"speed", "xN | max", "let time pass N times as fast (x10, x0.5), or as fast as it can", nil, runSpeed, 1, 1, nil},
		{"step", "[N]", "do the next thing, or N things, say what it is, and stop the clock", nil, runStep, 0, 1, nil},
		{"run", "TIME", "let TIME pass as fast as it can, such as 10s or 5m", nil, runRun, 1, 1, nil},
		{untilCommand, "CONDITION [within TIME]", "let time pass until something is so (until help lists what); an hour at most unless told", nil,
			runUntilCommand, 1, manyWords, nil},
	}
}

func rateCommand(r Rate) func(*Lab, []string) (string, error) {
	return func(l *Lab, _ []string) (string, error) {
		l.request(func() error { l.changeRate(r); return nil })
		return "", nil
	}
}

// changeRate sets the rate and says so; what time is being run to is given up.
func (l *Lab) changeRate(r Rate) {
	l.Stop()
	l.setRate(r)
	if r == Paused {
		l.options.Notice("paused at " + l.now.Format(clockForm))
		return
	}
	l.options.Notice("speed " + r.String() + " from " + l.now.Format(clockForm))
}

func runSpeed(l *Lab, args []string) (string, error) {
	r, err := ParseRate(args[0])
	if err != nil {
		return "", err
	}
	return rateCommand(r)(l, nil)
}

func runRun(l *Lab, args []string) (string, error) {
	d, err := parsePassing(args[0])
	if err != nil {
		return "", err
	}
	l.request(func() error { return l.pursue(&goal{by: l.now.Add(d), said: "run " + args[0]}) })
	return "", nil
}

// parsePassing reads how long time is to pass.
func parsePassing(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("%q is not a time such as 10s or 5m", text)
	}
	return d, nil
}

func runUntilCommand(l *Lab, args []string) (string, error) {
	if len(args) == 1 && (args[0] == "help") {
		return conditionPage(), nil
	}
	patience := defaultPatience
	if n := len(args); n > 2 && args[n-2] == "within" {
		var err error
		if patience, err = parsePassing(args[n-1]); err != nil {
			return "", err
		}
		args = args[:n-2]
	}
	text := strings.Join(args, " ")
	if at, err := l.timeOfDay(text); err == nil {
		if at.Before(l.now) {
			return "", fmt.Errorf("it is %s already", l.now.Format(clockForm))
		}
		l.request(func() error { return l.pursue(&goal{by: at, said: "until " + text}) })
		return "", nil
	}
	c, err := l.ParseCondition(text)
	if err != nil {
		return "", err
	}
	l.request(func() error { return l.pursue(&goal{by: l.now.Add(patience), when: c, said: text}) })
	return "", nil
}

// conditionPage lists what a condition may say.
func conditionPage() string {
	var b strings.Builder
	rows := [][2]string{{"15:47:35", "a time of day, or a date and a time"}}
	for _, k := range factKinds {
		rows = append(rows, [2]string{k.name + " " + k.arguments, k.help})
	}
	rows = append(rows, [2]string{"not C, C and C, C or C, (C)", "conditions of conditions"})
	for _, row := range rows {
		fmt.Fprintf(&b, "  %-40s %s\n", row[0], row[1])
	}
	return b.String()
}
