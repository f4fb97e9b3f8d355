package scripts

import "embed"

// Files holds the topologies (.yaml) and transcripts (.transcript) of this folder.
//
//go:embed *.yaml *.transcript
var Files embed.FS
