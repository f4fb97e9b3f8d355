// Package plan says what `crypto isakmp keepalive` comes to before it is configured: how long deaths stay unnoticed, and
// what asking costs in packets and in processor time. The first two are arithmetic (dpd.Estimate); the last is measured with
// engines that run here, in virtual time.
package plan
