package crypto

import (
	"cmp"
	"crypto/rsa"
	"fmt"
	"slices"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/crypto/keypair"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// The RSA keys of the router: they are made and removed here, shown only by their public
// half, and are no part of the running-config.

func cryptoKeyHelp() modes.H {
	return modes.H{"crypto": "Encryption module", "key": "Long term key operations", "generate": "Generate new keys", "zeroize": "Remove keys",
		"rsa": "Generate RSA keys", "general-keys": "Generate a general purpose RSA key pair for signing and encryption",
		"usage-keys": "Generate separate RSA key pairs for signing and encryption",
		"signature":  "Generate a general purpose RSA key pair for signing only",
		"encryption": "Generate a general purpose RSA key pair for encryption only",
		"label":      "Provide a label", "name": "RSA keypair label", "modulus": "Provide number of modulus bits on the command line",
		"bits":       "size of the key modulus",
		"exportable": "Allow the key to be exported", "redundancy": "Allow the key to be synced to high-availability peer"}
}

const (
	generateKeySyntax = `crypto key generate rsa [general-keys | usage-keys | signature | encryption] &{label name:WORD |
		modulus bits:<360-4096> | exportable | redundancy}`
	zeroizeKeySyntax = `crypto key zeroize rsa [name:WORD]`
)

// A keyMaking is one `crypto key generate rsa` on its way.
type keyMaking struct {
	*modes.Context
	name       string
	bits       int // 0: to be asked for
	exportable bool
	usages     []keypair.Usage // still to be made
	asks       bool            // there was a dialogue
	then       func()          // once all are made; nil: nothing
}

func generateKey() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: generateKeySyntax,
		Help:   modes.UsedHelp(generateKeySyntax, cryptoKeyHelp()), Level: 15, Passive: true,
		Set: func(x *modes.Context, _ modes.Global, a parser.Args) error {
			if x.Terminal == nil || x.Loading {
				return nil
			}
			k := &keyMaking{Context: x, name: a.Str("name"), bits: a.Int("bits"), exportable: a.Has("exportable"),
				usages: []keypair.Usage{keypair.General}}
			switch {
			case a.Has("usage-keys"):
				k.usages = []keypair.Usage{keypair.Signature, keypair.Encryption}
			case a.Has("signature"):
				k.usages = []keypair.Usage{keypair.Signature}
			case a.Has("encryption"):
				k.usages = []keypair.Usage{keypair.Encryption}
			}
			least, most, _ := modulusSizes(x.Device.Release())
			if k.bits != 0 && (k.bits < least || k.bits > most) {
				return modes.Refuse(badModulus(least, most))
			}
			if k.name == "" {
				name, err := ownKeyName(x.Device.Config())
				if err != nil {
					return err
				}
				k.name = name
			}
			k.begin()
			return nil
		},
	}
}

// ownKeyName is the name of a key that was given none: the router's full name.
func ownKeyName(c *config.Config) (string, error) {
	switch {
	case strings.EqualFold(c.Hostname, "Router"):
		return "", modes.Refuse("% Please define a hostname other than Router.\n")
	case c.DomainName == "":
		return "", modes.Refuse("% Please define a domain-name first.\n")
	}
	return FullName(c), nil
}

// FullName is the router's name with its domain.
func FullName(c *config.Config) string {
	if c.DomainName == "" {
		return c.Hostname
	}
	return c.Hostname + "." + c.DomainName
}

// modulusSizes are the bounds of a modulus in bits, and what is offered.
func modulusSizes(r debuglog.Release) (least, most, offered int) {
	switch r {
	case debuglog.IOS124:
		return 360, 2048, 512
	case debuglog.IOSXE:
		return 512, 4096, 1024
	}
	return 360, 4096, 512
}

func badModulus(least, most int) string {
	return fmt.Sprintf("%% A decimal number between %d and %d.\n", least, most)
}

// begin asks whether keys of the name may go, unless nothing is to be asked.
func (k *keyMaking) begin() {
	have := len(k.Device.Keys().Named(k.name)) > 0
	switch {
	case have && k.bits != 0:
		k.Printf("%% You already have RSA keys defined named %s.\n%% They will be replaced.\n\n", k.name)
		k.next()
	case have:
		k.Printf("%% You already have RSA keys defined named %s.\n", k.name)
		yesOrNo(k.Context, "% Do you really want to replace them? [yes/no]: ", k.next)
	default:
		k.Printf("The name for the keys will be: %s\n", k.name)
		if k.bits != 0 {
			k.Println("")
		}
		k.next()
	}
}

// yesOrNo asks until the answer is one of the two, and goes on after a yes.
func yesOrNo(x *modes.Context, question string, then func()) {
	x.Terminal.Ask(question, false, func(text string, ok bool) {
		text = strings.ToLower(strings.TrimSpace(text))
		switch {
		case !ok || text != "" && strings.HasPrefix("no", text):
		case text != "" && strings.HasPrefix("yes", text):
			then()
		default:
			x.Println("% Please answer 'yes' or 'no'.")
			yesOrNo(x, question, then)
		}
	})
}

// next makes the first of the pairs that are still to be made.
func (k *keyMaking) next() {
	if k.bits != 0 && !k.asks {
		k.Printf("%% The key modulus size is %d bits\n", k.bits)
		k.make()
		return
	}
	k.asks = true
	least, most, _ := modulusSizes(k.Device.Release())
	kind := strings.TrimSuffix(string(k.usages[0]), "Key") + "Keys"
	k.Printf("Choose the size of the key modulus in the range of %d to %d for your\n"+
		"  %s. Choosing a key modulus greater than 512 may take\n  a few minutes.\n\n", least, most, kind)
	k.askSize()
}

func (k *keyMaking) askSize() {
	least, most, offered := modulusSizes(k.Device.Release())
	k.Terminal.Ask(fmt.Sprintf("How many bits in the modulus [%d]: ", offered), false, func(text string, ok bool) {
		text = strings.TrimSpace(text)
		k.bits = modes.ParseNumber(text)
		if text == "" {
			k.bits = offered
		}
		switch {
		case !ok:
		case k.bits < least || k.bits > most:
			k.Printf("%s", badModulus(least, most))
			k.askSize()
		default:
			k.make()
		}
	})
}

// make has the key computed, and waits for it.
func (k *keyMaking) make() {
	begun := k.Device.Now()
	kept := "non-exportable"
	if k.exportable {
		kept = "exportable"
	}
	classic := k.Device.Release() == debuglog.IOS124
	end := "\n"
	if classic {
		end = ""
	}
	err := k.Terminal.Run(func(r modes.Runner) (modes.Job, error) {
		r.Write(fmt.Sprintf("%% Generating %d bit RSA keys, keys will be %s...%s", k.bits, kept, end))
		cancel := k.Device.MakeKey(k.bits, func(key *rsa.PrivateKey) {
			defer r.Done()
			if key == nil {
				r.Write("\n% Unable to generate RSA keys\n\n")
				return
			}
			k.have(key)
			if classic {
				r.Write("[OK]\n\n")
			} else {
				r.Write(fmt.Sprintf("[OK] (elapsed time was %d seconds)\n\n", k.Device.Now().Sub(begun).Round(time.Second)/time.Second))
			}
			switch k.usages = k.usages[1:]; {
			case len(k.usages) > 0:
				k.next()
			case k.then != nil:
				k.then()
			}
		})
		return &modes.Pause{Cancel: cancel, Finish: func(bool) { r.Write("\n"); r.Done() }}, nil
	})
	if err != nil {
		k.Println(err.Error())
	}
}

// MakeKey has a general-purpose key made that something else needs, and goes on with that.
func MakeKey(x *modes.Context, name string, bits int, then func()) {
	k := &keyMaking{Context: x, name: name, bits: bits, usages: []keypair.Usage{keypair.General}, then: then}
	k.make()
}

// UsualModulus is how many bits a key has if nobody says how many.
func UsualModulus(r debuglog.Release) int {
	_, _, offered := modulusSizes(r)
	return offered
}

// have puts a key that was made among the router's.
func (k *keyMaking) have(key *rsa.PrivateKey) {
	at, _ := k.Device.Clock()
	k.Device.SetKeys(k.Device.Keys().With(keypair.Pair{Name: k.name, Usage: k.usages[0], Exportable: k.exportable, Made: at, Key: key}))
	k.Terminal.Later(func() { k.Device.Log(debuglog.KeyAdded(k.name)) })
}

func zeroizeKey() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: zeroizeKeySyntax,
		Help: modes.MergeHelp(modes.UsedHelp(zeroizeKeySyntax, cryptoKeyHelp()), modes.H{"rsa": "Remove RSA keys",
			"name": "Remove the keys of this label"}), Level: 15, Passive: true,
		Set: func(x *modes.Context, _ modes.Global, a parser.Args) error {
			if x.Terminal == nil || x.Loading {
				return nil
			}
			name := a.Str("name")
			switch {
			case name == "" && len(x.Device.Keys()) == 0:
				return modes.Refuse("% No Signature RSA Keys found in configuration.\n")
			case name != "" && len(x.Device.Keys().Named(name)) == 0:
				return modes.Refuse("% No Signature RSA Keys with label " + name + " found in configuration.\n")
			case name == "":
				x.Println("% All RSA keys will be removed.")
			default:
				x.Printf("%% Keys to be removed are named '%s'.\n", name)
			}
			x.Println("% All router certs issued using these keys will also be removed.")
			yesOrNo(x, "Do you really want to remove these keys? [yes/no]: ", func() {
				x.Device.SetKeys(x.Device.Keys().Without(name))
				dropCertificates(x, name)
			})
			return nil
		},
	}
}

// KeyName is the name of the keys of a trustpoint.
func KeyName(c *config.Config, t *config.Trustpoint) string { return cmp.Or(t.KeyPair, FullName(c)) }

// dropCertificates removes the router's certificates of the keys of a name that have gone, or of all keys ("").
func dropCertificates(x *modes.Context, name string) {
	affected := func(c *config.Config, t *config.Trustpoint) bool {
		return t.Own() != nil && (name == "" || KeyName(c, t) == name)
	}
	if !slices.ContainsFunc(x.Device.Config().PKI.Trustpoints, func(t *config.Trustpoint) bool { return affected(x.Device.Config(), t) }) {
		return
	}
	x.Session.ChangeConfig(func(c *config.Config) {
		for _, t := range c.PKI.Trustpoints {
			if affected(c, t) {
				t.Drop(config.OwnCertificate)
				t.Drop(config.SelfSigned)
			}
		}
	})
	x.Terminal.Later(func() { x.Device.Log(debuglog.CertificatesUnsaved()) })
}

func addCryptoKey(l *modes.Language) { l.Add("global", generateKey(), zeroizeKey()) }
