package script

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// call is one call of a built-in.
type call struct {
	thread *starlark.Thread
	name   string
	args   starlark.Tuple
	kwargs []starlark.Tuple

	parameters []string // that were bound last, for the place of a mistake
	shift      int      // arguments that the text has before args; negative: that it has not
}

// builtin makes a built-in of a function.
func builtin(name string, f func(c *call) (starlark.Value, error)) *starlark.Builtin {
	return starlark.NewBuiltin(name, func(thread *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		return f(&call{thread: thread, name: b.Name(), args: args, kwargs: kwargs})
	})
}

// method makes a method, a built-in that knows its receiver.
func method(name string, f func(c *call) (starlark.Value, error)) *starlark.Builtin {
	return builtin(name, f)
}

// misfit is a mistake in one argument of a call, to be shown where that stands.
type misfit struct {
	call, name string // "" name: the call as a whole
	index      int    // of a positional argument, else -1
	text       string
}

func (m *misfit) Error() string {
	if m.name == "" {
		return m.call + ": " + m.text
	}
	if strings.HasPrefix(m.text, ":") {
		return m.call + ": " + m.name + m.text
	}
	return m.call + ": " + m.name + " " + m.text
}

// wrong is a mistake in the argument given for a parameter: "is …, want …".
func (c *call) wrong(name, format string, values ...any) error {
	index := -1
	if i := indexOf(c.parameters, name); i >= 0 && i < len(c.args) {
		index = i + c.shift
	}
	return &misfit{c.name, name, index, fmt.Sprintf(format, values...)}
}

// bind assigns the arguments of the call to variables, which are given as
// pairs of a parameter's name and a pointer. A name that ends in ? may be left out,
// or given None.
func (c *call) bind(pairs ...any) error {
	rest, err := c.bindSome(pairs...)
	if err != nil {
		return err
	}
	for _, kw := range rest {
		return c.unknown(kw, names(pairs))
	}
	return nil
}

// bindSome is bind for calls that take further named arguments, which it returns.
func (c *call) bindSome(pairs ...any) (rest []starlark.Tuple, err error) {
	all := names(pairs)
	c.parameters = all
	if len(c.args) > len(all) {
		return nil, &misfit{c.name, "", len(all) + c.shift, fmt.Sprintf("got %d arguments without name, want at most %d: %s", len(c.args), len(all), strings.Join(all, ", "))}
	}
	given := make([]bool, len(all))
	for i, v := range c.args {
		given[i] = true
		if err := c.assign(all[i], i+c.shift, v, pairs[2*i+1]); err != nil {
			return nil, err
		}
	}
	for _, kw := range c.kwargs {
		i := indexOf(all, string(kw[0].(starlark.String)))
		if i < 0 {
			rest = append(rest, kw)
			continue
		}
		if given[i] {
			return nil, &misfit{c.name, all[i], -1, "is given twice"}
		}
		given[i] = true
		if err := c.assign(all[i], -1, kw[1], pairs[2*i+1]); err != nil {
			return nil, err
		}
	}
	for i, name := range all {
		if !given[i] && !strings.HasSuffix(pairs[2*i].(string), "?") {
			return nil, &misfit{c.name, "", -1, fmt.Sprintf("%s is missing; want %s", name, signature(c.name, pairs))}
		}
	}
	return rest, nil
}

// unknown is the mistake of a named argument that the call does not take.
func (c *call) unknown(kw starlark.Tuple, known []string) error {
	name := string(kw[0].(starlark.String))
	return &misfit{c.name, name, -1, "is no parameter; " + suggest(name, known)}
}

// suggest offers the nearest spelling, or the whole choice.
func suggest(name string, known []string) string {
	if near := unit.NearestOf(name, known); near != "" {
		return "did you mean " + near + "?"
	}
	return "there are " + strings.Join(known, ", ")
}

func names(pairs []any) []string {
	var all []string
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, strings.TrimSuffix(pairs[i].(string), "?"))
	}
	return all
}

func signature(name string, pairs []any) string {
	var all []string
	for i := 0; i < len(pairs); i += 2 {
		if p := pairs[i].(string); !strings.HasSuffix(p, "?") {
			all = append(all, p)
		}
	}
	if len(all) < len(pairs)/2 {
		all = append(all, "…")
	}
	return name + "(" + strings.Join(all, ", ") + ")"
}

func indexOf(all []string, name string) int {
	for i := range all {
		if all[i] == name {
			return i
		}
	}
	return -1
}

// taker is a variable that converts a Starlark value by itself. Its error reads
// "is …, want …".
type taker interface {
	take(v starlark.Value) error
}

func (c *call) assign(name string, index int, v starlark.Value, to any) error {
	err := take(v, to)
	if err == nil {
		return nil
	}
	if m := (*misfit)(nil); errors.As(err, &m) {
		return err
	}
	return &misfit{c.name, name, index, err.Error()}
}

// take converts a value to the type of the variable.
func take(v starlark.Value, to any) error {
	if v == starlark.None {
		return nil
	}
	switch to := to.(type) {
	case taker:
		return to.take(v)
	case *starlark.Value:
		*to = v
		return nil
	case *string:
		return takeAs(v, to, "a text", func(v starlark.Value) (string, bool) { return starlark.AsString(v) })
	case *bool:
		return takeAs(v, to, "True or False", func(v starlark.Value) (bool, bool) {
			b, ok := v.(starlark.Bool)
			return bool(b), ok
		})
	case *int:
		return takeAs(v, to, "a whole number", wholeNumber)
	case *float64:
		return takeAs(v, to, "a plain number", starlark.AsFloat)
	case **Array:
		return takeAs(v, to, "an array or a list of numbers", toArray)
	}
	panic(fmt.Sprintf("BUG: script: no argument of type %T", to))
}

func takeAs[T any](v starlark.Value, to *T, want string, as func(starlark.Value) (T, bool)) error {
	x, ok := as(v)
	if !ok {
		return fmt.Errorf("is %s, want %s", described(v), want)
	}
	*to = x
	return nil
}

// wholeNumber accepts 3.0 for 3, since 0.1*30 is how sizes are computed.
func wholeNumber(v starlark.Value) (int, bool) {
	f, ok := starlark.AsFloat(v)
	return int(f), ok && f == math.Trunc(f) && math.Abs(f) < 1<<53
}

func toArray(v starlark.Value) (*Array, bool) {
	if a, ok := v.(*Array); ok {
		return a, true
	}
	n, ok := toNumbers(v)
	if !ok || n.scalar {
		return nil, false
	}
	return &Array{values: n.values, dim: n.dim, kind: n.kind}, true
}

// described names a value in a message.
func described(v starlark.Value) string {
	switch v := v.(type) {
	case starlark.Int, starlark.Float, Quantity, starlark.String, starlark.Bool, starlark.NoneType:
		return v.String()
	case *Array:
		return fmt.Sprintf("an array of %d", len(v.values))
	case starlark.Callable:
		return "the function " + v.Name()
	}
	return "a " + v.Type()
}
