// Package scep is enrolment by SCEP (RFC 8894) in the way that IOS speaks it: what is asked over HTTP, what a server says it is
// able to do, and one enrolment of a router from its request to its certificate. It knows no network and no clock.
package scep
