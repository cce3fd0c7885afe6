package morph

import (
	"errors"
	"fmt"
	"sort"
)

// MostMistakes is the number of mistakes that are told of one file.
const MostMistakes = 20

// Mistakes collects what is wrong with a file that a morphology is read from.
type Mistakes struct {
	File string
	list []mistake
}

type mistake struct {
	line int
	err  error
}

// At takes a mistake of a line, 0 for the whole file; nil is none.
func (m *Mistakes) At(line int, err error) {
	if err != nil {
		m.list = append(m.list, mistake{line, err})
	}
}

// Addf adds a mistake of a line.
func (m *Mistakes) Addf(line int, format string, values ...any) {
	m.At(line, fmt.Errorf(format, values...))
}

// Len is the number of mistakes.
func (m *Mistakes) Len() int { return len(m.list) }

// Err returns the mistakes by lines as one error, or nil.
func (m *Mistakes) Err() error {
	sort.SliceStable(m.list, func(i, k int) bool { return m.list[i].line < m.list[k].line })
	var all []error
	for i, one := range m.list {
		if i == MostMistakes {
			all = append(all, fmt.Errorf("%s: %d more mistakes", m.File, len(m.list)-MostMistakes))
			break
		}
		place := m.File
		if one.line > 0 {
			place = fmt.Sprintf("%s:%d", m.File, one.line)
		}
		all = append(all, fmt.Errorf("%s: %w", place, one.err))
	}
	return errors.Join(all...)
}
