package sonata

import (
	"errors"
	"fmt"
	"strings"

	"github.com/cajal-sim/cajal/unit"
)

// mistakes collects all that is wrong with a user's files, in order.
type mistakes struct{ list []error }

func (m *mistakes) add(err error) {
	if err != nil {
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
