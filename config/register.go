package config

import (
	"fmt"
	"strconv"
)

// A Register is the configuration register, 0x0 to 0xFFFF. It lies in NVRAM beside the startup-config and is no line of
// any configuration; what is set counts from the next boot. Of its bits only ignoreStartup means something here.
type Register uint16

// DefaultRegister is the register of a router as it is delivered.
const DefaultRegister Register = 0x2102

const ignoreStartup Register = 1 << 6

// IgnoresStartup says that the router boots as if it had no startup-config, by which passwords are recovered.
func (r Register) IgnoresStartup() bool { return r&ignoreStartup != 0 }

func (r Register) String() string { return fmt.Sprintf("%#x", uint16(r)) }

// ParseRegister reads a register as String writes it; "" is the default. Any other text is an error.
func ParseRegister(text string) (Register, error) {
	if text == "" {
		return DefaultRegister, nil
	}
	n, err := strconv.ParseUint(text, 0, 16)
	if err != nil || len(text) < 3 || text[:2] != "0x" && text[:2] != "0X" {
		return DefaultRegister, fmt.Errorf("%.20q is no configuration register: it is 0x0 to 0xFFFF", text)
	}
	return Register(n), nil
}
