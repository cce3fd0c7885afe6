package sonata

import "fmt"

// Params is the contents of a dynamics_params file: float64, string, bool,
// []any or map[string]any by name.
type Params map[string]any

// ReadParams reads the JSON file of a model's parameters. Config.Component
// finds it.
func ReadParams(path string) (Params, error) {
	_, top, err := readDocument(path)
	if err != nil {
		return nil, err
	}
	return top.plain(func(text string) string { return text }), nil
}

// Number returns a parameter as a number; false if it is missing.
func (p Params) Number(name string) (float64, bool, error) {
	v, ok := p[name]
	if !ok || v == nil {
		return 0, false, nil
	}
	n, ok := v.(float64)
	if !ok {
		return 0, false, fmt.Errorf("parameter %s is %v, want a number", name, v)
	}
	return n, true, nil
}
