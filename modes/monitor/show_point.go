package monitor

import (
	"ruthere/capture/embedded"
	"ruthere/modes"
	"ruthere/parser"
)

func showPoint() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`<12.4,15> monitor capture point {all | name:WORD}`, modes.MergeHelp(showHelp, modes.H{
		"point": "Capture points", "all": "All Capture Points", "name": "Name of the Capture Point"}),
		func(x *modes.Context, d modes.Device, a parser.Args) error {
			points, err := pointsAsked(d, a)
			for _, p := range points {
				printPoint(x, p)
			}
			return err
		})
}

func printPoint(x *modes.Context, p *embedded.Point) {
	path, words := "IPv4 Process", "process-switched "+p.Name
	if p.Path == embedded.CEF {
		path, words = "IPv4 CEF", "cef "+p.Name+" "+p.Tabs[0].Interface
	}
	buffer := "None"
	if p.Buffer != nil {
		buffer = p.Buffer.Name
	}
	x.Printf("Status Information for Capture Point %s\n%s\n", p.Name, path)
	x.Printf("Switch Path: %-20s, Capture Buffer: %s\n", path, buffer)
	x.Printf("Status : %s\n\n", status(p))
	x.Printf("Configuration:\nmonitor capture point ip %s %s\n", words, p.Direction())
}

func addShowPoint(l *modes.Language) { l.Add("exec", showPoint()) }
