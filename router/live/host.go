package live

import (
	"fmt"
	"net"
	"net/netip"
)

// hostAddresses are the host's IPv4 addresses, with the interfaces that have them.
type hostAddresses []hostAddress

type hostAddress struct {
	netip.Prefix
	nic   string
	flags net.Flags
}

func readHostAddresses() (list hostAddresses, err error) {
	interfaces, err := net.Interfaces()
	if err != nil {
		return nil, fmt.Errorf("cannot list the interfaces of this host: %w", err)
	}
	for _, i := range interfaces {
		addresses, err := i.Addrs()
		if err != nil {
			continue // it has just gone
		}
		for _, a := range addresses {
			if p, err := netip.ParsePrefix(a.String()); err == nil && p.Addr().Is4() {
				list = append(list, hostAddress{p, i.Name, i.Flags})
			}
		}
	}
	return list, nil
}

// usableInterface names the host's interface that has the address, or says why it cannot be used.
func (list hostAddresses) usableInterface(address netip.Addr) (nic string, err error) {
	for _, h := range list {
		// Of a loopback network the host has every address.
		if h.Addr() != address && !(address.IsLoopback() && h.Contains(address)) {
			continue
		}
		switch {
		case h.flags&net.FlagUp == 0:
			err = fmt.Errorf("%s, which has the address %s, is down", h.nic, address)
		case h.flags&net.FlagRunning == 0:
			err = fmt.Errorf("%s, which has the address %s, has no carrier", h.nic, address)
		default:
			return h.nic, nil
		}
	}
	if err == nil {
		err = fmt.Errorf("no interface of this host has the address %s", address)
	}
	return "", err
}
