package modes

// Network time: kept, not asked for.
func init() {
	Global.family(H{
		"ntp": "Configure NTP", "authentication-key": "Authentication key for trusted time sources", "md5": "MD5 authentication", "sha1": "SHA1 authentication", "sha2": "SHA2 authentication", "authenticate": "Authenticate time sources", "trusted-key": "Key numbers for trusted time sources", "clock-period": "Length of hardware clock tick",
		"source": "Configure interface for source address", "access-group": "Control NTP access", "peer": "Configure NTP peer", "serve": "Provide server access", "serve-only": "Provide only server access", "query-only": "Allow only control queries", "kod": "Send a Kiss-o-Death packet for failing peers", "master": "Act as NTP master clock",
		"max-associations": "Set maximum number of associations", "logging": "Enable NTP message logging", "update-calendar": "Periodically update calendar with NTP time", "server": "Configure NTP server", "prefer": "Prefer this peer when possible", "key": "Configure peer authentication key", "iburst": "Send a burst when peer is unreachable",
		"burst": "Send a burst when peer is reachable", "minpoll": "Minimum poll interval", "maxpoll": "Maximum poll interval", "version": "Configure NTP version", "broadcastdelay": "Estimated round-trip delay", "panic": "Reject time updates > panic threshold (default 1000Sec)", "update": "Panic update", "allow": "Allow processing of packets", "mode": "Control mode", "control": "NTP control mode packets", "private": "NTP private mode packets",
	}).lines(`ntp logging`, `ntp authentication-key number:<1-4294967295> md5 ~ key:WORD [encryption:<0-4294967295>]`, `ntp authenticate`, `ntp trusted-key number:<1-4294967295>`, `ntp clock-period ~ ticks:<0-4294967295>`, `ntp source ~ interface:INTERFACE`, `ntp access-group {peer | serve | serve-only | query-only} ~ list:WORD [kod]`,
		`ntp master ~ [stratum:<1-15>]`, `ntp max-associations ~ number:<1-4294967295>`, `ntp update-calendar`, `ntp broadcastdelay ~ micros:<1-999999>`, `ntp panic update`, `ntp allow mode {control number:<3-15> | private}`,
		`ntp server [vrf vrf-name:WORD] [ip] addr:HOST ~ &{prefer | key key-number:<1-4294967295> | source interface:INTERFACE | version number:<1-4> | iburst | burst | minpoll least:<4-17> | maxpoll most:<4-17>}`,
		`ntp peer [vrf vrf-name:WORD] addr:HOST ~ &{prefer | key key-number:<1-4294967295> | source interface:INTERFACE | version number:<1-4> | iburst | burst | minpoll least:<4-17> | maxpoll most:<4-17>}`)
}
