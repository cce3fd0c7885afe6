package sonata

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// document is a JSON file whose objects keep the order of their keys and whose
// values know where they stand, so that every message can name line and column.
type document struct {
	path string
	text []byte
	root *value
}

// value is a JSON value: nil, bool, float64, string, []*value or *object.
type value struct {
	at   int // byte of its beginning
	data any
}

type object struct {
	keys   []string // in the file's order
	values map[string]*value
}

// readDocument reads a JSON file whose root is an object.
func readDocument(path string) (*document, *object, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, nil, err
	}
	return parseDocument(path, text)
}

func parseDocument(path string, text []byte) (*document, *object, error) {
	d := &document{path: path, text: bytes.TrimPrefix(text, []byte("\uFEFF"))}
	var any any
	if err := json.Unmarshal(d.text, &any); err != nil {
		return nil, nil, d.syntax(err)
	}
	dec := json.NewDecoder(bytes.NewReader(d.text))
	dec.UseNumber()
	root, err := d.value(dec)
	if err != nil {
		return nil, nil, err
	}
	d.root = root
	top, ok := root.data.(*object)
	if !ok {
		return nil, nil, d.errorf(root, "is %s, want an object", describe(root))
	}
	return d, top, nil
}

// syntax turns an error of encoding/json into one with a place.
func (d *document) syntax(err error) error {
	at := &value{at: len(d.text)}
	if s, ok := errors.AsType[*json.SyntaxError](err); ok {
		at.at = max(0, int(s.Offset)-1)
	} else if u, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		at.at = max(0, int(u.Offset)-1) // a number beyond float64
	}
	return d.errorf(at, "%w", err)
}

// value reads one value. The text has been checked, so tokens only fail for
// numbers beyond float64.
func (d *document) value(dec *json.Decoder) (*value, error) {
	at := int(dec.InputOffset())
	for at < len(d.text) && bytes.IndexByte([]byte(" \t\r\n:,"), d.text[at]) >= 0 {
		at++
	}
	v := &value{at: at}
	token, err := dec.Token()
	if err != nil {
		return nil, d.errorf(v, "%w", err)
	}
	switch token := token.(type) {
	case json.Delim:
		if token == '[' {
			v.data, err = d.list(dec)
		} else {
			v.data, err = d.object(dec)
		}
	case json.Number:
		v.data, err = strconv.ParseFloat(string(token), 64)
	default:
		v.data = token
	}
	return v, err
}

func (d *document) list(dec *json.Decoder) ([]*value, error) {
	list := []*value{}
	for dec.More() {
		v, err := d.value(dec)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	_, err := dec.Token()
	return list, err
}

func (d *document) object(dec *json.Decoder) (*object, error) {
	o := &object{values: map[string]*value{}}
	for dec.More() {
		key, err := d.value(dec)
		if err != nil {
			return nil, err
		}
		v, err := d.value(dec)
		if err != nil {
			return nil, err
		}
		name := key.data.(string)
		if o.values[name] != nil {
			return nil, d.errorf(key, "key %q stands here a second time", name)
		}
		o.keys = append(o.keys, name)
		o.values[name] = v
	}
	_, err := dec.Token()
	return o, err
}

// errorf places a message at a value: file:line:column: message.
func (d *document) errorf(v *value, format string, values ...any) error {
	before := d.text[:min(v.at, len(d.text))]
	line := 1 + bytes.Count(before, []byte("\n"))
	column := 1 + len(before) - (1 + bytes.LastIndexByte(before, '\n'))
	return fmt.Errorf("%s:%d:%d: %w", d.path, line, column, fmt.Errorf(format, values...))
}

// dir is what relative paths in the document are relative to.
func (d *document) dir() string { return filepath.Dir(d.path) }

// describe names a value in a message about its type.
func describe(v *value) string {
	switch data := v.data.(type) {
	case nil:
		return "null"
	case string:
		return strconv.Quote(data)
	case []*value:
		return "a list"
	case *object:
		return "an object"
	default:
		return fmt.Sprint(data)
	}
}

// plain converts a value to Go's ordinary types, texts through expand.
func (v *value) plain(expand func(string) string) any {
	switch data := v.data.(type) {
	case string:
		return expand(data)
	case []*value:
		list := make([]any, len(data))
		for i, item := range data {
			list[i] = item.plain(expand)
		}
		return list
	case *object:
		return data.plain(expand)
	default:
		return data
	}
}

func (o *object) plain(expand func(string) string) map[string]any {
	m := make(map[string]any, len(o.keys))
	for _, key := range o.keys {
		m[key] = o.values[key].plain(expand)
	}
	return m
}
