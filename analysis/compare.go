package analysis

import "math"

// Comparison says how far two spike files agree.
type Comparison struct {
	SpikesA, SpikesB int
	Cells            int // the larger of both populations
	UnequalCells     int // cells whose numbers of spikes differ
	FirstUnequal     int // the first of them, −1 if there is none

	// Shift is the largest |Δt| in ms between the k-th spikes of a cell in A and
	// in B, over all cells whose numbers of spikes are equal; NaN if there is no
	// such pair. ShiftCell is the cell where it occurs, −1 if none.
	Shift     float64
	ShiftCell int

	// Matched pairs lie within the tolerance of each other; Missing spikes of A
	// have no partner in B, Extra ones of B none in A.
	Matched, Missing, Extra int

	// Parted is the time in ms of the first spike without a partner: the files
	// agree up to it. +Inf if every spike has a partner.
	Parted float64
}

// Equal says whether every spike has a partner within the tolerance.
func (c Comparison) Equal() bool { return c.Missing == 0 && c.Extra == 0 }

// Fraction returns the matched share of all spikes, 2·Matched/(SpikesA+SpikesB),
// 1 for two empty files.
func (c Comparison) Fraction() float64 {
	if c.SpikesA+c.SpikesB == 0 {
		return 1
	}
	return 2 * float64(c.Matched) / float64(c.SpikesA+c.SpikesB)
}

// Compare compares the spikes of two trains cell by cell, each within its own
// window. Two spikes match if their times differ by at most tol ms; within a
// cell, pairs are formed in order of time, each spike with the first partner
// that is left, which yields the largest possible number of pairs.
func Compare(a, b Train, tol float64) Comparison {
	rowsA, rowsB := a.ByCell(), b.ByCell()
	c := Comparison{
		SpikesA: a.Spikes(), SpikesB: b.Spikes(), Cells: max(a.N, b.N),
		FirstUnequal: -1, ShiftCell: -1, Shift: math.NaN(), Parted: math.Inf(1),
	}
	for cell := range c.Cells {
		timesA, timesB := row(rowsA, cell), row(rowsB, cell)
		if len(timesA) == len(timesB) {
			c.shift(cell, timesA, timesB)
		} else {
			c.UnequalCells++
			if c.FirstUnequal < 0 {
				c.FirstUnequal = cell
			}
		}
		c.match(timesA, timesB, tol)
	}
	return c
}

// shift widens Shift by the spikes of one cell, paired by number.
func (c *Comparison) shift(cell int, a, b []float64) {
	for k := range a {
		if d := math.Abs(a[k] - b[k]); !(d <= c.Shift) {
			c.Shift, c.ShiftCell = d, cell
		}
	}
}

// match pairs the spikes of one cell in order of time.
func (c *Comparison) match(a, b []float64, tol float64) {
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(a) > 0 && len(b) > 0 && math.Abs(a[0]-b[0]) <= tol:
			c.Matched++
			a, b = a[1:], b[1:]
		case len(b) == 0 || len(a) > 0 && a[0] < b[0]:
			c.Missing++
			c.Parted = min(c.Parted, a[0])
			a = a[1:]
		default:
			c.Extra++
			c.Parted = min(c.Parted, b[0])
			b = b[1:]
		}
	}
}

// row returns the times of a cell, none for a cell that the train lacks.
func row(rows [][]float64, cell int) []float64 {
	if cell < len(rows) {
		return rows[cell]
	}
	return nil
}
