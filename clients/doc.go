// Package clients holds tests in which the programs that people and scripts use to reach
// routers drive a real `ruthere run`: OpenSSH, telnet, Scrapli, Netmiko, Ansible, RANCID.
// A test whose client is not installed is skipped, and says so.
package clients
