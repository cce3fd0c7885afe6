package sonata

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// manifest holds the path variables of a configuration file: $NAME or ${NAME}
// stand for their text, which may contain further variables.
type manifest struct {
	text  map[string]string // fully expanded
	known []string          // sorted
}

var variable = regexp.MustCompile(`\$(?:\{\w+\}|\w+)`)

// bare strips the marks of a variable: $NAME, ${NAME} and NAME become NAME.
func bare(name string) string {
	name = strings.TrimPrefix(name, "$")
	return strings.TrimSuffix(strings.TrimPrefix(name, "{"), "}")
}

// readManifest expands a manifest object. Variables of the file that included
// this one are inherited.
func readManifest(d *document, o *object, inherited *manifest, m *mistakes) *manifest {
	r := &resolver{d: d, m: m, raw: map[string]*value{}, text: map[string]string{"configdir": d.dir()}}
	if inherited != nil {
		maps.Copy(r.text, inherited.text)
		r.text["configdir"] = d.dir()
	}
	for _, key := range o.keys {
		v := o.values[key]
		if _, ok := v.data.(string); !ok {
			m.add(d.errorf(v, "manifest.%s is %s, want text", key, describe(v)))
			continue
		}
		r.raw[bare(key)] = v
		delete(r.text, bare(key))
	}
	r.known = slices.Sorted(maps.Keys(r.text))
	r.known = append(r.known, slices.Sorted(maps.Keys(r.raw))...)
	for _, key := range o.keys {
		if r.raw[bare(key)] != nil {
			r.resolve(bare(key), nil)
		}
	}
	return &manifest{text: r.text, known: slices.Sorted(maps.Keys(r.text))}
}

// longestPath bounds what variables may grow to by naming each other.
const longestPath = 1 << 12

// resolver expands the variables of one manifest.
type resolver struct {
	d     *document
	m     *mistakes
	raw   map[string]*value
	text  map[string]string
	known []string
}

// resolve expands one variable; trail lists those whose expansion led here.
// Every variable is resolved once, so that a mistake is reported once.
func (r *resolver) resolve(name string, trail []string) string {
	if text, done := r.text[name]; done {
		return text
	}
	v := r.raw[name]
	if at := slices.Index(trail, name); at >= 0 {
		cycle := append(slices.Clone(trail[at:]), name)
		r.m.add(r.d.errorf(v, "manifest: cyclic alias $%s", strings.Join(cycle, " → $")))
		r.text[name] = ""
		return ""
	}
	trail = append(trail, name)
	length := 0
	expanded := variable.ReplaceAllStringFunc(v.data.(string), func(use string) string {
		used := bare(use)
		if length > longestPath {
			return ""
		}
		if _, done := r.text[used]; !done && r.raw[used] == nil {
			r.m.add(r.d.errorf(v, "manifest.%s: unknown variable $%s%s", name, used, suggest(used, r.known)))
			return ""
		}
		text := r.resolve(used, trail)
		length += len(text)
		return text
	})
	if length > longestPath {
		r.m.add(r.d.errorf(v, "manifest.%s: is longer than %d characters when expanded", name, longestPath))
		expanded = ""
	}
	if _, done := r.text[name]; !done {
		r.text[name] = expanded
	}
	return r.text[name]
}

// expand replaces the variables of a text and returns those it does not know,
// which stay as they are.
func (m *manifest) expand(text string) (string, []string) {
	var unknown []string
	out := variable.ReplaceAllStringFunc(text, func(use string) string {
		if value, ok := m.text[bare(use)]; ok {
			return value
		}
		unknown = append(unknown, bare(use))
		return use
	})
	return out, unknown
}
