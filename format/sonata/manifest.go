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
	text   map[string]string // fully expanded
	failed map[string]bool   // those with a mistake, which has been reported
	known  []string          // sorted
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
	r := &resolver{
		d: d, m: m, raw: map[string]*value{}, failed: map[string]bool{},
		text: map[string]string{"configdir": d.dir()},
	}
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
	return &manifest{text: r.text, failed: r.failed, known: slices.Sorted(maps.Keys(r.text))}
}

// longestPath bounds what variables may grow to by naming each other.
const longestPath = 1 << 12

// resolver expands the variables of one manifest.
type resolver struct {
	d      *document
	m      *mistakes
	raw    map[string]*value
	text   map[string]string
	failed map[string]bool
	known  []string
}

// resolve expands one variable; trail lists those whose expansion led here.
// Every variable is resolved once, so that a mistake is reported once; the
// variables that use one with a mistake have one too.
func (r *resolver) resolve(name string, trail []string) string {
	if text, done := r.text[name]; done {
		return text
	}
	v := r.raw[name]
	if at := slices.Index(trail, name); at >= 0 {
		cycle := append(slices.Clone(trail[at:]), name)
		r.fail(name, v, "manifest: cyclic alias $%s", strings.Join(cycle, " → $"))
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
			r.fail(name, v, "manifest.%s: unknown variable $%s%s", name, used, suggest(used, r.known))
			return ""
		}
		text := r.resolve(used, trail)
		r.failed[name] = r.failed[name] || r.failed[used]
		length += len(text)
		return text
	})
	if length > longestPath {
		r.fail(name, v, "manifest.%s: is longer than %d characters when expanded", name, longestPath)
	}
	if r.failed[name] {
		expanded = ""
	}
	r.text[name] = expanded
	return expanded
}

// fail reports a variable's mistake and leaves it without text.
func (r *resolver) fail(name string, v *value, format string, values ...any) {
	r.m.add(r.d.errorf(v, format, values...))
	r.failed[name], r.text[name] = true, ""
}

// expand replaces the variables of a text. It returns those it does not know,
// which stay as they are, and whether one had a mistake.
func (m *manifest) expand(text string) (out string, unknown []string, failed bool) {
	out = variable.ReplaceAllStringFunc(text, func(use string) string {
		failed = failed || m.failed[bare(use)]
		if value, ok := m.text[bare(use)]; ok {
			return value
		}
		unknown = append(unknown, bare(use))
		return use
	})
	return out, unknown, failed
}
