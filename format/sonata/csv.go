package sonata

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
)

// csvReader reads SONATA's tables of text: a line of column names and lines of
// values between blanks, with double quotes around values that contain some.
// Line ends of any system, tabs, repeated and trailing blanks, empty lines, a
// byte-order mark and a missing last line end are all tolerated.
type csvReader struct {
	path    string
	lines   *bufio.Scanner
	line    int // of the last row
	columns []string
}

// longestLine bounds what is read of a file that is no table.
const longestLine = 1 << 24

func newCSVReader(path string, r io.Reader) (*csvReader, error) {
	c := &csvReader{path: path, lines: bufio.NewScanner(r)}
	c.lines.Buffer(nil, longestLine)
	names, err := c.fields(0)
	if err == io.EOF {
		return nil, fmt.Errorf("%s: is empty, want a line of column names", path)
	}
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, name := range names {
		if seen[name] {
			return nil, c.errorf("column %s stands here a second time", name)
		}
		seen[name] = true
	}
	c.columns = names
	return c, nil
}

// column returns the index of the first of the names that there is.
func (c *csvReader) column(names ...string) (int, error) {
	for _, name := range names {
		for i, have := range c.columns {
			if have == name {
				return i, nil
			}
		}
	}
	return 0, fmt.Errorf("%s:1: no column %q%s", c.path, names[0], suggest(names[0], c.columns))
}

// row returns the values of the next line, as many as there are columns, or
// io.EOF.
func (c *csvReader) row() ([]string, error) {
	return c.fields(len(c.columns))
}

func (c *csvReader) errorf(format string, values ...any) error {
	return fmt.Errorf("%s:%d: %w", c.path, c.line, fmt.Errorf(format, values...))
}

// fields splits the next line that is not empty. Where blanks stand for empty
// values, want decides: repeated blanks separate once unless only the strict
// reading yields the number of fields wanted; 0 takes any number.
func (c *csvReader) fields(want int) ([]string, error) {
	for c.lines.Scan() {
		c.line++
		line := strings.TrimRight(string(bytes.TrimPrefix(c.lines.Bytes(), []byte("\uFEFF"))), "\r")
		if strings.TrimSpace(line) == "" {
			continue
		}
		fields, err := splitFields(line, false)
		if err != nil {
			return nil, c.errorf("%w", err)
		}
		if want == 0 || len(fields) == want {
			return fields, nil
		}
		for _, text := range []string{line, strings.TrimRight(line, " \t")} {
			if strict, err := splitFields(text, true); err == nil && len(strict) == want {
				return strict, nil
			}
		}
		return nil, c.errorf("has %d values, want %d as the columns are %s", len(fields), want, strings.Join(c.columns, " "))
	}
	if err := c.lines.Err(); err != nil {
		return nil, fmt.Errorf("%s:%d: %w", c.path, c.line+1, err)
	}
	return nil, io.EOF
}

// splitFields splits a line at blanks and tabs: at runs of them, or, if strict,
// at every one. A field that begins with a double quote ends at the next single
// one; two of them inside stand for one.
func splitFields(line string, strict bool) ([]string, error) {
	isBlank := func(b byte) bool { return b == ' ' || b == '\t' }
	var fields []string
	i := 0
	for {
		for !strict && i < len(line) && isBlank(line[i]) {
			i++
		}
		if !strict && i == len(line) {
			return fields, nil
		}
		var field strings.Builder
		if i < len(line) && line[i] == '"' {
			end, err := unquote(line, i, &field)
			if err != nil {
				return nil, err
			}
			i = end
		}
		for i < len(line) && !isBlank(line[i]) {
			field.WriteByte(line[i])
			i++
		}
		fields = append(fields, field.String())
		if i == len(line) {
			return fields, nil
		}
		i++
	}
}

// unquote appends the quoted text that begins at line[i] and returns where it
// ends.
func unquote(line string, i int, field *strings.Builder) (int, error) {
	for j := i + 1; j < len(line); j++ {
		switch {
		case line[j] != '"':
			field.WriteByte(line[j])
		case j+1 < len(line) && line[j+1] == '"':
			field.WriteByte('"')
			j++
		default:
			return j + 1, nil
		}
	}
	return 0, fmt.Errorf("the quote at column %d is not closed", i+1)
}

// missing reports whether a value of a table stands for none.
func missing(text string) bool {
	return text == "" || strings.EqualFold(text, "NULL") || strings.EqualFold(text, "NONE")
}
