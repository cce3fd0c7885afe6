package nmodl

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Problem is one thing in a text that cannot be run or, a warning, that looks wrong.
type Problem struct {
	File      string // "" for inline text
	Line, Col int    // from 1; columns count bytes
	Warning   bool   // it runs all the same
	What      string
	Remedy    string // what to do; may be empty
}

// String is the problem on one line: file:line:col: what; remedy.
func (p Problem) String() string {
	var s strings.Builder
	if p.File != "" {
		s.WriteString(p.File + ":")
	}
	fmt.Fprintf(&s, "%d:%d: ", p.Line, p.Col)
	if p.Warning {
		s.WriteString("warning: ")
	}
	s.WriteString(p.What)
	if p.Remedy != "" {
		s.WriteString("; " + p.Remedy)
	}
	return s.String()
}

// Problems is an error: all that keeps a text from being run, in order.
type Problems []Problem

// Error is the problems, one a line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i := range p {
		lines[i] = p[i].String()
	}
	return strings.Join(lines, "\n")
}

// place is a position in the text.
type place struct{ line, col int }

// report collects the problems of one text.
type report struct {
	file     string
	problems Problems
}

func (r *report) fail(at place, what, remedy string) {
	r.problems = append(r.problems, Problem{r.file, at.line, at.col, false, what, remedy})
}

func (r *report) warn(at place, what, remedy string) {
	r.problems = append(r.problems, Problem{r.file, at.line, at.col, true, what, remedy})
}

// sorted returns the problems in order of place, the errors before the warnings of one
// place. A text is executed once for each use of a block, so equal ones are one.
func (r *report) sorted() Problems {
	out := slices.Clone(r.problems)
	order := func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col), cmp.Compare(rank(a), rank(b)), strings.Compare(a.What, b.What))
	}
	slices.SortStableFunc(out, order)
	return slices.Compact(out)
}

func rank(p Problem) int {
	if p.Warning {
		return 1
	}
	return 0
}

// errors returns the problems that are no warnings, or nil.
func (r *report) errors() error {
	out := slices.DeleteFunc(r.sorted(), func(p Problem) bool { return p.Warning })
	if len(out) == 0 {
		return nil
	}
	return out
}
