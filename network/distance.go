package network

import (
	"math"
	"slices"

	"github.com/cajal-sim/cajal/spike"
)

// Distance-dependent pairs are drawn by target. Sources lie in a grid of cells, and
// a target looks at the cells in reach, at offsets known beforehand. The
// candidates at an offset have at most the probability of the two cells' nearest
// points, so that gaps are drawn as if they had just that, and a candidate is kept
// with the ratio of its own to it. The price goes by the number of synapses and
// not by that of pairs.

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
	grid := newCells(sources, min(r.Scale, r.cutoff())/2, r.Period)
	offsets, limit := grid.offsets(r), r.cutoff()*r.cutoff()
	return func(b *spike.Block, visit func(source, target, listed int)) {
		for lo, hi := c.inView(b); lo < hi; lo++ {
			random := c.source(lo, forWiring)
			here, barred := grid.at(targets[lo]), c.barred(lo)
			gap := random.Exp()
			for _, o := range offsets {
				near := grid.lanes(here, o.cells)
				for len(near) > 0 {
					// a candidate of hazard h = −ln(1−p) is passed over with probability e⁻ʰ
					if pass := float64(len(near)) * o.hazard; gap >= pass {
						gap -= pass
						break
					}
					skip := int(gap / o.hazard)
					source := int(near[skip])
					near = near[skip+1:]
					gap = random.Exp()
					d2 := r.squared(sources[source], targets[lo])
					if source != barred && d2 <= limit && random.Float64()*o.bound < r.P*r.kernel(d2) {
						visit(source, lo, 0)
					}
				}
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

// newCells sorts points into cells of at least the given width. There are not many
// more cells than points.
func newCells(points [][3]float64, width float64, period [3]float64) *cells {
	g := &cells{}
	most := math.Floor(math.Cbrt(float64(len(points)))) + 1
	for axis := range 3 {
		lo, hi := math.Inf(1), math.Inf(-1)
		for _, p := range points {
			lo, hi = min(lo, p[axis]), max(hi, p[axis])
		}
		if g.periodic[axis] = period[axis] > 0; g.periodic[axis] {
			hi = lo + period[axis]
		}
		count := max(1, min(math.Floor((hi-lo)/width), most))
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
	next := slices.Clone(g.start)
	for lane, p := range points {
		at := &next[g.cell(p)]
		g.order[*at] = int32(lane)
		*at++
	}
}

// at is the cell of a position. What lies outside the grid is taken as next to it,
// which is no farther from any cell than it is.
func (g *cells) at(p [3]float64) (here [3]int) {
	for axis, n := range g.count {
		i := 0.0
		if g.width[axis] > 0 {
			i = math.Floor((p[axis] - g.origin[axis]) / g.width[axis])
		}
		if g.periodic[axis] {
			i -= float64(n) * math.Floor(i/float64(n))
		}
		here[axis] = int(max(-1, min(i, float64(n))))
	}
	return here
}

// cell is the number of the cell of one of the points; the last cell has its upper edge.
func (g *cells) cell(p [3]float64) int {
	number := 0
	for axis, i := range g.at(p) {
		number = number*g.count[axis] + max(0, min(i, g.count[axis]-1))
	}
	return number
}

// lanes are those of the cell at an offset, none outside the grid.
func (g *cells) lanes(here, offset [3]int) []int32 {
	number := 0
	for axis, n := range g.count {
		i := here[axis] + offset[axis]
		if g.periodic[axis] && i >= n {
			i -= n
		}
		if i < 0 || i >= n {
			return nil
		}
		number = number*n + i
	}
	return g.order[g.start[number]:g.start[number+1]]
}

// offset is where a cell is, seen from another, and how likely its candidates
// are at most: with probability bound = 1 − e^−hazard.
type offset struct {
	cells         [3]int
	bound, hazard float64
}

// offsets lists all offsets within reach of the rule's kernel. Round a periodic
// axis they are 0 to count−1, so that each cell is met once.
func (g *cells) offsets(r *Rule) []offset {
	var all []offset
	for x := -g.behind(0); x <= g.ahead(0); x++ {
		for y := -g.behind(1); y <= g.ahead(1); y++ {
			for z := -g.behind(2); z <= g.ahead(2); z++ {
				d2 := g.least([3]int{x, y, z})
				if bound := r.P * r.kernel(d2); bound > 0 && d2 <= r.cutoff()*r.cutoff() {
					all = append(all, offset{[3]int{x, y, z}, bound, -math.Log1p(-bound)})
				}
			}
		}
	}
	return all
}

func (g *cells) behind(axis int) int {
	if g.periodic[axis] {
		return 0
	}
	return g.count[axis]
}

func (g *cells) ahead(axis int) int {
	if g.periodic[axis] {
		return g.count[axis] - 1
	}
	return g.count[axis]
}

// least is the least squared distance between points of two cells.
func (g *cells) least(offset [3]int) float64 {
	sum := 0.0
	for axis, i := range offset {
		i = max(i, -i)
		if g.periodic[axis] {
			i = min(i, g.count[axis]-i)
		}
		d := float64(max(i-1, 0)) * g.width[axis] * (1 - 1e-9) // what rounding may move across an edge
		sum += float64(d * d)
	}
	return sum
}
