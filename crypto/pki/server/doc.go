// Package server is the certificate server of a router (`crypto pki server`): an authority with a policy, a database of requests,
// a revocation list that it renews, and the files in which it remembers what must not be forgotten. It answers SCEP messages. Time
// is the router's calendar time and comes in with every call; what it says and writes leaves through its Host.
package server
