package monitor

import (
	"strings"

	"ruthere/capture"
	"ruthere/capture/embedded"
	"ruthere/modes"
	"ruthere/modes/storage"
)

// export writes a buffer to a file of the router or of a server, in the format of pcap. Packets begin with their IP
// header. Then is called when that went well.
func export(x *modes.Context, b *embedded.Buffer, to string, then func()) error {
	name, err := x.ParseFileName(to)
	if err != nil {
		return err
	}
	var text strings.Builder
	r := capture.Record(capture.Plain(&text), capture.PCAP, "")
	for _, e := range b.Elements {
		r.WritePacket(capture.Packet{At: e.At, Interface: e.Interface, Data: e.Data, Length: e.Length})
	}
	if err := r.Close(); err != nil {
		return err
	}
	return storage.Export(x, name, text.String(), then)
}
