package sonata

import (
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
)

// Types is a CSV table of node or edge types: the attributes that all nodes or
// edges of a type share.
type Types struct {
	Path    string
	IDs     []uint32 // in the file's order
	columns []string // without id and population
	rows    [][]string
	lines   []int
	row     map[uint32]int
}

// readTypes reads the types of one population. Rows of other populations, if
// the table has a column of that name, are left out. An empty path is a table
// without rows.
func readTypes(path, idColumn, population string) (*Types, error) {
	t := &Types{Path: path, row: map[uint32]int{}}
	if path == "" {
		return t, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return t, t.read(f, idColumn, population)
}

func (t *Types) read(r io.Reader, idColumn, population string) error {
	c, err := newCSVReader(t.Path, r)
	if err != nil {
		return err
	}
	idAt, err := c.column(idColumn)
	if err != nil {
		return err
	}
	populationAt := slices.Index(c.columns, "population")
	shared := func(i int) bool { return i != idAt && i != populationAt }
	t.columns = keep(c.columns, shared)
	var m mistakes
	for {
		row, err := c.row()
		if err == io.EOF {
			return m.err()
		}
		if err != nil {
			m.add(err)
			if c.lines.Err() != nil {
				return m.err()
			}
			continue
		}
		if populationAt >= 0 && !missing(row[populationAt]) && row[populationAt] != population {
			continue
		}
		m.add(t.add(c, row[idAt], keep(row, shared)))
	}
}

// keep returns the items whose index passes.
func keep(items []string, passes func(i int) bool) []string {
	var kept []string
	for i, item := range items {
		if passes(i) {
			kept = append(kept, item)
		}
	}
	return kept
}

func (t *Types) add(c *csvReader, id string, row []string) error {
	n, err := strconv.ParseUint(id, 10, 32)
	if err != nil {
		return c.errorf("type id %q, want a whole number from 0", id)
	}
	if first, again := t.row[uint32(n)]; again {
		return c.errorf("type %d stands here a second time, first in line %d", n, t.lines[first])
	}
	t.row[uint32(n)] = len(t.rows)
	t.IDs = append(t.IDs, uint32(n))
	t.rows = append(t.rows, row)
	t.lines = append(t.lines, c.line)
	return nil
}

// Columns returns the names of the attributes, in the file's order.
func (t *Types) Columns() []string { return slices.Clone(t.columns) }

// Text returns an attribute of a type; false if the type, the column or the
// value is missing.
func (t *Types) Text(id uint32, column string) (string, bool) {
	at := slices.Index(t.columns, column)
	row, ok := t.row[id]
	if at < 0 || !ok || missing(t.rows[row][at]) {
		return "", false
	}
	return t.rows[row][at], true
}

// Number returns a numeric attribute of a type, NaN if it is missing.
func (t *Types) Number(id uint32, column string) (float64, error) {
	text, ok := t.Text(id, column)
	if !ok {
		return math.NaN(), nil
	}
	number, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0, fmt.Errorf("%s:%d: %s is %q, want a number", t.Path, t.lines[t.row[id]], column, text)
	}
	return number, nil
}
