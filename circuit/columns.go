package circuit

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// spaced is a table with a header, whose columns stand apart by blanks or tabs.
type spaced struct {
	path  string
	index map[string]int // of the columns
	rows  [][]string
}

func readTable(path string) (*spaced, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	t := &spaced{path: path, index: map[string]int{}}
	for i, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		fields := strings.Fields(line)
		switch {
		case i == 0:
			for k, name := range fields {
				t.index[name] = k
			}
		case len(fields) < len(t.index):
			return nil, fmt.Errorf("%s:%d: %d fields, want %d as in the header", path, i+1, len(fields), len(t.index))
		default:
			t.rows = append(t.rows, fields)
		}
	}
	if len(t.rows) == 0 {
		return nil, fmt.Errorf("%s: no rows under the header", path)
	}
	return t, nil
}

// columns are some numeric columns, shape (rows, columns).
func (t *spaced) columns(names ...string) ([][]float64, error) {
	out := make([][]float64, len(t.rows))
	for _, name := range names {
		k, ok := t.index[name]
		if !ok {
			return nil, fmt.Errorf("%s:1: no column %s", t.path, name)
		}
		for i, row := range t.rows {
			x, err := strconv.ParseFloat(row[k], 64)
			if err != nil {
				return nil, fmt.Errorf("%s:%d: %s is %q, want a number", t.path, i+2, name, row[k])
			}
			out[i] = append(out[i], x)
		}
	}
	return out, nil
}

func readColumns(path string, names ...string) ([][]float64, error) {
	t, err := readTable(path)
	if err != nil {
		return nil, err
	}
	return t.columns(names...)
}
