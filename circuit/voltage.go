package circuit

import (
	"fmt"

	"github.com/cajal-sim/cajal/format/sonata"
	"github.com/cajal-sim/cajal/network"
)

// A voltage clamp of BMTK: levels one after the other, through a resistance. There is one
// list of levels (amps, mV), durations (ms) and resistances (rs, MΩ) for all cells, or one for each.

// usualResistance is NEURON's of an SEClamp, MΩ.
const usualResistance = 1

// addVoltageClamp clamps the chosen cells, which have to have shape.
func (l *loader) addVoltageClamp(in *sonata.Input, selected []chosen) error {
	cells := 0
	for _, s := range selected {
		cells += len(s.rows)
	}
	clamps, err := readVoltageClamps(in, cells)
	if err != nil {
		return err
	}
	for _, s := range selected {
		for i, p := range s.cells.parts {
			lanes := s.lanes(i)
			if len(lanes) > 0 && !p.hasShape() {
				return fmt.Errorf("population %s: its cells have no shape and cannot be clamped", p.population.Name)
			}
			if len(clamps) > 1 {
				continue
			}
			if err := l.addElectrode(in, clamps[0], p, lanes, len(lanes)); err != nil {
				return err
			}
		}
	}
	if len(clamps) > 1 {
		return l.clampEach(in, clamps, selected)
	}
	return nil
}

// clampEach makes the clamps of single cells.
func (l *loader) clampEach(in *sonata.Input, clamps []*network.Clamp, selected []chosen) error {
	number := 0
	for _, s := range selected {
		for _, row := range s.rows {
			p := s.cells.parts[s.cells.part[row]]
			if err := l.addElectrode(in, clamps[number], p, []int32{s.cells.lane[row]}, len(clamps)); err != nil {
				return err
			}
			number++
		}
	}
	return nil
}

// readVoltageClamps returns one clamp, or one for each cell.
func readVoltageClamps(in *sonata.Input, cells int) ([]*network.Clamp, error) {
	levels, err := lists(in, "amps")
	if err != nil {
		return nil, err
	}
	durations, err := lists(in, "durations")
	if err != nil {
		return nil, err
	}
	resistances := []float64{usualResistance}
	if in.Params["rs"] != nil {
		all, err := lists(in, "rs")
		if err != nil {
			return nil, err
		}
		resistances = nil
		for _, list := range all { // a number each, or one list of numbers
			resistances = append(resistances, list...)
		}
	}
	var out []*network.Clamp
	for i := range max(len(levels), len(durations), len(resistances)) {
		c := &network.Clamp{Resistance: resistances[min(i, len(resistances)-1)]}
		level, duration := levels[min(i, len(levels)-1)], durations[min(i, len(durations)-1)]
		if len(level) != len(duration) {
			return nil, fmt.Errorf("amps has %d levels, but durations has %d", len(level), len(duration))
		}
		t := 0.0
		for k := range level {
			c.Pulses = append(c.Pulses, network.Pulse{From: t, To: t + duration[k], Level: level[k]})
			t += duration[k]
		}
		out = append(out, c)
	}
	if len(out) > 1 && len(out) != cells {
		return nil, fmt.Errorf("amps, durations and rs are for %d cells, but the node set has %d: give them once, or for each", len(out), cells)
	}
	return out, nil
}

// lists reads numbers: one, a list of them, or a list of such lists.
func lists(in *sonata.Input, key string) ([][]float64, error) {
	wrong := fmt.Errorf("%s is missing, or not a list of numbers", key)
	var flat []float64
	var all [][]float64
	switch v := in.Params[key].(type) {
	case float64:
		flat = []float64{v}
	case []any:
		for _, x := range v {
			switch x := x.(type) {
			case float64:
				flat = append(flat, x)
			case []any:
				list, ok := numbersIn(x)
				if !ok {
					return nil, wrong
				}
				all = append(all, list)
			default:
				return nil, wrong
			}
		}
	}
	switch {
	case len(flat) > 0 && len(all) == 0:
		return [][]float64{flat}, nil
	case len(flat) == 0 && len(all) > 0:
		return all, nil
	}
	return nil, wrong
}

func numbersIn(list []any) (out []float64, ok bool) {
	for _, x := range list {
		n, ok := x.(float64)
		if !ok {
			return nil, false
		}
		out = append(out, n)
	}
	return out, len(out) > 0
}
