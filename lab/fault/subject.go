package fault

// ParseSubject reads which packets are meant, as in a sentence: "main mode message 3", "R_U_THERE sequence 7".
// An error is an [*Error].
func ParseSubject(text string) (Subject, error) {
	words, err := cutWords(text)
	if err != nil {
		return Subject{}, err
	}
	r := &reader{words: words}
	s := r.subject()
	if r.err == nil && len(r.words) > 0 {
		r.fail("the end of what packets are meant")
	}
	return s, r.err
}
