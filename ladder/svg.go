package ladder

func (l *Ladder) SVG() string  { return "" }
func (l *Ladder) HTML() string { return "" }
