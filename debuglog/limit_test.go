package debuglog

import (
	"slices"
	"testing"
	"time"
)

// unpaced are the messages that nobody outside can cause as often as they like, and why.
var unpaced = map[string][]string{
	"a user of the router did it": {"CONFIG_I", "CHANGED", "CLOCKUPDATE", "RELOAD", "RESTART", "NV_BLOCK_INIT", "COUNTERS",
		"LOGGINGHOST_STARTSTOP", "ISAKMP_ON_OFF", "GDOI_ON_OFF", "ENABLED", "DISABLED", "<mnemonic>", "PRIV_AUTH_PASS", "PRIV_AUTH_FAIL",
		"USERLOG_DEBUG", "TRUSTPOINT_CREATE",
		"NOAUTOSAVE", "CERT_ENROLL_MANUAL", "CSR_FINGERPRINT", "CERT_INSTALL", "PKCS12_IMPORT_FAILURE",
		"KEY_CMP_MISMATCH", "KEY_ADDITION", "NON_AUTHORITATIVE_CLOCK",
		"AUTHORITATIVE_CLOCK", "CFGLOG_LOGGEDCMD", "ROLLBK_CNFMD_CHG_BACKUP", "ROLLBK_CNFMD_CHG_START_ABSTIMER",
		"ROLLBK_CNFMD_CHG_WARNING_ABSTIMER", "ROLLBK_CNFMD_CHG_ROLLBACK_START", "ROLLBK_CNFMD_CHG_CONFIRM", "SCHEDULED_RELOAD",
		"SCHEDULED_RELOAD_CANCELLED", "IPSEC_NO_TRANSFORM", "CREATE", "ENABLE", "DISABLE", "DELETE", "CS_ENABLED", "CS_DISABLED",
		"CS_GRANT_AUTO"},
	"an authority that is configured, at its poll": {"CERTRET", "CERT_ENROLL_AUTO", "CERTRENEWAUTO", "CERTREJECT", "SOCKETSEND"},
	"an interface of the router's own":             {"UPDOWN", "RECURDOWN", "PARENT"},
	"the router's own tracking, once a second":     {"STATE"},
	"who causes it has logged in":                  {"LOGIN_SUCCESS", "LOGOUT"},
	"a peer that has the key":                      {"SESSION_STATUS", "EZVPN_CONNECTION_UP", "EZVPN_CONNECTION_DOWN"},
	"a next hop server that is configured":         {"NHRP_NHS_<state>"},
	"a peer that is configured, at its poll":       {"PEERREACH", "PEERUNREACH", "PEERSYNC", "UNSYNC"},
	"the hold time of HSRP passes between":         {"STATECHANGE"},
	"quiet mode lasts as configured":               {"QUIET_MODE_ON", "QUIET_MODE_OFF"},
}

// Every message either has a pace or a reason to have none.
func TestEveryMessageIsPacedOrNot(t *testing.T) {
	for _, s := range samples() {
		for _, l := range s.lines {
			if l.Switch() != Always || l.Mnemonic() == "" {
				continue
			}
			known := 0
			for _, mnemonics := range unpaced {
				if slices.Contains(mnemonics, l.Mnemonic()) {
					known++
				}
			}
			if l.IsPaced() == (known == 1) {
				t.Errorf("%s: can anybody outside cause it? It has a pace: %v, reasons against one: %d", l.Mnemonic(), l.IsPaced(), known)
			}
		}
	}
}

// A kind's allowance comes back with time, and no other kind's goes with it.
func TestPace(t *testing.T) {
	var l Limiter
	now := time.Date(2026, 3, 25, 15, 0, 0, 0, time.UTC)
	said := func(line Line, times int) (n int) {
		for range times {
			if l.Admits(line, now) {
				n++
			}
		}
		return n
	}
	failed := LoginFailed("u", peer, 22, "r", "t")
	for _, c := range []struct {
		after time.Duration
		line  Line
		want  int
	}{
		{0, IKENoSA(peer), 1}, {59 * time.Second, IKENoSA(local), 0}, {time.Second, IKENoSA(local), 1}, {0, IKEBadMessage(peer), 1},
		{0, failed, 20}, {3 * time.Second, failed, 1}, {6 * time.Second, failed, 2}, {time.Hour, failed, 20}, {0, ISAKMPOnOff(true), 1000},
	} {
		now = now.Add(c.after)
		if got := said(c.line, 1000); got != c.want {
			t.Errorf("after %v %s was said %d times of 1000, want %d", c.after, c.line.Mnemonic(), got, c.want)
		}
	}
	if want := uint64(8*1000 - (1 + 1 + 1 + 20 + 1 + 2 + 20)); l.Held() != want {
		t.Errorf("%d lines were held, want %d", l.Held(), want)
	}
}
