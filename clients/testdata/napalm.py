"""The sequence of NAPALM's ios driver on a router: napalm.py PORT. Fails by an assertion."""

import hashlib
import os
import re
import sys
import tempfile

from netmiko import ConnectHandler, FileTransfer, InLineTransfer, file_transfer

port = int(sys.argv[1])
router = ConnectHandler(
    device_type="cisco_ios", host="127.0.0.1", port=port, username="admin", password="wonderland", fast_cli=False,
    global_delay_factor=1,
)
router.enable()


def show(command):
    said = router.send_command(command)
    assert "Invalid input" not in said, (command, said)
    return said


# What `open` finds out.
assert re.search(r"Current privilege level is 15$", show("show privilege"), re.M)
assert router._autodetect_fs() == "flash:" or router._autodetect_fs() == "flash0:", router._autodetect_fs()

# get_facts
version = show("show version")
assert re.search(r"^(\S+) uptime is (.+)$", version, re.M).group(1) == "R1", version
assert re.search(r"Processor board ID (\S+)", version), version
assert re.search(r"Cisco IOS Software, (.+)", version), version
assert re.search(r"Cisco (.+?) .+bytes of", version), version
assert re.search(r"Default [Dd]omain is (\S+)", show("show hosts")).group(1) == "lab.example"
assert re.search(r"^GigabitEthernet0/0\s+10\.0\.0\.1\s+YES\s", show("show ip interface brief"), re.M)

# get_interfaces, get_interfaces_ip
interfaces = show("show interfaces")
assert re.search(r"^(\S+?) is (.+?), line protocol is (\S+)", interfaces, re.M), interfaces
assert re.search(r"^\s+Hardware is .+, address is ([0-9a-f.]{14}) ", interfaces, re.M), interfaces
assert re.search(r"^\s+MTU (\d+).+BW (\d+) ", interfaces, re.M), interfaces
assert re.search(r"^\s+Internet address is (\S+)/(\d+)$", show("show ip interface"), re.M)
for command in ("show ipv6 interface", "show ip arp", "show arp", "show processes cpu", "show memory statistics", "show users",
                "show running-config | section username", "show running-config | include snmp-server", "show startup-config",
                "show running-config | include ntp server", "show running-config all", "show archive", "show file systems", "show vrf",
                "show ip vrf", "show vrf detail", "show inventory"):
    show(command)
for command in ("show lldp neighbors", "show mac address-table", "show environment all", "show env all"):
    router.send_command(command)  # a router may refuse these
assert re.search(r"Success rate is (\d+) percent \((\d+)/(\d+)\)", show("ping 192.168.1.1 timeout 1 size 100 repeat 2"))
show("traceroute 192.168.1.1 timeout 1 ttl 1 3")

# load_replace_candidate, by SCP and by Tcl
flash = "flash:"
work = tempfile.mkdtemp()


def candidate(name, text):
    path = os.path.join(work, name)
    with open(path, "w") as f:
        f.write(text)
    return path


def running():
    text = show("show running-config")
    return text[text.index("version "):].rstrip() + "\n"


def wiped(name):
    router.send_config_set(["file prompt quiet"])
    show("delete /force flash:" + name)
    router.send_config_set(["no file prompt quiet"])


def replaced(description, inline):
    original = running()
    text = original.replace("description uplink", "description " + description)
    path = candidate("candidate_config.txt", text)
    wiped("candidate_config.txt")
    sent = file_transfer(router, source_file=path, dest_file="candidate_config.txt", file_system=flash, direction="put",
                         inline_transfer=inline, overwrite_file=True)
    assert sent == {"file_exists": True, "file_transferred": True, "file_verified": True}, sent
    assert router.find_prompt() == "R1#", router.find_prompt()
    assert "candidate_config.txt" in show("dir flash:/candidate_config.txt")

    diff = show("show archive config differences system:running-config flash:candidate_config.txt")
    assert "-description uplink" in diff and "+description " + description in diff, diff

    router.send_config_set(["file prompt quiet"])
    said = show("copy running-config flash:rollback_config.txt")
    assert re.search(r"\d+ bytes copied", said), said
    for force in ("configure replace flash:candidate_config.txt force revert trigger error",
                  "configure replace flash:candidate_config.txt force"):
        said = router.send_command(force, delay_factor=2)
        if not re.search(r"Invalid input|Error|archive", said):
            break
    assert "Rollback Done" in said or "Total number of passes" in said, said
    assert " description " + description in running()
    router.save_config()

    show("configure replace flash:rollback_config.txt force")
    router.send_config_set(["no file prompt quiet"])
    assert running() == original, running()


router.send_config_set(["ip scp server enable"])
replaced("by-scp", False)
replaced("by-tcl", True)

# load_merge_candidate
path = candidate("merge_config.txt", "interface Loopback9\n description merged\n")
with FileTransfer(router, source_file=path, dest_file="merge_config.txt", file_system=flash) as t:
    t.put_file()
    assert t.verify_file()
diff = show("show archive config incremental-diffs flash:merge_config.txt ignorecase")
assert "interface Loopback9" in diff and " description merged" in diff, diff
router.send_config_set(["file prompt quiet"])
said = show("copy flash:merge_config.txt running-config")
assert re.search(r"\d+ bytes copied", said), said
router.send_config_set(["no file prompt quiet"])
assert "description merged" in running()

# The way back.
got = os.path.join(work, "got")
with FileTransfer(router, source_file="merge_config.txt", dest_file=got, file_system=flash, direction="get") as t:
    t.get_file()
    assert t.compare_md5()
assert open(got).read() == open(path).read()

# Without the server nothing is copied.
router.send_config_set(["no ip scp server enable"])
try:
    with FileTransfer(router, source_file=path, dest_file="more.txt", file_system=flash) as t:
        t.put_file()
    raise AssertionError("copied without the server")
except Exception as e:
    assert "dministratively disabled" in str(e), e
router.disconnect()
print("done")
