package storage

import (
	"fmt"
	"net/netip"
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// A settingUp is the System Configuration Dialog under way: it asks, and makes a
// configuration of the answers.
type settingUp struct {
	x    *modes.Context
	done func() // when it is over, however

	hostname, secret, password, lines string
	iface                             string
	address, mask                     netip.Addr
}

const dialogueTitle = "\n         --- System Configuration Dialog ---\n\n"

// InitialDialogue asks whoever sits at a router without a configuration whether to make one,
// makes it, and then calls done.
func InitialDialogue(x *modes.Context, done func()) {
	s := &settingUp{x: x, done: done}
	x.Printf("%s", dialogueTitle)
	s.askYesNo("Would you like to enter the initial configuration dialog? [yes/no]: ", "", s.begin, done)
}

func setup() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `setup`,
		Help:   modes.H{"setup": "Run the SETUP command facility"},
		Level:  15,
		Set: func(x *modes.Context, _ modes.Device, _ parser.Args) error {
			s := &settingUp{x: x, done: func() {}}
			x.Printf("%s", dialogueTitle)
			s.askYesNo("Continue with configuration dialog? [yes/no]: ", "", s.begin, s.done)
			return nil
		},
	}
}

// ask asks until take has no complaint about the answer; an empty one is the preset.
func (s *settingUp) ask(prompt, preset string, take func(answer string) (complaint string)) {
	shown := prompt
	if preset != "" {
		shown += " [" + preset + "]: "
	}
	s.x.Terminal.Ask(shown, false, func(text string, ok bool) {
		if !ok {
			s.done()
			return
		}
		if text = strings.TrimSpace(text); text == "" {
			text = preset
		}
		if complaint := take(text); complaint != "" {
			s.x.Println(complaint)
			s.ask(prompt, preset, take)
		}
	})
}

func (s *settingUp) askYesNo(prompt, preset string, yes, no func()) {
	s.ask(prompt, preset, func(answer string) string {
		answer = strings.ToLower(answer)
		switch {
		case answer != "" && strings.HasPrefix("yes", answer):
			yes()
		case answer != "" && strings.HasPrefix("no", answer):
			no()
		default:
			return "% Please answer 'yes' or 'no'."
		}
		return ""
	})
}

// begin asks for what the basic management setup has; the extended setup is not there.
func (s *settingUp) begin() {
	s.x.Printf("\nAt any point you may enter a question mark '?' for help.\nUse ctrl-c to abort configuration dialog at any prompt.\n" +
		"Default settings are in square brackets '[]'.\n\nConfiguring global parameters:\n\n")
	s.ask("  Enter host name", s.x.Device.Config().Hostname, func(answer string) string {
		if _, refused := modes.Draft(s.x.Device, "hostname "+answer+"\n"); len(refused) > 0 || strings.ContainsAny(answer, " \t") {
			return "% Hostname contains illegal characters"
		}
		s.hostname = answer
		s.x.Println("")
		s.askWord("  Enter enable secret: ", &s.secret, s.askEnablePassword)
		return ""
	})
}

// askWord asks for a password.
func (s *settingUp) askWord(prompt string, to *string, then func()) {
	s.ask(prompt, "", func(answer string) string {
		if answer == "" || strings.ContainsAny(answer, " \t?") {
			return "% No defaulting allowed"
		}
		*to = answer
		then()
		return ""
	})
}

func (s *settingUp) askEnablePassword() {
	s.askWord("  Enter enable password: ", &s.password, func() {
		if s.password == s.secret {
			s.x.Println("% Please choose a password that is different from the enable secret")
			s.askEnablePassword()
			return
		}
		s.askWord("  Enter virtual terminal password: ", &s.lines, s.askInterface)
	})
}

// askInterface asks for an interface if the router has any.
func (s *settingUp) askInterface() {
	x := s.x
	if len(x.Device.Interfaces()) == 0 {
		s.showScript()
		return
	}
	x.Printf("\nCurrent interface summary\n\n")
	if err := x.RunWithoutSecrets("show ip interface brief"); err != nil {
		x.Println(err.Error())
	}
	x.Println("")
	prompt := "Enter interface name used to connect to the\nmanagement network from the above interface summary: "
	s.ask(prompt, "", func(answer string) string {
		name, ok := parser.ParseInterface(answer)
		if !ok || x.Device.Config().Interface(name) == nil {
			return "% Please enter the name of an interface of the summary"
		}
		s.iface = name
		x.Printf("\nConfiguring interface %s:\n", name)
		s.askYesNo("  Configure IP on this interface?", "yes", s.askAddress, s.showScript)
		return ""
	})
}

func (s *settingUp) askAddress() {
	s.askIP("    IP address for this interface: ", "", &s.address, func() {
		s.askIP("    Subnet mask for this interface", modes.MaskOf(config.ClassfulNetwork(s.address).Bits()).String(), &s.mask, s.showScript)
	})
}

func (s *settingUp) askIP(prompt, preset string, to *netip.Addr, then func()) {
	s.ask(prompt, preset, func(answer string) string {
		a, err := netip.ParseAddr(answer)
		if err != nil || !a.Is4() {
			return "% Please enter an IP address: A.B.C.D"
		}
		*to = a
		then()
		return ""
	})
}

// script is the configuration that comes of the answers.
func (s *settingUp) script() string {
	text := fmt.Sprintf("hostname %s\nenable secret %s\nenable password %s\nline vty 0 4\n password %s\n",
		s.hostname, s.secret, s.password, s.lines)
	if s.address.IsValid() {
		text += fmt.Sprintf("!\ninterface %s\n no shutdown\n ip address %s %s\n", s.iface, s.address, s.mask)
	}
	return text + "!\nend\n"
}

// showScript shows what was made and asks what to do with it. The enable secret is shown as
// it will be kept.
func (s *settingUp) showScript() {
	x := s.x
	draft, refused := modes.Draft(x.Device, s.script())
	for _, c := range refused {
		x.Println(c.Message)
	}
	shown := s.script()
	for line := range strings.Lines(x.Device.Language().RunningConfig(draft)) {
		if strings.HasPrefix(line, "enable secret ") {
			shown = strings.Replace(shown, "enable secret "+s.secret+"\n", line, 1)
		}
	}
	x.Printf("\nThe following configuration command script was created:\n\n%s\n\n"+
		"[0] Go to the IOS command prompt without saving this config.\n"+
		"[1] Return back to the setup without saving this config.\n[2] Save this configuration to nvram and exit.\n\n", shown)
	s.ask("Enter your selection", "2", func(answer string) string {
		switch answer {
		case "0":
			s.done()
		case "1":
			*s = settingUp{x: x, done: s.done}
			s.begin()
		case "2":
			draft.Seal()
			x.Device.Apply(draft)
			s.save()
		default:
			return "% Please enter 0, 1 or 2"
		}
		return ""
	})
}

// save writes the startup-config; the dialogue is over when it is kept.
func (s *settingUp) save() {
	x := s.x
	x.Println("Building configuration...")
	if err := startup(x, modes.RunningFile(x.Device)); err != nil {
		x.Println(err.Error())
		s.done()
		return
	}
	x.Device.AfterSaving(func(err error) bool {
		if err != nil {
			x.Println(startupFailed(err).Error())
		} else {
			x.Println("[OK]\nUse the enabled mode 'configure' command to modify this configuration.\n")
		}
		s.done()
		return true
	})
}
