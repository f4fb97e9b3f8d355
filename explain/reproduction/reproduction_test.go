package reproduction

import (
	"testing"

	"ruthere/explain"
)

// causes are those that a lab can bring about, each with the end that its log is of.
var causes = []struct {
	cause explain.Cause
	role  explain.Role
}{
	{explain.NoCommonPolicy, explain.Responder}, {explain.NoCommonPolicy, explain.Initiator},
	{explain.WrongKey, explain.Responder}, {explain.WrongKey, explain.Initiator},
	{explain.NoKeyForPeer, explain.Initiator}, {explain.NoKeyForPeer, explain.Responder},
	{explain.NoAnswer, explain.Initiator}, {explain.AnswersLost, explain.Responder}, {explain.AnswersLost, explain.Initiator},
	{explain.TransformMismatch, explain.Responder}, {explain.TransformMismatch, explain.Initiator},
	{explain.PFSMismatch, explain.Responder}, {explain.ProxyMismatch, explain.Responder}, {explain.ProxyMismatch, explain.Initiator},
	{explain.AggressiveRefused, explain.Responder},
	{explain.QuickModeUnanswered, explain.Initiator}, {explain.PeerDead, explain.Initiator},
}

// reportOf is a report with one failure.
func reportOf(cause explain.Cause, role explain.Role, release string) *explain.Report {
	n := &explain.Negotiation{Role: role}
	return &explain.Report{File: &explain.File{Kind: explain.IOS, Release: release}, Negotiations: []*explain.Negotiation{n},
		Findings: []explain.Finding{{Negotiation: 1, Cause: cause}}}
}

// Whatever fails in a lab of ours, in three releases and at both ends, is explained as what was done to it.
func TestLabsAreExplained(t *testing.T) {
	for _, release := range []string{"12.4", "15", "xe"} {
		for _, c := range causes {
			t.Run(release+"/"+string(c.cause)+"/"+string(c.role), func(t *testing.T) {
				made, err := Make(reportOf(c.cause, c.role, release))
				if err != nil {
					t.Fatal(err)
				}
				played, err := made.Run()
				if err != nil {
					t.Fatal(err)
				}
				report, same, err := made.Explain(played.Logs[made.Writer])
				if err != nil {
					t.Fatalf("%v\n%s", err, played.Logs[made.Writer])
				}
				if !same {
					t.Errorf("found %v\n%s", causesOf(report), played.Logs[made.Writer])
				}
				for _, f := range report.Findings {
					if f.Sure == explain.Certain && f.Cause != c.cause && f.Cause != explain.NotShown && !f.End {
						t.Errorf("%s is claimed with certainty", f.Cause)
					}
				}
			})
		}
	}
}

func causesOf(r *explain.Report) (list []explain.Cause) {
	for _, f := range r.Findings {
		list = append(list, f.Cause)
	}
	return list
}
