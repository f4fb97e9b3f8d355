package live

import (
	"net"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/router"
)

// Who asks the router for something, and whose line is cleared before there is an answer, waits for
// nothing: not for a password, a key, a file to read or one to write.
func TestClearedLinesLeaveNobodyWaiting(t *testing.T) {
	r := start(t, Options{NVRAM: startup("username u password p\nline vty 0 15\n login local\n transport input all\n")})
	r.expect("Router>")
	r.run("enable", "Router#")
	for _, question := range []func(id int) router.Input{
		func(id int) router.Input { return router.Authenticate{Terminal: id, User: "u", Password: "x"} },
		func(id int) router.Input {
			return router.Authenticate{Terminal: id, User: "u", PublicKey: []byte("key")}
		},
		func(id int) router.Input { return router.SCPOpen{Terminal: id, Path: "nvram:startup-config"} },
		func(id int) router.Input { return router.SCPWrite{Terminal: id, Path: "flash:x", Data: "y"} },
	} {
		client, server := net.Pipe()
		g := r.driver.newNetworkUser(server)
		if _, ok := g.requestLine(config.TransportTelnet); !ok {
			t.Fatal("no line")
		}
		r.run("clear line vty 0", "[confirm]")
		r.run("", "Router#")
		asked := make(chan bool, 1)
		go func() { _, ok := g.askRouter(question(g.id)); asked <- ok }()
		select {
		case ok := <-asked:
			if ok {
				t.Errorf("%T was answered", question(0))
			}
		case <-time.After(10 * time.Second):
			t.Fatalf("%T waits for ever", question(0))
		}
		g.endConnection()
		client.Close()
	}
}
