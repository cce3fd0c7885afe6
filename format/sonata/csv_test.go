package sonata

import (
	"io"
	"slices"
	"strings"
	"testing"
)

// table reads all rows of a text.
func table(text string) (columns []string, rows [][]string, err error) {
	c, err := newCSVReader("f.csv", strings.NewReader(text))
	if err != nil {
		return nil, nil, err
	}
	for {
		row, err := c.row()
		if err == io.EOF {
			return c.columns, rows, nil
		}
		if err != nil {
			return nil, nil, err
		}
		rows = append(rows, row)
	}
}

func TestCSV(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       [][]string
	}{
		{"plain", "a b\n1 2\n", [][]string{{"1", "2"}}},
		{"CRLF and blanks", "a b \r\n1  2\t\r\n\r\n", [][]string{{"1", "2"}}},
		{"no last line end", "a b\n1 2", [][]string{{"1", "2"}}},
		{"byte-order mark", "\uFEFFa b\n1 2", [][]string{{"1", "2"}}},
		{"quotes", `a b` + "\n" + `"['basal', ""x""]" ei=='e'`, [][]string{{`['basal', "x"]`, "ei=='e'"}}},
		{"empty quotes", "a b\n\"\" 2", [][]string{{"", "2"}}},
		{"empty between blanks", "a b c\n1  3", [][]string{{"1", "", "3"}}},
		{"empty at the end", "a b c\n1 2 ", [][]string{{"1", "2", ""}}},
		{"tabs", "a\tb\n1\t2", [][]string{{"1", "2"}}},
	} {
		if columns, rows, err := table(tt.text); err != nil || columns[0] != "a" || !slices.EqualFunc(rows, tt.want, slices.Equal) {
			t.Errorf("%s: %q %q %v, want %q", tt.name, columns, rows, err, tt.want)
		}
	}
}

// Every row has as many values as there are columns, and what is quoted comes
// back.
func FuzzCSV(f *testing.F) {
	f.Add("node_type_id ei\n100 e\r\n101 \"a \"\"b\"\"\"\n")
	f.Add("a\tb\n \t \n1  \n\"")
	f.Add("\uFEFF\"a\"x \"\"\n\x00 \xff\n")
	f.Fuzz(func(t *testing.T, text string) {
		columns, rows, err := table(text)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "f.csv:") {
				t.Errorf("%q: %v", text, err)
			}
			return
		}
		for _, row := range rows {
			if len(row) != len(columns) {
				t.Fatalf("%q: row %q for columns %q", text, row, columns)
			}
			var line strings.Builder
			for _, field := range row {
				line.WriteString(` "` + strings.ReplaceAll(field, `"`, `""`) + `"`)
			}
			if again, err := splitFields(line.String(), false); err != nil || !slices.Equal(again, row) {
				t.Fatalf("%q: %q becomes %q, %v", text, row, again, err)
			}
		}
	})
}

// A table of types is read or refused.
func FuzzTypes(f *testing.F) {
	f.Add("node_type_id population ei\n100 v1 e\n101 NULL i\n")
	f.Add("node_type_id\n4294967296\n-1\n1\n1\n")
	f.Fuzz(func(t *testing.T, text string) {
		types := &Types{Path: "f.csv", row: map[uint32]int{}}
		if types.read(strings.NewReader(text), "node_type_id", "v1") != nil {
			return
		}
		for _, id := range types.IDs {
			for _, column := range types.Columns() {
				if text, ok := types.Text(id, column); ok == missing(text) {
					t.Errorf("type %d: %s is %q, %t", id, column, text, ok)
				}
			}
		}
	})
}

// A node-set file is read or refused, and every set in it can be evaluated.
func FuzzNodeSets(f *testing.F) {
	f.Add(`{"a": ["b", "v1"], "b": {"ei": ["e", 1, true]}, "c": "a", "d": [1, 2]}`)
	f.Add(`{"a": ["b"], "b": ["a"]}`)
	f.Add(`{"a": {"population": 1, "gids": "x", "node_id": [0.5, -1]}}`)
	types := &Types{columns: []string{"ei"}, rows: [][]string{{"e"}}, row: map[uint32]int{0: 0}, IDs: []uint32{0}}
	nodes := []*Nodes{{Table: Table{Population: "v1", TypeID: []uint32{0, 0}, Types: types}, NodeID: []uint32{0, 1}}}
	f.Fuzz(func(t *testing.T, text string) {
		d, top, err := parseDocument("f.json", []byte(text))
		if err != nil {
			return
		}
		sets := &NodeSets{}
		if sets.add(d, top) != nil {
			return
		}
		for _, name := range sets.Names() {
			sel, err := sets.Select(Named(name), nodes)
			for _, s := range sel {
				if err == nil && (len(s.Index) == 0 || s.Index[len(s.Index)-1] > 1) {
					t.Errorf("%s picks %v", name, s.Index)
				}
			}
		}
	})
}
