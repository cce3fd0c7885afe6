package network

import (
	"math"

	"github.com/cajal-sim/cajal/random"
)

// Weights and delays take normal numbers by the ten million, so they are drawn
// from a ziggurat (Marsaglia & Tsang 2000, J Stat Softw 5(8), in the form of
// Doornik 2005, "An improved ziggurat method"): 128 layers of equal area cover
// the density, and 98.8 % of all numbers need one random word and no logarithm.

// zigguratTail is where the tail begins, and zigguratArea the area of each layer.
const (
	zigguratLayers = 128
	zigguratTail   = 3.442619855899
	zigguratArea   = 9.91256303526217e-3
)

var ziggurat = newZiggurat()

// zigguratTable holds the layers' right edges, from the lowest to the top, and
// the part of each below which the density is not cut.
type zigguratTable struct {
	edge [zigguratLayers + 1]float64
	full [zigguratLayers]float64
}

func newZiggurat() *zigguratTable {
	z := &zigguratTable{}
	density := math.Exp(-zigguratTail * zigguratTail / 2)
	z.edge[0], z.edge[1] = zigguratArea/density, zigguratTail
	for i := 2; i < zigguratLayers; i++ {
		z.edge[i] = math.Sqrt(-2 * math.Log(zigguratArea/z.edge[i-1]+density))
		density = math.Exp(-z.edge[i] * z.edge[i] / 2)
	}
	for i := range z.full {
		z.full[i] = z.edge[i+1] / z.edge[i]
	}
	return z
}

// normal returns a standard normal number.
func normal(source *random.Source) float64 {
	z := ziggurat
	for {
		bits := source.Uint64()
		layer := bits % zigguratLayers
		u := float64(int64(bits)>>11) * 0x1p-52 // in [−1, 1), of bits the layer does not use
		switch x := u * z.edge[layer]; {
		case math.Abs(u) < z.full[layer]:
			return x
		case layer == 0:
			return math.Copysign(normalTail(source), u)
		case underDensity(x, z.edge[layer], z.edge[layer+1], source.Float64()):
			return x
		}
	}
}

// underDensity decides whether a point at x, and at the height between the
// densities of the edges that u says, lies below the density.
func underDensity(x, outer, inner, u float64) bool {
	low := math.Exp((x*x - outer*outer) / 2)
	high := math.Exp((x*x - inner*inner) / 2)
	return low+u*(high-low) < 1
}

// normalTail returns a normal number above zigguratTail (Marsaglia 1964,
// Technometrics 6:101).
func normalTail(source *random.Source) float64 {
	for {
		x, y := source.Exp()/zigguratTail, source.Exp()
		if 2*y > x*x {
			return zigguratTail + x
		}
	}
}
