package experiment

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/cajal-sim/cajal/report"
)

// figuresFolder is where figures go that are wanted as files, within the folder of a run.
const figuresFolder = "figures"

// writeFigures writes every figure of the page as a file of its own, PNG or SVG by its
// ending, and returns their names within the folder.
func writeFigures(folder, ending string, figures []*report.Figure) ([]string, error) {
	if err := os.MkdirAll(filepath.Join(folder, figuresFolder), 0o777); err != nil {
		return nil, err
	}
	var names []string
	var faults error
	for i, f := range figures {
		name := filepath.Join(figuresFolder, figureName(i+1, f.Title)+"."+ending)
		if err := f.WriteFile(filepath.Join(folder, name)); err != nil {
			faults = errors.Join(faults, err)
			continue
		}
		names = append(names, name)
	}
	return names, faults
}

// figureName is a number, which keeps the order of the page, and the title in letters
// that every file system takes.
func figureName(number int, title string) string {
	words := strings.FieldsFunc(strings.ToLower(title), func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	name := fmt.Sprintf("%02d", number)
	for _, w := range words {
		if len(name)+len(w) < 60 {
			name += "_" + w
		}
	}
	return name
}
