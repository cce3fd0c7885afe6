package equation

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Error is one mistake in a text.
type Error struct {
	File      string // "" for inline text
	Line, Col int    // from 1; columns count characters
	What      string // what is wrong, and what was got
	Want      string // what would be right; may be empty
	Remedy    string // what to try; may be empty
}

// Error is the mistake on one line: file:line:col: what, want …; remedy.
func (e *Error) Error() string {
	var s strings.Builder
	if e.File != "" {
		s.WriteString(e.File + ":")
	}
	fmt.Fprintf(&s, "%d:%d: %s", e.Line, e.Col, e.What)
	if e.Want != "" {
		s.WriteString(", want " + e.Want)
	}
	if e.Remedy != "" {
		s.WriteString("; " + e.Remedy)
	}
	return s.String()
}

// Errors is all mistakes of a text, in the order of their places.
type Errors []*Error

// Error is the mistakes, one a line.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i := range e {
		lines[i] = e[i].Error()
	}
	return strings.Join(lines, "\n")
}

// report collects the mistakes of one text.
type report struct {
	file   string
	errors Errors
}

func (r *report) add(at place, what, want, remedy string) {
	r.errors = append(r.errors, &Error{r.file, at.line, at.col, what, want, remedy})
}

// err returns the mistakes in order of place, or nil. Of several at one place
// the first stands: the others follow from it.
func (r *report) err() error {
	if len(r.errors) == 0 {
		return nil
	}
	place := func(a, b *Error) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col)) }
	slices.SortStableFunc(r.errors, place)
	return slices.CompactFunc(r.errors, func(a, b *Error) bool { return place(a, b) == 0 })
}
