// Package explain reads what was kept of IKEv1 negotiations elsewhere (a debug log of IOS in any dialect, the logs of
// strongSwan's charon and libreswan's pluto, captured packets) and says which message failed, why, what to change, and
// how sure that is; or that the file does not show it, and what to turn on.
//
//	file, err := explain.Read(reader, explain.Options{})
//	report := explain.Diagnose(file)
//	report.Print(w)
//
// Readers (ios.go, charon.go, pluto.go, packets.go) make one model of every kind of file: negotiations with their
// messages, offers and signs, each sign with the line or packet that shows it. The diagnoser (diagnose.go) knows no
// file, only the model: a cause is claimed where its sign stands in the file, and nowhere else.
package explain
