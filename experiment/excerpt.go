package experiment

import (
	"github.com/cajal-sim/cajal/analysis"
	"github.com/cajal-sim/cajal/network"
)

// raster keeps the spikes of the first cells of every population for the
// figure. When they become too many it keeps half the cells, the same share of
// all populations; when there is one cell left of each it is full.
type raster struct {
	rows   []row // of each population
	spikes int
	full   bool
	last   float64 // ms, of the last spike kept
}

// row is the spikes kept of one population.
type row struct {
	cells int
	times []float64
	ids   []int32
}

const (
	rasterCells  = 4000   // of all populations together, to begin with
	rasterSpikes = 100000 // of all populations together
)

func newRaster(populations []*network.Population) *raster {
	total := 0
	for _, p := range populations {
		total += p.Size
	}
	r := &raster{rows: make([]row, len(populations))}
	for i, p := range populations {
		share := (p.Size*rasterCells + total - 1) / max(total, 1)
		r.rows[i].cells = min(p.Size, max(share, 20))
	}
	return r
}

func (r *raster) add(population int, times []float64, cells []int32) {
	row := &r.rows[population]
	for i, c := range cells {
		if int(c) < row.cells && !r.full {
			row.times = append(row.times, times[i])
			row.ids = append(row.ids, c)
			r.spikes++
			r.last = max(r.last, times[i])
		}
	}
	for r.spikes > rasterSpikes && !r.full {
		r.halve()
	}
}

// halve drops half the cells of every population.
func (r *raster) halve() {
	r.spikes = 0
	r.full = true
	for i := range r.rows {
		row := &r.rows[i]
		r.full = r.full && row.cells <= 1
		row.cells = (row.cells + 1) / 2
		kept := 0
		for k, c := range row.ids {
			if int(c) < row.cells {
				row.times[kept], row.ids[kept] = row.times[k], c
				kept++
			}
		}
		row.times, row.ids = row.times[:kept], row.ids[:kept]
		r.spikes += kept
	}
}

// train returns what was kept of a population.
func (r *raster) train(population int, from, to float64) analysis.Train {
	if r.full {
		to = min(to, r.last)
	}
	row := r.rows[population]
	return analysis.Train{Times: row.times, Cells: row.ids, N: row.cells, From: from, To: to}
}

// traces keeps the beginning of the first columns of a probe for the figure.
type traces struct {
	from, step float64 // ms
	columns    int     // kept
	values     []float64
}

const (
	traceColumns = 3
	traceLength  = 20000 // samples
)

func (t *traces) add(at float64, values []float64) {
	if len(t.values) == 0 {
		t.from = at
		t.columns = min(len(values), traceColumns)
	}
	if len(t.values) < traceLength*t.columns {
		t.values = append(t.values, values[:t.columns]...)
	}
}

// signal returns one of the columns.
func (t *traces) signal(column int) analysis.Signal {
	s := analysis.Signal{From: t.from, Step: t.step}
	for i := column; i < len(t.values); i += t.columns {
		s.Values = append(s.Values, t.values[i])
	}
	return s
}
