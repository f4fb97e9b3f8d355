package main

import (
	"context"
	"fmt"
	"runtime/debug"
)

// runVersion prints what the Go tool wrote into the binary.
func runVersion(_ context.Context, args []string) error {
	f := newFlags("version")
	if err := f.parseArguments(args, 0, 0); err != nil {
		return err
	}
	fmt.Println("ruthere", describeBuild())
	return nil
}

// programVersion is the version of the build, without more.
func programVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

func describeBuild() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(built without module information)"
	}
	text := programVersion()
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	if revision := settings["vcs.revision"]; revision != "" {
		text += ", commit " + revision[:min(12, len(revision))]
		if settings["vcs.modified"] == "true" {
			text += " with changes"
		}
	}
	return fmt.Sprintf("%s, %s, %s/%s", text, info.GoVersion, settings["GOOS"], settings["GOARCH"])
}
