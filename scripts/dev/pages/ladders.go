package main

import (
	"io/fs"
	"time"

	"ruthere/lab"
	"ruthere/ladder"
	"ruthere/scripts"
)

// drawRuns draws the end of a peer as a ladder, from the chapter's scenario of periodic messages, and the SAs of its
// scenario of several peers.
func drawRuns() (dead, sas string, err error) {
	s, err := storyOf("chapter-periodic.transcript")
	if err != nil {
		return "", "", err
	}
	day := func(clock string) time.Time {
		at, _ := time.Parse(time.DateTime, "2004-03-25 "+clock) // as the scenario has it
		return at
	}
	s.Title = "A peer that is cut off"
	dead, err = ladder.Draw(s, ladder.FormatSVG, ladder.Options{From: day("15:47:20"), Until: day("15:47:48")})
	if err != nil {
		return "", "", err
	}
	s, err = storyOf("chapter-failover.transcript")
	s.Lifetimes.Title = "Three peers, one after the other"
	return dead, s.Lifetimes.SVG(), err
}

// storyOf replays a transcript that the program carries.
func storyOf(name string) (s ladder.Story, err error) {
	text, err := fs.ReadFile(scripts.Files, name)
	if err != nil {
		return s, err
	}
	end := func(l *lab.Lab) (err error) {
		s, err = l.Story()
		return err
	}
	_, err = lab.ReplayWith(name, string(text), scripts.Files, lab.ReplayOptions{Ended: end})
	return s, err
}
