// Package scale has nothing but tests and benchmarks of one IKE engine with many peers, in virtual time: how long a
// death stays unnoticed, how many packets and how much processor time and memory dead peer detection costs, how many
// tunnels a second come up. The figures of docs/keepalive.md are from here.
package scale
