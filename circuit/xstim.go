package circuit

import (
	"fmt"
	"math"
	"path/filepath"
	"strings"

	"github.com/cajal-sim/cajal/format/sonata"
	"github.com/cajal-sim/cajal/models"
	"github.com/cajal-sim/cajal/morph"
	"github.com/cajal-sim/cajal/network"
)

// Extracellular stimulation as BMTK's module xstim has it: electrodes in a homogeneous medium,
// given by a table of positions, that pass one current, the waveform in mA. An electrode with a
// mesh passes it in equal parts through the mesh's points. Compartments are points, their
// centres.

const milliampere = 1e6 // nA

// usualResistivity is BMTK's of the medium, Ω·cm.
const usualResistivity = 300

// addField puts the chosen cells that have shape into the field of electrodes.
func (l *loader) addField(in *sonata.Input, selected []chosen) error {
	path, _ := in.Params["positions_file"].(string)
	if path == "" {
		return fmt.Errorf("positions_file is missing: a table of electrodes with pos_x, pos_y and pos_z")
	}
	meshes, ok := in.Params["mesh_files_dir"].(string)
	path = l.inFolder(path)
	if !ok {
		meshes = filepath.Dir(path)
	}
	sources, err := readElectrodes(path, l.inFolder(meshes))
	if err != nil {
		return err
	}
	resistivity, ok := in.Number("resistance")
	if !ok {
		resistivity = usualResistivity
	}
	if !(resistivity > 0) {
		return fmt.Errorf("resistance is %g Ω·cm, want more than 0", resistivity)
	}
	field := &network.Field{Sources: sources, Conductivity: 100 / resistivity} // 1 S/m is 1/(100 Ω·cm)
	course := &network.Stimulus{Values: map[string]network.Value{}}
	if err := l.waveform(in, course); err != nil {
		return err
	}
	for _, s := range selected {
		for i, p := range s.cells.parts {
			if !p.hasShape() {
				continue
			}
			for _, run := range runsOf(s.lanes(i)) {
				l.circuit.Network.Stimuli = append(l.circuit.Network.Stimuli, &network.Stimulus{
					Name:   runName(in, p, run, len(p.rows)),
					Target: network.View{Population: p.population, Lo: int(run[0]), Hi: int(run[1])},
					Field:  field, Model: course.Model, Values: course.Values})
			}
		}
	}
	return nil
}

// inFolder is a path relative to the configuration's folder.
func (l *loader) inFolder(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(l.config.Path), path)
}

// waveform sets what multiplies the field: a constant (dc) or a sine for a while, or a
// table of times (ms) and amplitudes with straight lines between them.
func (l *loader) waveform(in *sonata.Input, s *network.Stimulus) error {
	if path, ok := in.Params["waveform"].(string); ok {
		return l.tabulated(l.inFolder(path), s)
	}
	w, ok := in.Params["waveform"].(map[string]any)
	if !ok {
		return fmt.Errorf("waveform is missing: an object with shape, del, dur and amp, or a .csv file")
	}
	number := func(key string, otherwise float64) float64 {
		if x, ok := w[key].(float64); ok {
			return x
		}
		return otherwise
	}
	for _, key := range []string{"del", "dur", "amp"} {
		if math.IsNaN(number(key, math.NaN())) {
			return fmt.Errorf("waveform: %s is missing or no number", key)
		}
	}
	set := func(name string, x float64) { s.Values[name] = network.Number(x) }
	set("start", number("del", 0))
	set("stop", number("del", 0)+number("dur", 0))
	set("amplitude", number("amp", 0))
	var err error
	switch shape, _ := w["shape"].(string); strings.ToLower(shape) {
	case "dc":
		s.Model, err = models.Load("step_current")
	case "sin":
		set("frequency", number("freq", 0)/1000) // Hz
		set("phase", number("phase", math.Pi))
		set("offset", number("offset", 0))
		s.Model, err = models.Load("sine_current")
	default:
		return fmt.Errorf("waveform: the shape %q is not supported%s", shape, nearest(shape, []string{"dc", "sin"}))
	}
	return err
}

// tabulated makes a course of a table, which has a value for every step.
func (l *loader) tabulated(path string, s *network.Stimulus) error {
	rows, err := readColumns(path, "time", "amplitude")
	if err != nil {
		return err
	}
	course := &network.Course{Every: l.config.Run.Dt}
	for k := range int(math.Ceil(l.config.Run.Tstop / course.Every)) {
		course.Values = append(course.Values, between(rows, (float64(k)+0.5)*course.Every))
	}
	s.Values["amplitude"] = network.Value{Course: course}
	s.Model, err = models.Load("step_current")
	return err
}

// between is the value at t on straight lines between rows of (t, value), and outside of them
// that of the first or the last.
func between(rows [][]float64, t float64) float64 {
	last := rows[0]
	for _, row := range rows {
		if t < row[0] {
			if t < last[0] || row[0] == last[0] {
				return last[1]
			}
			return last[1] + (row[1]-last[1])*(t-last[0])/(row[0]-last[0])
		}
		last = row
	}
	return last[1]
}

// readElectrodes reads a table of electrodes, each a source, or as many as its mesh has points.
func readElectrodes(path, meshes string) ([]network.Source, error) {
	table, err := readTable(path)
	if err != nil {
		return nil, err
	}
	rows, err := table.columns("pos_x", "pos_y", "pos_z")
	if err != nil {
		return nil, err
	}
	rotations := make([][]float64, len(rows))
	if _, ok := table.index["rotation_x"]; ok {
		if rotations, err = table.columns("rotation_x", "rotation_y", "rotation_z"); err != nil {
			return nil, err
		}
	}
	var sources []network.Source
	for i, at := range rows {
		mesh := [][]float64{{0, 0, 0}}
		if k, ok := table.index["electrode_mesh_file"]; ok {
			if mesh, err = readColumns(filepath.Join(meshes, table.rows[i][k]), "x_pos", "y_pos", "z_pos"); err != nil {
				return nil, err
			}
		}
		sources = append(sources, placed(mesh, rotations[i], at)...)
	}
	return sources, nil
}

// placed turns a mesh and puts its centre at a place.
func placed(mesh [][]float64, angles, at []float64) []network.Source {
	turn := morph.Euler(0, 0, 0)
	if angles != nil {
		turn = morph.Euler(angles[0], angles[1], angles[2])
	}
	n := float64(len(mesh))
	var sources []network.Source
	centre := morph.Vec{}
	for _, point := range mesh {
		turned := turn.Of(morph.Vec(point))
		for i := range centre {
			centre[i] += turned[i] / n
		}
		sources = append(sources, network.Source{Position: turned, Current: milliampere / n})
	}
	for k := range sources {
		for i := range centre {
			sources[k].Position[i] += at[i] - centre[i]
		}
	}
	return sources
}
