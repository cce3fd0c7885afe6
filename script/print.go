package script

import (
	"fmt"
	"strings"

	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// print writes its arguments with a space between them, numbers with six digits.
func (s *session) print(c *call) (starlark.Value, error) {
	separator := " "
	for _, kw := range c.kwargs {
		if kw[0] != starlark.String("sep") {
			return nil, c.unknown(kw, []string{"sep"})
		}
		if err := take(kw[1], &separator); err != nil {
			return nil, c.wrong("sep", "%v", err)
		}
	}
	var words []string
	for _, v := range c.args {
		words = append(words, brief(v))
	}
	if s.opt.Stdout != nil {
		_, err := fmt.Fprintln(s.opt.Stdout, strings.Join(words, separator))
		return starlark.None, err
	}
	return starlark.None, nil
}

// brief prints a value for reading, not for computing on.
func brief(v starlark.Value) string {
	switch v := v.(type) {
	case starlark.String:
		return string(v)
	case starlark.Float:
		return fmt.Sprintf("%.6g", float64(v))
	case Quantity:
		return briefQuantity(v)
	case *starlark.List:
		return "[" + briefAll(elements(v)) + "]"
	case starlark.Tuple:
		return "(" + briefAll(v) + ")"
	}
	return v.String()
}

func briefAll(values []starlark.Value) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = brief(v)
	}
	return strings.Join(words, ", ")
}

func briefQuantity(q Quantity) string {
	if q.scale != nil {
		return q.String()
	}
	u := unitFor(q.Quantity)
	if u == (unit.Unit{}) {
		return q.String()
	}
	return fmt.Sprintf("%.6g %s", u.FromInternal(q.Value), u)
}
