package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/analysis"
	"github.com/cajal-sim/cajal/experiment"
	"github.com/cajal-sim/cajal/format/sonata"
)

// compareCommand is cajal compare.
type compareCommand struct {
	A             string        `arg:"" help:"A file of spikes (.h5 or .csv), or the folder of a run."`
	B             string        `arg:"" help:"Another."`
	TimeTolerance milliseconds  `placeholder:"T" default:"1e-9" help:"Largest |Δt| of equal spikes: a time with its unit, or a number in ms. Default: 1e-9 ms."`
	After         *milliseconds `placeholder:"T" help:"Compare only spikes after T, such as the time of a checkpoint."`
	Until         milliseconds  `placeholder:"T" default:"0" help:"Compare only spikes before T."`
	JSON          bool          `name:"json" help:"Print JSON."`
}

// comparison is what compare prints of one population.
type comparison struct {
	Population   string            `json:"population"`
	SpikesA      int               `json:"spikes_a"`
	SpikesB      int               `json:"spikes_b"`
	Cells        int               `json:"cells"`
	UnequalCells int               `json:"unequal_cells"`
	Shift        experiment.Number `json:"largest_dt_ms"` // over cells whose numbers of spikes are equal
	Matched      experiment.Number `json:"matched"`       // share of all spikes with a partner within the tolerance
	Parted       experiment.Number `json:"first_difference_ms"`
	Equal        bool              `json:"equal"`
}

// Run compares the two files, population by population.
func (c compareCommand) Run(t *terminal) error {
	a, err := readSpikes(c.A)
	if err != nil {
		return err
	}
	b, err := readSpikes(c.B)
	if err != nil {
		return err
	}
	list, err := c.compare(a, b)
	if err != nil {
		return err
	}
	if c.JSON {
		err = json.NewEncoder(t.out).Encode(list)
	} else {
		err = printComparison(t, list)
	}
	if err == nil && slices.ContainsFunc(list, func(one comparison) bool { return !one.Equal }) {
		return &failure{"the spikes differ"}
	}
	return err
}

// readSpikes reads a file of spikes, or that of a run's folder.
func readSpikes(path string) ([]sonata.Spikes, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		folder := path
		path = filepath.Join(folder, "spikes.h5")
		if _, err := os.Stat(path); err != nil {
			path = filepath.Join(folder, "spikes.csv")
		}
	}
	if _, err := os.Stat(path); err != nil {
		return nil, missing(path)
	}
	return sonata.ReadSpikes(path)
}

// compare pairs populations by name; a file of one population is compared with
// another one whatever they are called.
func (c compareCommand) compare(a, b []sonata.Spikes) ([]comparison, error) {
	if len(a) == 1 && len(b) == 1 {
		return []comparison{c.pair(a[0], b[0])}, nil
	}
	var list []comparison
	for _, one := range a {
		if other := named(b, one.Population); other != nil {
			list = append(list, c.pair(one, *other))
		}
	}
	if len(list) == 0 {
		return nil, fmt.Errorf("%s and %s have no population in common: %s and %s", c.A, c.B, populations(a), populations(b))
	}
	for _, only := range []struct {
		have, lack []sonata.Spikes
		a          bool
	}{{a, b, true}, {b, a, false}} {
		for _, one := range only.have {
			if named(only.lack, one.Population) == nil && len(one.Times) > 0 {
				none := sonata.Spikes{Population: one.Population}
				if only.a {
					list = append(list, c.pair(one, none))
				} else {
					list = append(list, c.pair(none, one))
				}
			}
		}
	}
	return list, nil
}

func named(list []sonata.Spikes, population string) *sonata.Spikes {
	for i := range list {
		if list[i].Population == population {
			return &list[i]
		}
	}
	return nil
}

func populations(list []sonata.Spikes) string {
	var names []string
	for _, s := range list {
		names = append(names, s.Population)
	}
	return strings.Join(names, ", ")
}

func (c compareCommand) pair(a, b sonata.Spikes) comparison {
	ids := slices.Concat(a.NodeIDs, b.NodeIDs)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	d := analysis.Compare(c.train(a, ids), c.train(b, ids), float64(c.TimeTolerance))
	return comparison{
		Population: a.Population, SpikesA: d.SpikesA, SpikesB: d.SpikesB, Cells: d.Cells, UnequalCells: d.UnequalCells,
		Shift: experiment.Number(d.Shift), Matched: experiment.Number(d.Fraction()), Parted: experiment.Number(d.Parted),
		Equal: d.Equal(),
	}
}

// train is the spikes to compare, the cells numbered by their place among the sorted ids.
func (c compareCommand) train(s sonata.Spikes, ids []uint64) analysis.Train {
	from, until := math.Inf(-1), math.Inf(1)
	if c.After != nil {
		from = math.Nextafter(float64(*c.After), until)
	}
	if c.Until > 0 {
		until = float64(c.Until)
	}
	cells := make([]int32, len(s.NodeIDs))
	for i, id := range s.NodeIDs {
		at, _ := slices.BinarySearch(ids, id)
		cells[i] = int32(at)
	}
	return analysis.Train{Times: s.Times, Cells: cells, N: len(ids), From: from, To: until}
}

func printComparison(t *terminal, list []comparison) error {
	w := table(t.out)
	fmt.Fprintln(w, "population\tspikes A\tspikes B\tcells\tunequal\tlargest |Δt| (ms)\tmatched\t")
	for _, c := range list {
		verdict := "equal"
		if !c.Equal {
			verdict = fmt.Sprintf("differ from %.6g ms on", float64(c.Parted))
		}
		shift := "–"
		if !math.IsNaN(float64(c.Shift)) {
			shift = fmt.Sprintf("%.3g", float64(c.Shift))
		}
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%s\t%.4g %%\t%s\n",
			c.Population, c.SpikesA, c.SpikesB, c.Cells, c.UnequalCells, shift, 100*float64(c.Matched), verdict)
	}
	return w.Flush()
}
