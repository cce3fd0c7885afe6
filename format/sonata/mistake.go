package sonata

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/unit"
)

// mistakes collects all that is wrong with a user's files, in order.
type mistakes struct{ list []error }

// add takes an error once: a file that is read for several populations is
// wrong once.
func (m *mistakes) add(err error) {
	same := func(other error) bool { return other.Error() == err.Error() }
	if err != nil && !slices.ContainsFunc(m.list, same) {
		m.list = append(m.list, err)
	}
}

func (m *mistakes) addf(format string, values ...any) {
	m.add(fmt.Errorf(format, values...))
}

// err returns the mistakes as one error, a line for each, or nil.
func (m *mistakes) err() error { return errors.Join(m.list...) }

// suggest continues a message about an unknown name with the nearest spelling
// and what there is.
func suggest(name string, known []string) string {
	text := ""
	if near := unit.NearestOf(name, known); near != "" {
		text = fmt.Sprintf("; did you mean %q?", near)
	}
	if len(known) == 0 {
		return text + " (there are none)"
	}
	shown, more := known, ""
	if len(known) > 16 {
		shown, more = known[:16], ", …"
	}
	return text + " (there are: " + strings.Join(shown, ", ") + more + ")"
}
