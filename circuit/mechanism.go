package circuit

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/models"
	"github.com/cajal-sim/cajal/nmodl"
)

// mechanism finds a channel or point process by its name: the circuit's MOD file, or
// that of the library.
func (l *loader) mechanism(name string, kind ir.Kind) (*ir.Mechanism, error) {
	key := kind.String() + " " + name
	if m := l.mechanisms[key]; m != nil {
		return m, nil
	}
	m, err := l.findMechanism(name, kind)
	if err == nil {
		l.mechanisms[key] = m
	}
	return m, err
}

func (l *loader) findMechanism(name string, kind ir.Kind) (*ir.Mechanism, error) {
	if path := l.modFile(name); path != "" {
		m, warnings, err := nmodl.Load(path)
		for _, w := range warnings {
			l.warnf("%s:%v", path, w)
		}
		if err == nil && m.Kind != kind {
			err = fmt.Errorf("%s is a %v, want a %v", path, m.Kind, kind)
		}
		return m, err
	}
	known := libraryOf(kind)
	for _, own := range known {
		if strings.EqualFold(own, name) { // BMTK's names of synapses are those of NEURON in small letters
			return models.Load(own)
		}
	}
	return nil, fmt.Errorf("no %v %q: neither %s.mod in components.mechanisms_dir nor one of the library%s", kind, name, name, nearest(name, known))
}

// modFile is the path of a mechanism's text in the folder of mechanisms, where BMTK
// has it one level down; "" if there is none.
func (l *loader) modFile(name string) string {
	dir, ok := l.config.Components["mechanisms_dir"]
	if !ok {
		return ""
	}
	for _, sub := range []string{".", "modfiles", "mechanism"} {
		path := filepath.Join(dir, sub, name+".mod")
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	return ""
}

func libraryOf(kind ir.Kind) []string {
	var names []string
	for _, m := range models.All() {
		if m.Kind == kind {
			names = append(names, m.Name)
		}
	}
	return names
}
