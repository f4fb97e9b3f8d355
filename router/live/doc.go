// Package live runs one router on the host's real network, real terminals and a real
// clock. It is the rim around package router, which only computes.
//
//	UDP 500/4500, ESP, ICMP --\                      /--> the same sockets
//	terminals ------------------> events -> Step -> outputs -> terminals, NVRAM
//	Diffie-Hellman, timers ---/                      \--> Diffie-Hellman
//
// One goroutine, the one that calls Run, owns the router.Router: everything else hands
// it events through a channel and never touches the router. It never waits for anybody:
// what a terminal shows is queued, arithmetic runs elsewhere, sockets drop what they
// cannot take.
//
// An interface of the router is up where the host has its address; routing between the
// router and its neighbours is then the host's. A Frontend serves package lab's
// routers as well.
package live
