package sonata

import (
	"errors"
	"io/fs"
	"os"
	"strings"
)

// section is an object of a configuration file with what is needed to read
// its keys: mistakes go to m, and the value asked for stays as it was.
type section struct {
	d     *document
	o     *object
	where string // the keys that lead here, each followed by a dot
	vars  *manifest
	m     *mistakes
}

// wrong adds a mistake about the value of a key, or about the section if the
// key is missing.
func (s *section) wrong(key, want string) {
	v := s.o.values[key]
	if v == nil {
		s.m.addf("%s: %s%s is missing, %s", s.d.path, s.where, key, want)
		return
	}
	s.m.add(s.d.errorf(v, "%s%s is %s, %s", s.where, key, describe(v), want))
}

// get returns the value of a key, nil if it is missing or null.
func (s *section) get(key string) *value {
	if v := s.o.values[key]; v != nil && v.data != nil {
		return v
	}
	return nil
}

// number reports whether the key is missing or a number.
func (s *section) number(key string, to *float64) bool {
	v := s.get(key)
	if v == nil {
		return true
	}
	n, ok := v.data.(float64)
	if !ok {
		s.wrong(key, "want a number")
		return false
	}
	*to = n
	return true
}

func (s *section) boolean(key string, to *bool) {
	if v := s.get(key); v != nil {
		if b, ok := v.data.(bool); ok {
			*to = b
		} else {
			s.wrong(key, "want true or false")
		}
	}
}

func (s *section) text(key string, to *string) {
	if v := s.get(key); v != nil {
		if text, ok := v.data.(string); ok {
			*to = s.expand(text)
		} else {
			s.wrong(key, "want text")
		}
	}
}

// expand replaces variables; unknown ones stay, for $ has other uses in texts.
func (s *section) expand(text string) string {
	text, _, _ = s.vars.expand(text)
	return text
}

// path returns the path at key, expanded and joined to dir if it is relative;
// empty if there is none.
func (s *section) path(key, dir string) string {
	v := s.get(key)
	if v == nil {
		return ""
	}
	text, ok := v.data.(string)
	if !ok {
		s.wrong(key, "want a path")
		return ""
	}
	text, unknown, failed := s.vars.expand(text)
	for _, name := range unknown {
		s.m.add(s.d.errorf(v, "%s%s: unknown variable $%s%s", s.where, key, name, suggest(name, s.vars.known)))
	}
	if text == "" || strings.EqualFold(text, "null") || len(unknown) > 0 || failed {
		return ""
	}
	return join(dir, text)
}

// exists reports whether the file that key names is there.
func (s *section) exists(key, path string) bool {
	_, err := os.Stat(path)
	if err == nil {
		return true
	}
	if errors.Is(err, fs.ErrNotExist) {
		err = fs.ErrNotExist
	}
	s.m.add(s.d.errorf(s.o.values[key], "%s%s: %s: %w", s.where, key, path, err))
	return false
}

// file returns the path at key if the file exists.
func (s *section) file(key string) string {
	path := s.path(key, s.d.dir())
	if path != "" && !s.exists(key, path) {
		return ""
	}
	return path
}

// section returns the object at key, nil if there is none.
func (s *section) section(key string) *section {
	v := s.get(key)
	if v == nil {
		return nil
	}
	o, ok := v.data.(*object)
	if !ok {
		s.wrong(key, "want an object")
		return nil
	}
	return &section{d: s.d, o: o, where: s.where + key + ".", vars: s.vars, m: s.m}
}

// entries returns the named objects under key, in the file's order.
func (s *section) entries(key string) []*section {
	group := s.section(key)
	if group == nil {
		return nil
	}
	var list []*section
	for _, name := range group.o.keys {
		if entry := group.section(name); entry != nil {
			list = append(list, entry)
		}
	}
	return list
}

// name is the last of the keys that lead to the section.
func (s *section) name() string {
	parts := strings.Split(strings.TrimSuffix(s.where, "."), ".")
	return parts[len(parts)-1]
}

func (s *section) enabled() bool {
	on := true
	s.boolean("enabled", &on)
	return on
}

// files reads a list of network files, without those that are not enabled.
func (s *section) files(key, file, types string) []NetworkFile {
	v := s.get(key)
	if v == nil {
		return nil
	}
	list, ok := v.data.([]*value)
	if !ok {
		s.wrong(key, "want a list")
		return nil
	}
	var files []NetworkFile
	for _, item := range list {
		o, ok := item.data.(*object)
		if !ok {
			s.m.add(s.d.errorf(item, "%s%s has %s, want an object", s.where, key, describe(item)))
			continue
		}
		entry := &section{d: s.d, o: o, where: s.where + key + ".", vars: s.vars, m: s.m}
		if !entry.enabled() {
			continue
		}
		if entry.get(file) == nil {
			s.m.add(s.d.errorf(item, "%s%s: %s is missing", s.where, key, file))
			continue
		}
		files = append(files, NetworkFile{File: entry.file(file), Types: entry.file(types)})
	}
	return files
}

// nodeSet reads a node set; all nodes if key is missing.
func (s *section) nodeSet(key string) NodeSet {
	v := s.get(key)
	if v == nil {
		return NodeSet{}
	}
	set, err := parseNodeSet(s.d, v)
	s.m.add(err)
	return set
}

// rest returns the values of the keys that are not listed.
func (s *section) rest(known ...string) map[string]any {
	m := s.o.plain(s.expand)
	for _, key := range known {
		delete(m, key)
	}
	return m
}

func (s *section) input() Input {
	in := Input{Name: s.name(), NodeSet: s.nodeSet("node_set")}
	s.text("input_type", &in.Type)
	s.text("module", &in.Module)
	in.File = s.file("input_file")
	in.Params = s.rest("input_type", "module", "input_file", "node_set", "enabled")
	return in
}

func (s *section) report() Report {
	r := Report{Name: s.name(), Cells: s.nodeSet("cells")}
	r.FileName = r.Name + ".h5"
	s.text("module", &r.Module)
	s.text("variable_name", &r.Variable)
	s.text("sections", &r.Sections)
	s.text("file_name", &r.FileName)
	s.number("start_time", &r.Start)
	s.number("end_time", &r.End)
	s.number("dt", &r.Dt)
	r.Params = s.rest("module", "variable_name", "cells", "sections", "file_name", "start_time", "end_time", "dt", "enabled")
	if path := s.path("electrode_positions", s.d.dir()); path != "" {
		r.Params["electrode_positions"] = path
	}
	return r
}
