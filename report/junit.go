package report

import (
	"encoding/xml"
	"fmt"
	"time"
)

// A Suite is a group of cases of a JUnit report.
type Suite struct {
	Name  string
	Cases []Case
}

// A Case is one thing that was tried. Without Failure and Error it passed.
type Case struct {
	Class, Name string
	File        string        // "" for none
	Took        time.Duration // in the lab
	Failure     *Fault        // it is not as it should be
	Error       *Fault        // it could not be tried
}

// A Fault says what is wrong, in one line and in full.
type Fault struct {
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// The elements of JUnit's XML that readers agree on.
type (
	suitesElement struct {
		XMLName  xml.Name       `xml:"testsuites"`
		Tests    int            `xml:"tests,attr"`
		Failures int            `xml:"failures,attr"`
		Errors   int            `xml:"errors,attr"`
		Suites   []suiteElement `xml:"testsuite"`
	}
	suiteElement struct {
		Name     string        `xml:"name,attr"`
		Tests    int           `xml:"tests,attr"`
		Failures int           `xml:"failures,attr"`
		Errors   int           `xml:"errors,attr"`
		Time     string        `xml:"time,attr"`
		Cases    []caseElement `xml:"testcase"`
	}
	caseElement struct {
		Class   string `xml:"classname,attr"`
		Name    string `xml:"name,attr"`
		File    string `xml:"file,attr,omitempty"`
		Time    string `xml:"time,attr"`
		Failure *Fault `xml:"failure"`
		Error   *Fault `xml:"error"`
	}
)

// JUnit writes suites as JUnit XML. Times are seconds.
func JUnit(suites []Suite) ([]byte, error) {
	var all suitesElement
	for _, s := range suites {
		one := suiteElement{Name: s.Name, Tests: len(s.Cases)}
		var took time.Duration
		for _, c := range s.Cases {
			took += c.Took
			if c.Failure != nil {
				one.Failures++
			}
			if c.Error != nil {
				one.Errors++
			}
			one.Cases = append(one.Cases, caseElement{c.Class, c.Name, c.File, seconds(c.Took), c.Failure, c.Error})
		}
		one.Time = seconds(took)
		all.Tests, all.Failures, all.Errors = all.Tests+one.Tests, all.Failures+one.Failures, all.Errors+one.Errors
		all.Suites = append(all.Suites, one)
	}
	text, err := xml.MarshalIndent(all, "", "  ")
	if err != nil {
		return nil, err
	}
	return []byte(xml.Header + breakCommands(string(text), "&#35;#[") + "\n"), nil
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }
