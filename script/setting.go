package script

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/unit"
	"go.starlark.net/starlark"
)

// unknownSettings is the mistake of setting a parameter that is not among those
// that the script has.
func (s *session) unknownSettings(has []string) error {
	var faults Faults
	for _, name := range sortedKeys(s.opt.Set) {
		switch {
		case slices.Contains(has, name):
		case len(has) == 0:
			faults = append(faults, fmt.Errorf("--set %s: the script has no parameters", name))
		default:
			faults = append(faults, fmt.Errorf("--set %s: the script has no such parameter; %s", name, suggest(name, has)))
		}
	}
	if len(faults) == 0 {
		return nil
	}
	return faults
}

// earlySettings finds the same before the first run, as far as the text tells.
func (s *session) earlySettings() error {
	if slices.Contains(s.mentioned, "") {
		return nil
	}
	return s.unknownSettings(s.mentioned)
}

// parseSetting reads a value given on the command line as one of the kind of
// the default.
func parseSetting(text string, like starlark.Value) (starlark.Value, error) {
	switch like := like.(type) {
	case starlark.String:
		return starlark.String(text), nil
	case starlark.Bool:
		return parseTruth(text)
	case starlark.Int:
		n, err := parseNumber(text, unit.Dimensionless)
		if err != nil || n != math.Trunc(n) {
			return nil, fmt.Errorf("want a whole number")
		}
		return starlark.NumberToInt(starlark.Float(n))
	case starlark.Float:
		n, err := parseNumber(text, unit.Dimensionless)
		return starlark.Float(n), err
	case Quantity:
		n, err := parseNumber(text, like.Dim)
		return quantity(unit.Quantity{Value: n, Dim: like.Dim}), err
	case *starlark.List, starlark.Tuple, *Array:
		return parseList(text, like.(starlark.Sequence))
	}
	return nil, fmt.Errorf("a parameter whose default is a %s cannot be set", like.Type())
}

// parseNumber reads a number, with a unit where the dimension has one: 20ms or 20*ms.
func parseNumber(text string, dim unit.Dimension) (float64, error) {
	q, err := unit.ParseQuantity(strings.Replace(text, "*", " ", 1))
	if err != nil {
		return 0, err
	}
	if q.Dim != dim && !fitsAny(q) {
		if q.Dim == unit.Dimensionless {
			return 0, fmt.Errorf("it has no unit, want %s, such as %g%s", nameOf(dim), q.Value, nameOf(dim))
		}
		return 0, fmt.Errorf("it is in %s, want %s", nameOf(q.Dim), nameOf(dim))
	}
	return q.Value, nil
}

func parseTruth(text string) (starlark.Value, error) {
	switch strings.ToLower(text) {
	case "true", "yes", "1":
		return starlark.True, nil
	case "false", "no", "0":
		return starlark.False, nil
	}
	return nil, fmt.Errorf("want true or false")
}

// parseList reads values separated by commas, each like the first of the default.
func parseList(text string, like starlark.Sequence) (starlark.Value, error) {
	first := starlark.Value(starlark.Float(0))
	if all := elements(like); len(all) > 0 {
		first = all[0]
	}
	var list []starlark.Value
	for _, part := range strings.Split(strings.Trim(text, "[]()"), ",") {
		v, err := parseSetting(strings.TrimSpace(part), first)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	if _, ok := like.(*Array); ok {
		a, _ := toArray(starlark.NewList(list))
		return a, nil
	}
	return starlark.NewList(list), nil
}

// printSetting is the value as text.
func printSetting(v starlark.Value) string {
	if s, ok := starlark.AsString(v); ok {
		return s
	}
	return v.String()
}
