package lab

import (
	"strings"
	"testing"
)

// What has become so, and when, in the life of the built-in lab: each line is waited for after
// those before it.
func TestConditions(t *testing.T) {
	o := observed(t, "lab.yaml", true)
	for _, c := range []struct{ line, want string }{
		{"until interface Router fa0/0 up", "15:17:02.003 interface Router fa0/0 up"},
		{"until 15:17:10", ""},
		{"until session Router Peer DOWN", "15:17:10.000 session Router Peer DOWN"},
		{"ping Inside Server", ""},
		{"until packet Router Peer main mode", "15:17:10.001 packet Router Peer main mode"},
		{"until isakmp Router 10.2.80.209 MM_KEY_EXCH", "isakmp Router 10.2.80.209 MM_KEY_EXCH"},
		{"until isakmp Router Peer QM_IDLE and sa Router Peer down", "QM_IDLE and sa Router Peer down"},
		{"until sa Router Peer up and sa Peer Router up", "sa Router Peer up and sa Peer Router up"},
		{"until session Peer Router UP-ACTIVE", "session Peer Router UP-ACTIVE"},
		{`until host Inside "4 answered"`, "15:17:12.073 host Inside"},
		{"until dpd Router Peer sent >= 3", "15:17:4"},
		{"until dpd Router Peer received >= 3", "15:17:4"},
		{"until packet Peer Router R_U_THERE_ACK", "packet Peer Router R_U_THERE_ACK"},
		{"cut Router Peer", ""},
		{"until dpd Router Peer missed = 2", "dpd Router Peer missed = 2"},
		{`until (log Router "SESSION_STATUS.*DOWN" or 15:30:00) within 1m`, "SESSION_STATUS"},
		{"until not sa Router Peer up", "not sa Router Peer up"},
		{"until isakmp Router Peer none", "isakmp Router Peer none"},
		{"restore all", ""},
		{"ping Inside Server", ""},
		{"until sa Router Peer up", ""},
		{"crash Peer", ""},
		{"until dpd Router Peer missed = 3", "dpd Router Peer missed = 3"}, // it is known by its name all the same
		{"until not sa Router Peer up", "not sa Router Peer up"},
		{"until route Router 192.168.1.7/24", "route Router 192.168.1.7/24"},
		{"until 2004-03-25 15:20:00.5", ""},
	} {
		before := o.shown.Len()
		o.must(t, c.line)
		if got := o.shown.String()[before:]; c.want != "" && !strings.Contains(got, c.want) {
			t.Fatalf("%s\nwant %s\n got %s", c.line, c.want, got)
		}
	}
	if got := o.lab.Now().Format(stepForm); got != "15:20:00.500" {
		t.Errorf("it is %s", got)
	}
}

// What did not become so says what was seen instead.
func TestConditionsInVain(t *testing.T) {
	for line, want := range map[string]string{
		"until sa Router Peer up within 10s": "" +
			"sa Router Peer up: not so by 2004-03-25 15:17:20.003; sa Router Peer is down",
		"until isakmp Router Peer QM_IDLE": "" +
			"isakmp Router Peer QM_IDLE: not so by 2004-03-25 16:17:10.003; isakmp Router Peer is none",
		"until dpd Router Peer sent >= 1":                        "dpd Router Peer sent is 0",
		`until host Server "answered"`:                           "host Server has done nothing",
		"until interface ISP f0/1 down":                          "interface ISP FastEthernet0/1 is up",
		"until packet Router Peer":                               "packet Router Peer was not seen, nor another",
		`until log Peer "TUNNEL" or 16:00:00 and sa Peer ISP up`: `log Peer "TUNNEL" was not seen, nor another; it is`,
		"until not route Router 10.1.32.0/24":                    "route Router 10.1.32.0/24 is there",
		"until session Router Peer UP-IDLE":                      "session Router Peer is DOWN",
		"until sa Router Peer up and 15:00:00":                   "sa Router Peer is down; it is 2004-03-25 16:17:10.003",
		"until packet Router Peer R_U_THERE or (sa Router Peer up)": "" +
			"packet Router Peer R_U_THERE was not seen, nor another; sa Router Peer is down",
	} {
		o := observed(t, "lab.yaml", true)
		o.must(t, "run 10s")
		if _, err := o.lab.Command(line); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\n got %v\nwant %s", line, err, want)
		}
	}
}

// A condition that names nothing is a mistake, and no time passes.
func TestConditionMistakes(t *testing.T) {
	o := observed(t, "lab.yaml", true)
	start := o.lab.Now()
	for line, want := range map[string]string{
		"until dawn": "" +
			`"dawn" is not a time of day such as 15:47:35, and no condition begins so; there is a time of day, log, sa`,
		"until":                                   "usage: until CONDITION",
		"until sa":                                "a condition is sa ROUTER PEER up|down",
		"until sa Ruter Peer up":                  `there is no router "Ruter" here; there is Router, ISP, Peer`,
		"until sa Router Pear up":                 `there is no router or host "Pear" here`,
		"until sa Router 10.9.9.9 up":             "no router or host here has the address 10.9.9.9, and Router names no such peer",
		"until sa Router Peer upp":                `"upp" is neither up nor down`,
		"until isakmp Router Peer IDLE":           `"IDLE" is no state of an ISAKMP SA; there is none, MM_NO_STATE`,
		"until session Router Peer ACTIVE":        `"ACTIVE" is no status of a session; there is UP-ACTIVE`,
		"until interface Router Fa0/7 up":         `Router has no interface "Fa0/7"; there is FastEthernet0/0, FastEthernet0/1`,
		"until dpd Router Peer lost >= 1":         `"lost" is none of sent, received, missed`,
		"until dpd Router Peer missed > 1":        `">" is none of >=, <=, =`,
		"until dpd Router Peer missed >= x":       `"x" is not a number`,
		"until route Router 10.1":                 `"10.1" is not a prefix`,
		"until packet Router":                     "a condition is packet FROM TO [MEANING ...]",
		"until packet Router Nobody":              `there is no router or host "Nobody" here`,
		`until log Router "("`:                    `"(" is not a regular expression`,
		`until host Router "answered"`:            `there is no host "Router" here`,
		`until host Inside "("`:                   `"(" is not a regular expression`,
		`until log Router "open`:                  "a quote is not closed",
		"until (15:20:00":                         "a parenthesis is not closed",
		"until 15:20:00)":                         `")" stands where only and, or and the end may`,
		"until 15:20:00 and":                      "a condition is missing",
		"until 2004-03-25 15:00:00":               "it is 2004-03-25 15:17:00.003 already",
		"until sa Router Peer up within soon":     `"soon" is not a time such as 10s or 5m`,
		"until " + strings.Repeat("( ", 60) + "x": "a condition may be nested 50 deep",
		"run never":                               `"never" is not a time such as 10s or 5m`,
		"step 0":                                  `"0" is not a number of steps from 1 to 1000`,
	} {
		if _, err := o.lab.Command(line); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\n got %v\nwant %s", line, err, want)
		}
	}
	if !o.lab.Now().Equal(start) {
		t.Errorf("time passed to %v", o.lab.Now())
	}
}

// What `?` and Tab offer after until.
func TestConditionHelp(t *testing.T) {
	o := observed(t, "lab.yaml", true)
	for line, want := range map[string]string{
		"until ":                         "15:47:35 log sa isakmp session interface dpd packet route host ping config show not (",
		"until se":                       "session",
		"until not i":                    "isakmp interface",
		"until sa ":                      "Router ISP Peer",
		"until sa Router P":              "Peer",
		"until sa Router Peer ":          "up down",
		"until sa Router Peer up ":       "and or within <cr>",
		"until sa Router Peer up and d":  "dpd",
		"until host ":                    "Inside Server",
		"until session Router Peer UP-":  "UP-ACTIVE UP-IDLE UP-NO-IKE",
		"until dpd Router Peer ":         "sent received missed",
		"until packet Router Inside ":    "MEANING and or within <cr>",
		"until 15:00:00 w":               "within",
		"until 15:00:00 within ":         "TIME",
		"until 15:00:00 within 5m ":      "<cr>",
		"until isakmp Router Peer MM_KE": "MM_KEY_EXCH MM_KEY_AUTH",
	} {
		var got []string
		for _, row := range o.lab.Expect(line) {
			got = append(got, row[0])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q\n got %s\nwant %s", line, strings.Join(got, " "), want)
		}
	}
}
