package network

import (
	"math"

	"github.com/cajal-sim/cajal/spike"
)

// Distance-dependent pairs are drawn by target. Sources lie in a grid of cells as
// wide as the kernel reaches, so that a target looks at its own cell and the
// neighbours. Candidates are drawn among those with probability P, and each is
// kept with probability k(d).

// reach is the distance in units of Scale beyond which a kernel is below the
// smallest random number, 2⁻⁵³.
var reach = [...]float64{Gaussian: 8.6, Exponential: 36.8, Box: 1}

// kernel is k(d) for the squared distance d2 in µm².
func (r *Rule) kernel(d2 float64) float64 {
	switch x2 := d2 / (r.Scale * r.Scale); r.Shape {
	case Gaussian:
		return math.Exp(-x2 / 2)
	case Exponential:
		return math.Exp(-math.Sqrt(x2))
	default:
		if x2 <= 1 {
			return 1
		}
		return 0
	}
}

// cutoff is the distance in µm beyond which nothing connects.
func (r *Rule) cutoff() float64 {
	cutoff := reach[r.Shape] * r.Scale
	if r.Cutoff > 0 {
		cutoff = min(cutoff, r.Cutoff)
	}
	return cutoff
}

// distance prepares the rule of the same name.
func (c *connection) distance() func(*spike.Block, func(source, target, listed int)) {
	r, from, to := &c.p.Rule, c.p.Source, c.p.Target
	sources := from.Population.Positions[from.Lo:from.Hi]
	targets := to.Population.Positions[to.Lo:to.Hi]
	cells := newCells(sources, r.cutoff(), r.Period)
	gap, limit := gaps(r.P), r.cutoff()*r.cutoff()
	return func(b *spike.Block, visit func(source, target, listed int)) {
		var near [][]int32
		for lo, hi := c.inView(b); lo < hi; lo++ {
			random := c.source(lo, forWiring)
			near = cells.around(targets[lo], near[:0])
			barred := c.barred(lo)
			i := gap.next(&random)
			for _, cell := range near {
				for ; i < len(cell); i += 1 + gap.next(&random) {
					source := int(cell[i])
					d2 := r.squared(sources[source], targets[lo])
					if source != barred && d2 <= limit && random.Float64() < r.kernel(d2) {
						visit(source, lo, 0)
					}
				}
				i -= len(cell)
			}
		}
	}
}

// squared is the squared distance of two points, the shortest way round.
func (r *Rule) squared(a, b [3]float64) float64 {
	sum := 0.0
	for axis, period := range r.Period {
		d := a[axis] - b[axis]
		if period > 0 {
			d -= period * math.Round(d/period)
		}
		sum += float64(d * d)
	}
	return sum
}

// cells is a grid of lanes by position.
type cells struct {
	origin, width [3]float64
	count         [3]int
	periodic      [3]bool
	start         []int32 // lanes of cell i: order[start[i]:start[i+1]]
	order         []int32
}

// newCells sorts points into cells at least as wide as the reach. There are no
// more cells than points, so that a grid of few points costs nothing.
func newCells(points [][3]float64, reach float64, period [3]float64) *cells {
	g := &cells{}
	for axis := range 3 {
		lo, hi := math.Inf(1), math.Inf(-1)
		for _, p := range points {
			lo, hi = min(lo, p[axis]), max(hi, p[axis])
		}
		if g.periodic[axis] = period[axis] > 0; g.periodic[axis] {
			hi = lo + period[axis]
		}
		most := math.Floor(math.Cbrt(float64(len(points)))) + 1
		count := max(1, min(math.Floor((hi-lo)/reach), most))
		if g.periodic[axis] && count < 3 {
			count = 1 // else a neighbour would be met on both sides
		}
		g.origin[axis], g.width[axis], g.count[axis] = lo, (hi-lo)/count, int(count)
	}
	g.sort(points)
	return g
}

// sort fills in the order, which inside a cell is that of lanes.
func (g *cells) sort(points [][3]float64) {
	g.start = make([]int32, g.count[0]*g.count[1]*g.count[2]+1)
	g.order = make([]int32, len(points))
	for _, p := range points {
		g.start[g.cell(p)+1]++
	}
	for i := 1; i < len(g.start); i++ {
		g.start[i] += g.start[i-1]
	}
	next := append([]int32(nil), g.start...)
	for lane, p := range points {
		at := &next[g.cell(p)]
		g.order[*at] = int32(lane)
		*at++
	}
}

// coordinate is the cell of a position along an axis, which may lie outside the grid.
func (g *cells) coordinate(axis int, x float64) int {
	if g.count[axis] == 1 {
		return 0
	}
	i := int(math.Floor((x - g.origin[axis]) / g.width[axis]))
	if g.periodic[axis] {
		return (i%g.count[axis] + g.count[axis]) % g.count[axis]
	}
	return i
}

// cell is the number of the cell of one of the points; the last cell has its upper edge.
func (g *cells) cell(p [3]float64) int {
	number := 0
	for axis, n := range g.count {
		number = number*n + max(0, min(g.coordinate(axis, p[axis]), n-1))
	}
	return number
}

// around appends the lanes of the cells at and next to a position, cell by cell.
func (g *cells) around(p [3]float64, to [][]int32) [][]int32 {
	var near [3][]int
	for axis := range 3 {
		near[axis] = g.neighbours(axis, p[axis])
	}
	for _, x := range near[0] {
		for _, y := range near[1] {
			for _, z := range near[2] {
				cell := (x*g.count[1]+y)*g.count[2] + z
				to = append(to, g.order[g.start[cell]:g.start[cell+1]])
			}
		}
	}
	return to
}

// neighbours are the coordinates within one cell of a position.
func (g *cells) neighbours(axis int, x float64) []int {
	n := g.count[axis]
	if n == 1 {
		return []int{0}
	}
	here := g.coordinate(axis, x)
	var near []int
	for i := here - 1; i <= here+1; i++ {
		switch {
		case g.periodic[axis]:
			near = append(near, (i+n)%n)
		case i >= 0 && i < n:
			near = append(near, i)
		}
	}
	return near
}
