package neurolucida

import (
	"errors"
	"fmt"
	"sort"
)

// most is the number of mistakes that are told of one file.
const most = 20

// mistakes collects what is wrong with a file.
type mistakes struct {
	file string
	list []mistake
}

type mistake struct {
	line int
	err  error
}

// at takes a mistake of a line; nil is none.
func (m *mistakes) at(line int, err error) {
	if err != nil {
		m.list = append(m.list, mistake{line, err})
	}
}

func (m *mistakes) addf(line int, format string, values ...any) {
	m.at(line, fmt.Errorf(format, values...))
}

// err returns the mistakes by lines as one error, or nil.
func (m *mistakes) err() error {
	sort.SliceStable(m.list, func(i, k int) bool { return m.list[i].line < m.list[k].line })
	var all []error
	for i, one := range m.list {
		if i == most {
			all = append(all, fmt.Errorf("%s: %d more mistakes", m.file, len(m.list)-most))
			break
		}
		place := m.file
		if one.line > 0 {
			place = fmt.Sprintf("%s:%d", m.file, one.line)
		}
		all = append(all, fmt.Errorf("%s: %w", place, one.err))
	}
	return errors.Join(all...)
}
