package modes

import (
	"ruthere/config"
)

func init() {
	Global.inert = func(t any) *config.Inert { return &t.(global).Inert }
	Global.addInert(
		inert(`version number:WORD`, H{"version": "version", "number": "Version number"}),
		inert(`boot-start-marker`, H{"boot-start-marker": "Start of boot commands"}),
		inert(`boot-end-marker`, H{"boot-end-marker": "End of boot commands"}),
		inertList(`boot system image:LINE`, H{"boot": "Modify system boot parameters", "system": "System image file", "image": "Where the image is: flash, a server, the file"}),
		inertList(`boot config file:LINE`, H{"boot": "Modify system boot parameters", "config": "Configuration file", "file": "URL of the configuration file"}),
		inert(`memory-size iomem percent:<1-50>`, H{"memory-size": "Adjust memory size by percentage", "iomem": "Adjust I/O memory size by percentage", "percent": "Percentage"}),
		inertList(`snmp-server rest:LINE`, H{"snmp-server": "Modify SNMP engine parameters", "rest": "SNMP parameters"}),
		inert(`cdp run`, H{"cdp": "Global CDP configuration subcommands", "run": "Enable CDP"}),
		inert(`lldp run`, H{"lldp": "Global LLDP configuration subcommands", "run": "Enable LLDP"}),
		inert(`license udi pid product:WORD sn serial:WORD`, H{"license": "Configure license features", "udi": "Specify udi information", "pid": "Specify pid information",
			"product": "Product id", "sn": "Specify serial number", "serial": "Serial number"}),
	)
}
