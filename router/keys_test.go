package router

import (
	"strings"
	"testing"

	"ruthere/crypto/keypair"
	"ruthere/debuglog"
)

const named = "hostname R1\nip domain name lab.example\n"

// configuring is a rig whose console stands in configuration mode.
func configuring(t *testing.T, release debuglog.Release, startup string) *rig {
	d := newRig(t, release, startup)
	d.typed(0, "enable", "configure terminal")
	return d
}

func TestKeysNeedANameFirst(t *testing.T) {
	d := configuring(t, debuglog.IOS15, "")
	d.want("no name", d.typed(0, "crypto key generate rsa"), "crypto key generate rsa\n"+
		"% Please define a hostname other than Router.\nRouter(config)#")
	d.typed(0, "hostname R1")
	d.want("no domain", d.typed(0, "crypto key generate rsa"), "crypto key generate rsa\n% Please define a domain-name first.\nR1(config)#")
	d.want("a label", d.typed(0, "crypto key generate rsa label L modulus 512"), `crypto key generate rsa label L modulus 512
The name for the keys will be: L

% The key modulus size is 512 bits
% Generating 512 bit RSA keys, keys will be non-exportable...
[OK] (elapsed time was 0 seconds)

R1(config)#`)
}

// The whole life of a key: made by dialogue, replaced, saved, removed.
func TestKeysAreMadeAndRemoved(t *testing.T) {
	d := configuring(t, debuglog.IOS15, named)
	d.typed(0, "crypto key zeroize rsa", "yes")
	d.wantLog("%SSH-5-DISABLED: SSH 1.99 has been disabled")
	d.want("the dialogue", d.typed(0, "crypto key generate rsa", "100", "768"), `crypto key generate rsa
The name for the keys will be: R1.lab.example
Choose the size of the key modulus in the range of 360 to 4096 for your
  General Purpose Keys. Choosing a key modulus greater than 512 may take
  a few minutes.

How many bits in the modulus [512]: 100
% A decimal number between 360 and 4096.
How many bits in the modulus [512]: 768
% Generating 768 bit RSA keys, keys will be non-exportable...
[OK] (elapsed time was 0 seconds)

R1(config)#`)
	d.wantLog("%SSH-5-ENABLED: SSH 1.99 has been enabled")
	first, _ := d.router.SSHKey()
	d.want("again, but no", d.typed(0, "crypto key generate rsa", "maybe", "no"), `crypto key generate rsa
% You already have RSA keys defined named R1.lab.example.
% Do you really want to replace them? [yes/no]: maybe
% Please answer 'yes' or 'no'.
% Do you really want to replace them? [yes/no]: no
R1(config)#`)
	if p, _ := d.router.SSHKey(); !p.Key.Equal(first.Key) {
		t.Error("the key was replaced against its owner's will")
	}
	d.want("again, unasked", d.typed(0, "crypto key generate rsa modulus 800 exportable"), `crypto key generate rsa modulus 800 exportable
% You already have RSA keys defined named R1.lab.example.
% They will be replaced.

% The key modulus size is 800 bits
% Generating 800 bit RSA keys, keys will be exportable...
[OK] (elapsed time was 0 seconds)

R1(config)#`)
	if p, _ := d.router.SSHKey(); p.Key.N.BitLen() != 800 || len(d.router.Keys()) != 1 {
		t.Errorf("SSH uses a key of %d bits, one of %d", p.Key.N.BitLen(), len(d.router.Keys()))
	}
	if len(d.private) > 0 {
		t.Error("keys are kept before the configuration is saved")
	}
	d.typed(0, "do write memory", "do write memory")
	if len(d.private) != 1 || d.private[0].Text != d.router.Keys().Text() {
		t.Errorf("saved: %d times", len(d.private))
	}
	d.want("zeroize", d.typed(0, "crypto key zeroize rsa R1.lab.example", "y"), `crypto key zeroize rsa R1.lab.example
% Keys to be removed are named 'R1.lab.example'.
% All router certs issued using these keys will also be removed.
Do you really want to remove these keys? [yes/no]: y
R1(config)#`)
	d.want("once more", d.typed(0, "crypto key zeroize rsa"), "crypto key zeroize rsa\n"+
		"% No Signature RSA Keys found in configuration.\nR1(config)#")
	d.typed(0, "do write memory")
	if len(d.private) != 2 || d.private[1].Text != "" || d.private[1].Gone {
		t.Error("keys that were removed are still kept")
	}
}

func TestUsageKeys(t *testing.T) {
	d := configuring(t, debuglog.IOS124, named)
	d.typed(0, "crypto key zeroize rsa", "yes")
	d.want("12.4", d.typed(0, "crypto key generate rsa usage-keys", "", "400"), `crypto key generate rsa usage-keys
The name for the keys will be: R1.lab.example
Choose the size of the key modulus in the range of 360 to 2048 for your
  Signature Keys. Choosing a key modulus greater than 512 may take
  a few minutes.

How many bits in the modulus [512]: 
% Generating 512 bit RSA keys, keys will be non-exportable...[OK]

Choose the size of the key modulus in the range of 360 to 2048 for your
  Encryption Keys. Choosing a key modulus greater than 512 may take
  a few minutes.

How many bits in the modulus [512]: 400
% Generating 400 bit RSA keys, keys will be non-exportable...[OK]

R1(config)#`)
	if _, ok := d.router.SSHKey(); ok {
		t.Error("SSH serves a key of 512 bits")
	}
	shown := d.typed(0, "do show crypto key mypubkey rsa")
	if strings.Count(shown, "Key name: R1.lab.example\n Storage Device: not specified\n") != 2 ||
		!strings.Contains(shown, " Usage: Signature Key\n Key is not exportable.\n Key Data:\n"+
			"  305C300D 06092A86 4886F70D 01010105 00034B00 30480241 00") {
		t.Errorf("shown:\n%s", shown)
	}
}

// SSH uses the newest key, or the newest of the name it is told.
func TestSSHKeyName(t *testing.T) {
	d := configuring(t, debuglog.IOS15, named+"ip ssh version 2\n")
	d.typed(0, "crypto key generate rsa label A modulus 768", "crypto key generate rsa label B modulus 768")
	for _, c := range []struct{ line, want string }{
		{"", "B"}, {"ip ssh rsa keypair-name A", "A"}, {"no ip ssh rsa keypair-name", "B"}, {"ip ssh rsa keypair-name C", ""},
		{"no ip ssh rsa keypair-name", "B"},
	} {
		d.typed(0, c.line)
		if p, _ := d.router.SSHKey(); p.Name != c.want {
			t.Errorf("after %q SSH uses %q, want %q", c.line, p.Name, c.want)
		}
	}
	d.wantLog("%SSH-5-DISABLED: SSH 2.0 has been disabled", "%SSH-5-ENABLED: SSH 2.0 has been enabled")
}

func TestWithoutKeyNobodyComesBySSH(t *testing.T) {
	d := newRig(t, debuglog.IOS15, office)
	d.typed(0, "enable", "top", "configure terminal", "crypto key zeroize rsa", "yes")
	d.do(Connect{Terminal: 1, Transport: "ssh"})
	if d.refused == "" {
		t.Error("somebody came by SSH without a key")
	}
	d.do(Connect{Terminal: 2, Transport: "telnet"})
	if d.refused != "" {
		t.Errorf("telnet needs no key: %s", d.refused)
	}
}

// Erasing NVRAM takes the kept keys away; those in use stay until the reload, and are
// saved with the configuration.
func TestErasedKeys(t *testing.T) {
	d := newRig(t, debuglog.IOS15, named)
	d.typed(0, "enable", "write erase")
	d.do(Key{Terminal: 0, Key: '\r'})
	if len(d.private) != 1 || !d.private[0].Gone {
		t.Fatalf("erased: %+v", d.private)
	}
	if _, ok := d.router.SSHKey(); !ok {
		t.Error("the key in use went with NVRAM")
	}
	d.typed(0, "write memory")
	if ring, err := keypair.Parse(d.private[len(d.private)-1].Text); err != nil || len(ring) != 1 || ring[0].Name != "R1.lab.example" {
		t.Errorf("saved again: %v, %v", ring, err)
	}
}
