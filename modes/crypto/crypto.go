// Package crypto holds the commands for the crypto configuration, its debugging, and what `show crypto` tells.
package crypto

import "ruthere/modes"

// Add adds the room's commands. Of two that match the same line the one added first wins.
func Add(l *modes.Language) {
	addAddressPool(l)
	addClientGroup(l)
	addCryptoKey(l)
	addCryptoMap(l)
	addDynamicMap(l)
	addEzVPN(l)
	addExecDebug(l)
	addIdentity(l)
	addIPsec(l)
	addPathMTU(l)
	addIPsecProfile(l)
	addISAKMP(l)
	addISAKMPAdmission(l)
	addISAKMPKey(l)
	addISAKMPProfile(l)
	addISAKMPPeer(l)
	addISAKMPProfileShow(l)
	addKeyring(l)
	addReplay(l)
	addShowCryptoAdmission(l)
	addShowCryptoDPD(l)
	addShowCryptoEngine(l)
	addShowCryptoEstimate(l)
	addShowCryptoIPsec(l)
	addShowCryptoISAKMP(l)
	addShowCryptoKey(l)
	addShowCryptoMap(l)
	addShowCryptoParts(l)
	addShowCryptoSession(l)
	addXAuth(l)
}
