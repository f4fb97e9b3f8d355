"""Netmiko's ordinary work on a router: use_netmiko.py DEVICE_TYPE PORT. Fails by an assertion."""

import sys

from netmiko import ConnectHandler

kind, port = sys.argv[1], int(sys.argv[2])
router = ConnectHandler(
    device_type=kind, host="127.0.0.1", port=port, username="guest", password="rabbit", secret="topsecret", fast_cli=True,
)
assert router.find_prompt() == "R1>", router.find_prompt()
router.enable()
assert router.find_prompt() == "R1#", router.find_prompt()

long = "long " * 40 + "line"
lines = [
    "interface Loopback5", "description " + long, "ip address 10.5.5.5 255.255.255.255",
    "crypto isakmp policy 20", "encr aes 256", "group 14",
    "ip access-list extended TUNNEL", "permit ip 192.168.1.0 0.0.0.255 192.168.2.0 0.0.0.255",
]


def push():
    said = router.send_config_set(lines)
    assert "%" not in said, said
    for line in lines:  # the echo is whole, however long
        assert line in said, (line, said)
    assert not router.check_config_mode()
    return router.send_command("show running-config | begin ^hostname")


first = push()
for line in lines:
    assert "\n" + line in first or "\n " + line in first, (line, first)
assert push() == first
assert " description " + long in router.send_command("show running-config interface Loopback5")

assert "[OK]" in router.save_config()
assert "startup-config" not in router.send_command("show startup-config | include not present")
assert "Version" in router.send_command("show version")
assert "Invalid input detected at '^' marker" in router.send_command("show nonsense")

router.config_mode()
assert router.find_prompt() == "R1(config)#", router.find_prompt()
router.exit_config_mode()
router.exit_enable_mode()
assert router.find_prompt() == "R1>", router.find_prompt()
router.disconnect()
print("done")
