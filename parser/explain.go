package parser

// Explain lists the keywords and arguments of the syntax in their order, with their help.
// An argument's item is its name and type, count:<1-10>.
func (s *Syntax) Explain() []Row {
	s.Ready()
	var rows []Row
	for _, t := range s.tokens {
		item := t.word
		if t.typ != nil {
			item = t.name + ":" + t.typ.Name()
		}
		rows = append(rows, Row{Item: item, Text: t.text})
	}
	return rows
}
