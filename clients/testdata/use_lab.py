"""Netmiko at the consoles of a lab: use_lab.py NAME=DEVICE_TYPE=PORT=USER ... Fails by an assertion."""

import sys

from netmiko import ConnectHandler

for word in sys.argv[1:]:
    name, kind, port, user = word.split("=")
    router = ConnectHandler(device_type=kind, host="127.0.0.1", port=int(port), username=user, password="any", fast_cli=True)
    router.enable()
    assert router.find_prompt() == name + "#", (word, router.find_prompt())
    said = router.send_config_set(["interface Loopback77", "description " + kind])
    assert "%" not in said.replace("%LINEPROTO", "").replace("%SYS", "").replace("%LINK", ""), said
    assert "description " + kind in router.send_command("show running-config interface Loopback77")
    assert "Loopback77" in router.send_command("show ip interface brief")
    router.disconnect()
print("done")
