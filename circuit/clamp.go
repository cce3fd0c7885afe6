package circuit

import (
	"fmt"

	"github.com/cajal-sim/cajal/format/sonata"
	"github.com/cajal-sim/cajal/models"
	"github.com/cajal-sim/cajal/network"
)

// readPulses returns the steps of current of an input: one, a list of them, or a table
// of the times and currents (ms, nA) at which it changes.
func (l *loader) readPulses(in *sonata.Input) ([]network.Pulse, error) {
	if in.Type == "csv" || in.Type == "file" {
		return l.pulsesOf(in)
	}
	columns := map[string][]float64{}
	for _, key := range []string{"amp", "delay", "duration"} {
		list, err := lists(in, key)
		if err != nil {
			return nil, err
		}
		columns[key] = list[0]
	}
	amplitude, delay, duration := columns["amp"], columns["delay"], columns["duration"]
	if len(delay) != len(amplitude) || len(duration) != len(amplitude) {
		return nil, fmt.Errorf("amp has %d values, delay %d and duration %d: want as many of each", len(amplitude), len(delay), len(duration))
	}
	var out []network.Pulse
	for i, x := range amplitude {
		out = append(out, network.Pulse{From: delay[i], To: delay[i] + duration[i], Level: x})
	}
	return out, nil
}

// pulsesOf reads a table.
func (l *loader) pulsesOf(in *sonata.Input) ([]network.Pulse, error) {
	path, ok := in.Params["file"].(string)
	if !ok {
		path = in.File
	}
	if path == "" {
		return nil, fmt.Errorf("file is missing: a table of timestamps and amps")
	}
	rows, err := readColumns(l.inFolder(path), "timestamps", "amps")
	if err != nil {
		return nil, err
	}
	var out []network.Pulse
	for i, row := range rows {
		until := l.config.Run.Tstop
		if i+1 < len(rows) {
			until = rows[i+1][0]
		}
		if row[1] != 0 && until > row[0] {
			out = append(out, network.Pulse{From: row[0], To: until, Level: row[1]})
		}
	}
	return out, nil
}

// addClamp makes stimuli of the steps of current in the chosen cells.
func (l *loader) addClamp(in *sonata.Input, selected []chosen) error {
	pulses, err := l.readPulses(in)
	if err != nil {
		return err
	}
	for _, s := range selected {
		for i, p := range s.cells.parts {
			lanes := s.lanes(i)
			if len(lanes) == 0 {
				continue
			}
			if p.hasShape() {
				if err := l.addElectrode(in, &network.Clamp{Pulses: pulses}, p, lanes, len(lanes)); err != nil {
					return err
				}
				continue
			}
			if p.model == nil || p.model.mechanism.ByEvent {
				return fmt.Errorf("population %s: its cells take spikes only, no current", p.population.Name)
			}
			for k, pulse := range pulses {
				one, err := stimulus(pulse, p, lanes)
				if err != nil {
					return err
				}
				one.Name = in.Name + " " + p.population.Name
				if len(pulses) > 1 {
					one.Name += fmt.Sprintf(" %d", k+1)
				}
				l.circuit.Network.Stimuli = append(l.circuit.Network.Stimuli, one)
			}
		}
	}
	return nil
}

// stimulus injects the step into some cells of a part; the others get 0.
func stimulus(pulse network.Pulse, p *part, lanes []int32) (*network.Stimulus, error) {
	current, err := models.Load("step_current")
	if err != nil {
		return nil, err
	}
	amplitude := make([]float64, len(p.rows))
	for _, lane := range lanes {
		amplitude[lane] = pulse.Level
	}
	return &network.Stimulus{
		Target: network.All(p.population), Model: current,
		Values: map[string]network.Value{
			"amplitude": network.Numbers(amplitude),
			"start":     network.Number(pulse.From),
			"stop":      network.Number(pulse.To),
		},
	}, nil
}
