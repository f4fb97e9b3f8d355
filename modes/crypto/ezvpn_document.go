package crypto

import (
	"net/netip"

	remote "ruthere/crypto/ezvpn"
	"ruthere/modes"
)

// What `| json` prints of Easy VPN clients: docs/show.schema.json.

type easyVPNRow struct {
	Name         string         `json:"name"`
	State        string         `json:"state"`
	LastEvent    string         `json:"last_event"`
	WaitsForUser bool           `json:"waits_for_user"`
	Inside       []string       `json:"inside,omitempty"`
	Outside      string         `json:"outside,omitempty"`
	Server       netip.Addr     `json:"server,omitzero"`
	Address      netip.Addr     `json:"address,omitzero"`
	AppliedOn    string         `json:"applied_on,omitempty"`
	DNS          []netip.Addr   `json:"dns,omitempty"`
	WINS         []netip.Addr   `json:"wins,omitempty"`
	Domain       string         `json:"domain,omitempty"`
	SavePassword bool           `json:"save_password"`
	Split        []netip.Prefix `json:"split,omitempty"`
	SplitDNS     []string       `json:"split_dns,omitempty"`
	Banner       string         `json:"banner,omitempty"`
	Backup       []string       `json:"backup_gateways,omitempty"`
}

func easyVPNDocument(list []remote.Status) modes.Document {
	return modes.DocumentOf("ezvpn_clients", list, func(s remote.Status) easyVPNRow {
		g := s.Given
		return easyVPNRow{Name: s.Name, State: s.State.String(), LastEvent: s.LastEvent.String(), WaitsForUser: s.Pending, Inside: s.Inside,
			Outside: s.Outside, Server: s.Server, Address: g.Address, AppliedOn: s.Loopback, DNS: g.DNS, WINS: g.WINS, Domain: g.Domain,
			SavePassword: g.SavePassword, Split: g.Split, SplitDNS: g.SplitDNS, Banner: g.Banner, Backup: s.Backup}
	})
}
