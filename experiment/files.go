package experiment

import (
	"path/filepath"
	"strings"

	"github.com/cajal-sim/cajal/format/sonata"
	"github.com/cajal-sim/cajal/network"
)

// Files names the files of a model that comes with names of its own, such as a
// SONATA circuit. The zero value names them by the network: spikes.h5, in order of
// time, and NAME.h5 for each probe. Paths are in the folder of the run
// unless they are absolute.
type Files struct {
	Spikes  string           // "": spikes.h5
	Order   sonata.SortOrder // of the spikes, where Spikes is given
	Reports []string         // by probe; nil or "": after the probe
	// Names are what populations are called in the files, where that is not
	// their own name. Several may share one.
	Names map[*network.Population]string
}

// spikes is the path of the file of spikes, and their order in it.
func (f *Files) spikes() (string, sonata.SortOrder) {
	if f.Spikes == "" {
		return "spikes.h5", sonata.ByTime
	}
	return f.Spikes, f.Order
}

// report is the path of the file of a probe.
func (f *Files) report(probe int, p *network.Probe) string {
	if probe < len(f.Reports) && f.Reports[probe] != "" {
		return f.Reports[probe]
	}
	return fileName(p.Name) + ".h5"
}

// population is the name of a population.
func (f *Files) population(p *network.Population) string {
	if name, ok := f.Names[p]; ok {
		return name
	}
	return p.Name
}

// path is where a file is written: under the run's label, and with another
// ending if libhdf5 is missing.
func (r *recorder) path(file, without string) string {
	if !filepath.IsAbs(file) {
		file = filepath.Join(r.out, file)
	}
	dir, base := filepath.Split(file)
	if ending := filepath.Ext(base); r.noHDF5 && ending == ".h5" {
		base = strings.TrimSuffix(base, ending) + without
	}
	return filepath.Join(dir, r.prefix+base)
}

// fileName makes a name fit for a file.
func fileName(name string) string {
	return strings.Map(func(c rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, c) || c < ' ' {
			return '_'
		}
		return c
	}, name)
}
