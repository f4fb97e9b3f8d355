// Package load brings up many IKEv1 peers against one gateway of whichever maker, on real sockets, from an address of
// this host for each, and measures what the gateway makes of them: tunnels a second, how long one takes, what is
// refused and why, and questions of dead peer detection that go unanswered.
//
// The peers are engines of this program; their policies, keys, transform sets and keepalives are a router's
// configuration, which is the same for all but for the words in braces ([Template]). They complete real
// negotiations, so the gateway's key is needed: this is no flood. All have one private Diffie-Hellman value,
// drawn once a run: it is the gateway that is to be measured, and the tunnels carry nothing.
package load
