package circuit

import (
	"fmt"

	"github.com/cajal-sim/cajal/format/sonata"
	"github.com/cajal-sim/cajal/models"
	"github.com/cajal-sim/cajal/network"
)

// clamp is a step of current.
type clamp struct{ amplitude, delay, duration float64 } // nA, ms, ms

func readClamp(in *sonata.Input) (clamp, error) {
	var c clamp
	for _, key := range []struct {
		name string
		to   *float64
	}{{"amp", &c.amplitude}, {"delay", &c.delay}, {"duration", &c.duration}} {
		x, ok := in.Number(key.name)
		if !ok {
			return c, fmt.Errorf("%s is missing or no number", key.name)
		}
		*key.to = x
	}
	return c, nil
}

// addClamp makes a stimulus of a step of current in the chosen cells.
func (l *loader) addClamp(in *sonata.Input, selected []chosen) error {
	c, err := readClamp(in)
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
				pulse := network.Pulse{From: c.delay, To: c.delay + c.duration, Level: c.amplitude}
				if err := l.addElectrode(in, &network.Clamp{Pulses: []network.Pulse{pulse}}, p, lanes, len(lanes)); err != nil {
					return err
				}
				continue
			}
			if p.model == nil || p.model.mechanism.ByEvent {
				return fmt.Errorf("population %s: its cells take spikes only, no current", p.population.Name)
			}
			one, err := c.stimulus(p, lanes)
			if err != nil {
				return err
			}
			one.Name = in.Name + " " + p.population.Name
			l.circuit.Network.Stimuli = append(l.circuit.Network.Stimuli, one)
		}
	}
	return nil
}

// stimulus injects the step into some cells of a part; the others get 0.
func (c clamp) stimulus(p *part, lanes []int32) (*network.Stimulus, error) {
	current, err := models.Load("step_current")
	if err != nil {
		return nil, err
	}
	amplitude := make([]float64, len(p.rows))
	for _, lane := range lanes {
		amplitude[lane] = c.amplitude
	}
	return &network.Stimulus{
		Target: network.All(p.population), Model: current,
		Values: map[string]network.Value{
			"amplitude": oneOrMany(amplitude),
			"start":     network.Number(c.delay),
			"stop":      network.Number(c.delay + c.duration),
		},
	}, nil
}
