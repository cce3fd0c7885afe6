package sonata

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/cajal-sim/cajal/format/hdf5"
)

// Table is what nodes and edges have in common: rows of attributes, spread over
// HDF5 groups with the attributes of single rows, and a CSV table with those of
// types. Attributes are read from the file when asked for, and ids are 4 bytes,
// so that circuits of many edges fit in memory.
type Table struct {
	Population string
	TypeID     []uint32 // shape (rows)
	Types      *Types

	file    string
	path    string                       // of the population in the file
	group   []uint32                     // shape (rows); nil if all are in onlyGroup
	index   []uint32                     // row in the group; nil if they are in order
	only    uint32                       // the group when group is nil
	columns map[string]map[uint32]string // attribute → group → dataset
}

// Len returns the number of rows.
func (t *Table) Len() int { return len(t.TypeID) }

// Group returns the group id of a row.
func (t *Table) Group(row int) uint32 {
	if t.group == nil {
		return t.only
	}
	return t.group[row]
}

func (t *Table) indexInGroup(row int) int {
	if t.index == nil {
		return row
	}
	return int(t.index[row])
}

// readTable reads the columns that all rows have; prefix is "node" or "edge".
func readTable(f *hdf5.File, path, prefix, typesPath string) (*Table, error) {
	t := &Table{file: f.Path(), path: path, Population: path[strings.LastIndexByte(path, '/')+1:]}
	var err error
	if t.TypeID, err = hdf5.Read[uint32](f, path+"/"+prefix+"_type_id"); err != nil {
		return nil, err
	}
	if t.Types, err = readTypes(typesPath, prefix+"_type_id", t.Population); err != nil {
		return nil, err
	}
	if err = t.readGroups(f, prefix); err != nil {
		return nil, err
	}
	return t, t.checkTypes(prefix)
}

// readGroups reads where each row's attributes stand.
func (t *Table) readGroups(f *hdf5.File, prefix string) error {
	var err error
	for _, part := range []struct {
		name string
		to   *[]uint32
	}{{"group_id", &t.group}, {"group_index", &t.index}} {
		path := t.path + "/" + prefix + "_" + part.name
		if !f.Exists(path) {
			continue
		}
		if *part.to, err = hdf5.Read[uint32](f, path); err != nil {
			return err
		}
		if got := len(*part.to); got != t.Len() {
			return fmt.Errorf("%s: %s has %d values, want %d as %s_type_id has", t.file, path, got, t.Len(), prefix)
		}
	}
	t.compact()
	return t.findColumns(f)
}

// compact drops the group columns where they say nothing, as in most files.
func (t *Table) compact() {
	if len(t.group) > 0 && !slices.ContainsFunc(t.group, func(g uint32) bool { return g != t.group[0] }) {
		t.only, t.group = t.group[0], nil
	}
	for row, index := range t.index {
		if int(index) != row {
			return
		}
	}
	t.index = nil
}

// findColumns lists the attributes of every group.
func (t *Table) findColumns(f *hdf5.File) error {
	t.columns = map[string]map[uint32]string{}
	names, err := f.Children(t.path)
	if err != nil {
		return err
	}
	for _, name := range names {
		group, err := strconv.ParseUint(name, 10, 32)
		if err != nil {
			continue
		}
		for _, inner := range []string{"", "dynamics_params/"} {
			if err := t.findIn(f, uint32(group), t.path+"/"+name, inner); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *Table) findIn(f *hdf5.File, group uint32, dir, inner string) error {
	if !f.IsGroup(dir + "/" + inner) {
		return nil
	}
	names, err := f.Children(dir + "/" + inner)
	if err != nil {
		return err
	}
	for _, name := range names {
		path := dir + "/" + inner + name
		if f.IsGroup(path) {
			continue
		}
		if t.columns[inner+name] == nil {
			t.columns[inner+name] = map[uint32]string{}
		}
		t.columns[inner+name][group] = path
	}
	return nil
}

// checkTypes reports the type ids that the CSV table lacks.
func (t *Table) checkTypes(prefix string) error {
	if t.Types.Path == "" {
		return nil
	}
	unknown := map[uint32]int{}
	for _, id := range t.TypeID {
		if _, ok := t.Types.row[id]; !ok {
			unknown[id]++
		}
	}
	var m mistakes
	for _, id := range slices.Sorted(maps.Keys(unknown)) {
		m.addf("%s: no %s type %d, which %d rows of %s:%s have", t.Types.Path, prefix, id, unknown[id], t.file, t.path)
	}
	return m.err()
}

// Attributes returns the names of all attributes, sorted. Parameters in a
// group's dynamics_params folder are named dynamics_params/NAME.
func (t *Table) Attributes() []string {
	names := slices.Collect(maps.Keys(t.columns))
	names = append(names, t.Types.columns...)
	slices.Sort(names)
	return slices.Compact(names)
}

// Has reports whether any row can have the attribute.
func (t *Table) Has(name string) bool {
	return t.columns[name] != nil || slices.Contains(t.Types.columns, name)
}

// Numbers returns a numeric attribute of every row, shape (rows): from the
// HDF5 file, else from the type, else NaN.
func (t *Table) Numbers(name string) ([]float64, error) {
	if err := t.check(name); err != nil {
		return nil, err
	}
	byType := map[uint32]float64{}
	for _, id := range t.Types.IDs {
		number, err := t.Types.Number(id, name)
		if err != nil && len(t.columns[name]) == 0 {
			return nil, err
		}
		if err != nil {
			number = math.NaN()
		}
		byType[id] = number
	}
	out := make([]float64, t.Len())
	for row, id := range t.TypeID {
		out[row] = byType[id]
	}
	return out, override(t, name, out, hdf5.Read[float64])
}

// Texts returns an attribute of every row as text, shape (rows): from the HDF5
// file, else from the type, else "". Numbers are printed.
func (t *Table) Texts(name string) ([]string, error) {
	if err := t.check(name); err != nil {
		return nil, err
	}
	byType := map[uint32]string{}
	for _, id := range t.Types.IDs {
		byType[id], _ = t.Types.Text(id, name)
	}
	out := make([]string, t.Len())
	for row, id := range t.TypeID {
		out[row] = byType[id]
	}
	return out, override(t, name, out, readTexts)
}

func (t *Table) check(name string) error {
	if t.Has(name) {
		return nil
	}
	return fmt.Errorf("%s: %s: no attribute %q%s", t.file, t.path, name, suggest(name, t.Attributes()))
}

// override replaces the values of rows whose group has the attribute.
func override[T any](t *Table, name string, out []T, read func(f *hdf5.File, path string) ([]T, error)) error {
	groups := t.columns[name]
	if len(groups) == 0 {
		return nil
	}
	f, err := hdf5.Open(t.file)
	if err != nil {
		return err
	}
	defer f.Close()
	values := map[uint32][]T{}
	for _, group := range slices.Sorted(maps.Keys(groups)) {
		if values[group], err = read(f, groups[group]); err != nil {
			return err
		}
	}
	for row := range out {
		group := t.Group(row)
		if groups[group] == "" {
			continue
		}
		at := t.indexInGroup(row)
		if at >= len(values[group]) {
			return fmt.Errorf("%s: %s has %d values, but row %d of %s is number %d", t.file, groups[group], len(values[group]), row, t.path, at)
		}
		out[row] = values[group][at]
	}
	return nil
}

// readTexts reads a dataset as text: strings, indices into the names of
// @library beside it, or printed numbers.
func readTexts(f *hdf5.File, path string) ([]string, error) {
	if texts, err := f.Strings(path); err == nil {
		return texts, nil
	}
	numbers, err := hdf5.Read[float64](f, path)
	if err != nil {
		return nil, err
	}
	slash := strings.LastIndexByte(path, '/')
	library := path[:slash] + "/@library/" + path[slash+1:]
	if f.Exists(library) {
		return lookUp(f, library, numbers)
	}
	texts := make([]string, len(numbers))
	for i, number := range numbers {
		texts[i] = strconv.FormatFloat(number, 'g', -1, 64)
	}
	return texts, nil
}

func lookUp(f *hdf5.File, library string, indices []float64) ([]string, error) {
	names, err := f.Strings(library)
	if err != nil {
		return nil, err
	}
	texts := make([]string, len(indices))
	for i, index := range indices {
		if !(index >= 0 && int(index) < len(names)) {
			return nil, fmt.Errorf("%s: %s has %d names, but value %d asks for number %g", f.Path(), library, len(names), i, index)
		}
		texts[i] = names[int(index)]
	}
	return texts, nil
}

// populations opens a file and reads every population under root with read,
// collecting the mistakes of all.
func populations[T any](file, root string, read func(f *hdf5.File, path string) (T, error)) (list []T, err error) {
	f, err := hdf5.Open(file)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	names, err := f.Children(root)
	if err != nil {
		return nil, err
	}
	var m mistakes
	for _, name := range names {
		if !f.IsGroup(root + "/" + name) {
			continue
		}
		one, err := read(f, root+"/"+name)
		m.add(err)
		list = append(list, one)
	}
	if len(list) == 0 {
		m.addf("%s: %s has no populations", file, root)
	}
	return list, m.err()
}
