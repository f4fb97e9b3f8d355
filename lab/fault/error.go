package fault

import "fmt"

// An Error is a word that does not fit where it stands.
type Error struct {
	Column int    // of the word, counted from 1
	Word   string // "" = the sentence ends there
	Want   string // what would have been right
}

func (e *Error) Error() string {
	if e.Word == "" {
		return fmt.Sprintf("the sentence ends where %s should follow", e.Want)
	}
	return fmt.Sprintf("%q stands where %s should stand", e.Word, e.Want)
}
