package fault

import "fmt"

// An Error is a word that does not fit where it stands.
type Error struct {
	Column int    // of the word, counted from 1; 0 = the sentence ends too early
	Word   string // "" = the sentence ends there
	Want   string // what would have been right
}

func (e *Error) Error() string {
	if e.Column == 0 {
		return e.Problem()
	}
	return fmt.Sprintf("column %d: %s", e.Column, e.Problem())
}

// Problem is the error without the column.
func (e *Error) Problem() string {
	if e.Word == "" {
		return fmt.Sprintf("the sentence ends where %s is expected", e.Want)
	}
	return fmt.Sprintf("%q where %s is expected", e.Word, e.Want)
}
