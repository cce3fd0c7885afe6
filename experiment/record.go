package experiment

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/format/hdf5"
	"github.com/cajal-sim/cajal/format/sonata"
	"github.com/cajal-sim/cajal/ir"
	"github.com/cajal-sim/cajal/network"
)

// recorder receives what a simulation produces and hands it on: to the files,
// to the running statistics, to the excerpts for the figures, and to the spool
// that serves Spikes and Samples.
type recorder struct {
	net      *network.Network
	step     float64 // ms
	out      string  // folder of the files; "": none
	prefix   string  // of their names
	files    *Files
	recorded []bool // populations whose spikes are kept
	warnings []string

	spikes  spikeFile
	reports []sampleFile // of each probe, from its first sample
	spool   *spool       // sequences: times and cells of each population, then times and values of each probe; nil: none

	statistics []*statistics
	raster     *raster
	traces     []traces
	columns    []int // of each probe, from its first sample

	noHDF5 bool
	ids    []uint64 // scratch
	floats []float64
}

// spikeFile and sampleFile are sonata's writers.
type spikeFile interface {
	Append(population string, ids []uint64, times []float64) error
	Path() string
	Close() error
}

type sampleFile interface {
	Append(part int, frames []float64) error
	Path() string
	Close() error
}

func newRecorder(d Description, opt Options) *recorder {
	net := d.Network
	r := &recorder{
		net: net, step: opt.Step, files: d.Files,
		reports: make([]sampleFile, len(net.Probes)),
		raster:  newRaster(net.Populations),
		traces:  make([]traces, len(net.Probes)),
		columns: make([]int, len(net.Probes)),
	}
	if r.files == nil {
		r.files = &Files{Order: sonata.ByTime}
	}
	for _, p := range net.Populations {
		r.statistics = append(r.statistics, newStatistics(p.Size))
		r.recorded = append(r.recorded, p.Shape != nil || p.Model != nil && (p.Model.Kind == ir.Neuron || p.Model.Kind == ir.ArtificialCell) || slices.Contains(d.Record, p))
	}
	if !opt.NoReadBack {
		r.spool = newSpool("", 2*(len(net.Populations)+len(net.Probes)))
	}
	return r
}

// open makes the folder and the file of spikes.
func (r *recorder) open(opt Options) error {
	if opt.Out == "" {
		return nil
	}
	if err := fresh(opt); err != nil {
		return err
	}
	r.out = opt.Out
	if opt.Label != "" {
		r.prefix = safe(opt.Label) + "_"
	}
	err := hdf5.Available()
	if r.noHDF5 = errors.Is(err, hdf5.ErrNoLibrary); r.noHDF5 {
		r.warnings = append(r.warnings, fmt.Sprintf("%v; spikes are written as .csv and samples as .npy instead", err))
	} else if err != nil {
		return err
	}
	w, err := sonata.CreateSpikes(r.spikesPath(), r.files.Order)
	if err != nil {
		return fmt.Errorf("folder %s for the results: %w", opt.Out, err)
	}
	r.spikes = w
	for i, p := range r.net.Populations { // those that stay silent belong into the file, too
		if r.recorded[i] {
			err = errors.Join(err, w.Append(r.fileName(p), nil, nil))
		}
	}
	if err == nil {
		err = r.keepOthers()
	}
	if err != nil {
		err = errors.Join(err, w.Close())
	}
	return err
}

// keepOthers renames files of another program where this run's will be: in a
// folder without a run.json. Such files may be what results are to be compared with.
func (r *recorder) keepOthers() error {
	if exists(filepath.Join(r.out, "run.json")) {
		return nil
	}
	paths := []string{r.spikesPath()}
	for i := range r.net.Probes {
		paths = append(paths, r.samplesPath(i))
	}
	for _, path := range paths {
		ending := filepath.Ext(path)
		kept := strings.TrimSuffix(path, ending) + ".before" + ending
		switch {
		case !exists(path):
			continue
		case exists(kept):
			return fmt.Errorf("%s and %s are there, and from another program: name another folder", path, kept)
		}
		if err := os.Rename(path, kept); err != nil {
			return err
		}
		r.warnings = append(r.warnings, fmt.Sprintf("%s was there, from another program: it is now %s", path, kept))
	}
	return nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func (r *recorder) spikesPath() string { return r.path(r.files.Spikes, "spikes", ".csv") }

// samplesPath is the path of a probe's file.
func (r *recorder) samplesPath(probe int) string {
	given := ""
	if r.files.Samples != nil {
		given = r.files.Samples[probe]
	}
	return r.path(given, r.net.Probes[probe].Name, ".npy")
}

// fresh checks that the folder may be written to.
func fresh(opt Options) error {
	if !opt.NoOverwrite {
		return nil
	}
	if exists(filepath.Join(opt.Out, "run.json")) {
		return fmt.Errorf("folder %s holds a run already, which this model must not overwrite; name another folder", opt.Out)
	}
	return nil
}

// path returns the path of a file, given or made from a name. It ends in .h5 but
// where libhdf5 is missing.
func (r *recorder) path(given, name, without string) string {
	if given == "" {
		given = r.prefix + safe(name) + ".h5"
	}
	if r.noHDF5 {
		given = strings.TrimSuffix(given, filepath.Ext(given)) + without
	}
	if filepath.IsAbs(given) {
		return given
	}
	return filepath.Join(r.out, given)
}

// fileName is the name of a population in files.
func (r *recorder) fileName(p *network.Population) string {
	if name, ok := r.files.Names[p]; ok {
		return name
	}
	return p.Name
}

// Spikes receives spikes of a population.
func (r *recorder) Spikes(population int, times []float64, cells []int32) error {
	r.statistics[population].add(times, cells)
	r.raster.add(population, times, cells)
	if !r.recorded[population] || len(times) == 0 {
		return nil
	}
	p := r.net.Populations[population]
	if r.spikes != nil {
		r.ids = r.ids[:0]
		for _, c := range cells {
			r.ids = append(r.ids, identity(p, c))
		}
		if err := r.spikes.Append(r.fileName(p), r.ids, times); err != nil {
			return err
		}
	}
	if r.spool == nil {
		return nil
	}
	r.floats = r.floats[:0]
	for _, c := range cells {
		r.floats = append(r.floats, float64(c))
	}
	return errors.Join(r.spool.add(2*population, times...), r.spool.add(2*population+1, r.floats...))
}

// identity is the name of a cell in files.
func identity(p *network.Population, cell int32) uint64 {
	if p.IDs == nil {
		return uint64(cell)
	}
	return p.IDs[cell]
}

// Sample receives the values of a probe.
func (r *recorder) Sample(probe int, t float64, values []float64) error {
	if r.columns[probe] == 0 {
		if err := r.openReport(probe, t, len(values)); err != nil {
			return err
		}
	}
	r.traces[probe].add(t, values)
	if f := r.reports[probe]; f != nil {
		if err := f.Append(0, values); err != nil {
			return err
		}
	}
	if r.spool == nil {
		return nil
	}
	at := r.probeSequence(probe)
	return errors.Join(r.spool.add(at, t), r.spool.add(at+1, values...))
}

func (r *recorder) probeSequence(probe int) int { return 2 * (len(r.net.Populations) + probe) }

// openReport makes the file of a probe, once its first sample tells how many
// columns it has.
func (r *recorder) openReport(probe int, t float64, columns int) error {
	p := r.net.Probes[probe]
	r.columns[probe] = columns
	every := p.Every
	if every == 0 {
		every = r.step
	}
	r.traces[probe].step = every
	if r.out == "" || columns == 0 {
		return nil
	}
	layout := sonata.Layout{Variable: p.Variable, Units: units(p), Start: t, Step: every}
	layout.Population, layout.NodeIDs = r.elements(p, columns)
	if p.Population != nil && p.Population.Shape != nil {
		addCompartments(&layout, p)
	}
	w, err := sonata.CreateReport(r.samplesPath(probe), layout)
	if err != nil {
		return err
	}
	r.reports[probe] = w
	return nil
}

// elements returns whose values a probe's columns are.
func (r *recorder) elements(p *network.Probe, columns int) (population string, ids []uint64) {
	ids = make([]uint64, columns)
	for i := range ids {
		switch {
		case p.Population == nil:
			ids[i] = uint64(i) // synapses, in the projection's order
		case p.Cells == nil:
			ids[i] = identity(p.Population, int32(i))
		default:
			ids[i] = identity(p.Population, p.Cells[i])
		}
	}
	if p.Population == nil {
		return p.Projection.Name, ids
	}
	return r.fileName(p.Population), ids
}

// addCompartments says which section each column is from and where on it, and joins
// neighbouring columns of one cell under its name.
func addCompartments(l *sonata.Layout, p *network.Probe) {
	var ids []uint64
	for i, id := range l.NodeIDs {
		cell := i
		if p.Cells != nil {
			cell = int(p.Cells[i])
		}
		template := p.Population.Shape.Of(cell)
		place := template.Tree.Place(network.Site(p.Sites, i, template))
		l.ElementIDs, l.ElementPos = append(l.ElementIDs, uint64(place.Section)), append(l.ElementPos, place.Position)
		if i == 0 || id != l.NodeIDs[i-1] {
			ids, l.Pointers = append(ids, id), append(l.Pointers, uint64(i))
		}
	}
	l.Pointers = append(l.Pointers, uint64(len(l.NodeIDs)))
	l.NodeIDs = ids
}

// safe makes a name fit for a file, and for being typed: "V_m of E[0:3]" becomes
// V_m_of_E_0_3.
func safe(name string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == ']':
			return -1
		case strings.ContainsRune(`/\:*?"<>|[`, c) || c <= ' ':
			return '_'
		}
		return c
	}, name)
}

// written lists the files, relative to the folder where they lie in it.
func (r *recorder) written() []string {
	var names []string
	add := func(path string) {
		if short, err := filepath.Rel(r.out, path); err == nil && filepath.IsLocal(short) {
			path = short
		}
		names = append(names, path)
	}
	if r.spikes != nil {
		add(r.spikes.Path())
	}
	for _, f := range r.reports {
		if f != nil {
			add(f.Path())
		}
	}
	return names
}

// close completes all files, each whether or not another one can be.
func (r *recorder) close() error {
	var err error
	if r.spikes != nil {
		err = r.spikes.Close()
	}
	for _, f := range r.reports {
		if f != nil {
			err = errors.Join(err, f.Close())
		}
	}
	return err
}
