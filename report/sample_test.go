package report

import (
	"math"
	"math/rand/v2"

	"github.com/cajal-sim/cajal/analysis"
)

// poisson returns a population that fires at random, at a rate in Hz that swings
// with a period of 250 ms.
func poisson(name string, n int, rate, ms float64, seed uint64) Spikes {
	r := rand.New(rand.NewPCG(seed, 1))
	t := analysis.Train{N: n, To: ms}
	for c := range n {
		for time := 0.0; time < ms; time += r.ExpFloat64() * 500 / rate {
			if r.Float64() < (1+0.5*math.Sin(2*math.Pi*time/250))/2 {
				t.Times = append(t.Times, time)
				t.Cells = append(t.Cells, int32(c))
			}
		}
	}
	return Spikes{name, t}
}

func wave(n int, step, period, size float64) analysis.Signal {
	s := analysis.Signal{Step: step, Values: make([]float64, n)}
	for i := range s.Values {
		s.Values[i] = size * math.Sin(2*math.Pi*float64(i)*step/period)
	}
	return s
}

// sample is a report with something of everything, and text that must be escaped.
func sample() *Report {
	populations := []Spikes{poisson("E", 80, 8, 1000, 1), poisson("I <b>&", 20, 20, 1000, 2)}
	return &Report{
		Title:       "A network of <E> & I",
		Description: "Eighty and twenty cells.",
		Summary:     Summary{Neurons: 100, Synapses: 12345, Spikes: 1040, Biological: 1000, Wall: 0.25},
		Figures: []*Figure{
			Raster{Title: "Spikes", Populations: populations}.Figure(),
			Rates{Title: "Rates", Populations: populations}.Figure(),
			Traces{Title: "Traces", Traces: []Trace{
				{"E[0] <i>", "V", "mV", wave(20001, 0.05, 300, 20)},
				{"E[1]", "V", "mV", wave(1001, 1, 200, 10)},
				{"E[0]", "g", "<µS>", wave(1001, 1, 100, 0.01)},
			}}.Figure(),
			Spectrum{Title: "Spectrum", Spectra: []NamedSpectrum{
				{"E", populations[0].Rate(1).Spectrum(250)},
			}}.Figure(),
		},
		Populations: []Population{
			{"E", "iaf_psc_exp", 80, 8.2, 0.71, 0.0123},
			{"I <b>&", "iaf_psc_exp", 20, 20.1, math.NaN(), math.NaN()},
		},
		Expectations: []Expectation{
			{Name: "rate of E", Got: 8.2, Want: 8, Tol: 0.05, Relative: true, Source: "Brunel 2000, table 1", Pass: true, Unit: "Hz"},
			{Name: "CV of I", Got: math.NaN(), Want: 0.8, Tol: 0.1, Source: "\"x\" <script>alert(1)</script>"},
		},
		Warnings: []string{"libhdf5 is not installed; spikes are in spikes.csv"},
		Provenance: Provenance{
			Version: "cajal 0.1.0", Command: "cajal run ei.star --set g=5", Model: "ei.star", Seed: 12, Step: 0.1,
			Backend: "interp", Threads: 2, Machine: "a machine, 2 cores, linux/amd64", Started: "2026-01-02 03:04 UTC",
			Integrators: []Setting{{"E", "exact propagator"}, {"I <b>&", "exact propagator"}},
			Parameters:  []Setting{{"g", "5"}},
			Sources:     []string{"Brunel 2000, J Comput Neurosci 8:183"},
		},
	}
}
