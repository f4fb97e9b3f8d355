package parser

import (
	"net/netip"
	"strings"
	"testing"
	"time"
)

func TestPrint(t *testing.T) {
	addr := netip.MustParseAddr
	const keepalive = "crypto isakmp keepalive secs:<10-3600> [retry:<2-60>] [periodic|on-demand]"
	const key = "crypto isakmp key [0 | 6] key:WORD {address addr:A.B.C.D [mask:A.B.C.D] | hostname host:WORD} [no-xauth]"
	for _, c := range []struct {
		syntax string
		args   Args
		want   string
	}{
		{keepalive, Args{"secs": 10, "periodic": true}, "crypto isakmp keepalive 10 periodic"},
		{keepalive, Args{"secs": uint32(10), "retry": 3}, "crypto isakmp keepalive 10 3"},
		{keepalive, Args{"secs": 10, "periodic": false}, "crypto isakmp keepalive 10"},
		{key, Args{"key": "K", "address": true, "addr": addr("10.0.0.2")}, "crypto isakmp key K address 10.0.0.2"},
		{key, Args{"6": true, "key": "K", "hostname": true, "host": "R2", "no-xauth": true}, "crypto isakmp key 6 K hostname R2 no-xauth"},
		{"access {from-any=any | host from:A.B.C.D} {to-any=any | host to:A.B.C.D}", Args{"from-any": true, "host": true,
			"to": addr("1.1.1.1")}, "access any host 1.1.1.1"},
		{"list names:WORD...", Args{"names": []string{"a", "b"}}, "list a b"},
		{"ip host n:WORD a:A.B.C.D...", Args{"n": "R", "a": []netip.Addr{addr("1.1.1.1"), addr("2.2.2.2")}}, "ip host R 1.1.1.1 2.2.2.2"},
		{"stamp &{msec | year | zone}", Args{"year": true, "msec": true}, "stamp msec year"},
		{"at t:hh:mm:ss m:MONTH", Args{"t": 90 * time.Second, "m": time.May}, "at 00:01:30 May"},
		{"route dest:A.B.C.D [name name:WORD]", Args{"dest": addr("1.1.1.1"), "name": "x"}, "route 1.1.1.1 name x"},
	} {
		got, err := compileBare(t, c.syntax).Print(c.args)
		if got != c.want || err != nil {
			t.Errorf("%v in %q: %q, %v, want %q", c.args, c.syntax, got, err, c.want)
		}
	}
}

func TestPrintRefuses(t *testing.T) {
	s := compileBare(t, "crypto isakmp keepalive secs:<10-3600> [retry:<2-60>] [periodic|on-demand]")
	for _, c := range []struct {
		args      Args
		complaint string
	}{
		{Args{}, `no fitting value for "secs"`},
		{Args{"secs": 5}, `no fitting value for "secs"`},
		{Args{"secs": "ten"}, `no fitting value for "secs"`},
		{Args{"secs": 10, "retries": 3}, `no place for ["retries"]`},
		{Args{"secs": 10, "retry": 1}, `no place for ["retry"]`},
		{Args{"secs": 10, "periodic": true, "on-demand": true}, `no place for ["on-demand"]`},
	} {
		line, err := s.Print(c.args)
		if err == nil || !strings.Contains(err.Error(), c.complaint) {
			t.Errorf("%v: %q, %v, want %q", c.args, line, err, c.complaint)
		}
	}
	if line, err := compileBare(t, "description text:LINE").Print(Args{"text": "a\nb"}); err == nil {
		t.Errorf("printed two lines: %q", line)
	}
	if line, err := compileBare(t, "hostname name:WORD").Print(Args{"name": "a b"}); err == nil {
		t.Errorf("printed two words as one: %q", line)
	}
}

func TestPrintNegated(t *testing.T) {
	no := compileBare(t, "crypto isakmp key key:WORD {address addr:A.B.C.D | hostname host:WORD} [no-xauth]").No("no")
	for _, c := range []struct {
		args Args
		want string
	}{
		{Args{}, "no crypto isakmp key"},
		{Args{"key": "K"}, "no crypto isakmp key K"},
		{Args{"key": "K", "hostname": true}, "no crypto isakmp key K hostname"},
		{Args{"key": "K", "hostname": true, "host": "R", "no-xauth": true}, "no crypto isakmp key K hostname R no-xauth"},
	} {
		if got, err := no.Print(c.args); got != c.want || err != nil {
			t.Errorf("%v: %q, %v, want %q", c.args, got, err, c.want)
		}
	}
}
