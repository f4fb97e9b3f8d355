package report

import (
	"io"
	"strings"
)

// WriteCSV writes rows as comma-separated values (RFC 4180), every cell quoted. No cell is a formula to a spreadsheet: what
// would begin one stands behind an apostrophe.
func WriteCSV(w io.Writer, rows [][]string) error {
	var b strings.Builder
	for _, row := range rows {
		for i, cell := range row {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(`"` + strings.ReplaceAll(harmlessCell(cell), `"`, `""`) + `"`)
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// formulaMarks begin a formula in Excel, LibreOffice or Google Sheets, the wide ones in East Asian editions.
const formulaMarks = "=+-@＝＋－＠"

func harmlessCell(text string) string {
	text = Line(text)
	if rest := strings.TrimLeft(text, " \u00a0\u3000'\""); rest != "" && strings.ContainsRune(formulaMarks, firstRune(rest)) {
		return "'" + text
	}
	return text
}

func firstRune(text string) rune {
	for _, r := range text {
		return r
	}
	return 0
}
