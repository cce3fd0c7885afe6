package circuit

import (
	"fmt"
	"math"
	"slices"
)

// plainWeights are the names of the weight function that is the weight itself.
var plainWeights = []string{"", "wmax", "default", "default_weight_fnc"}

// gaussianLL is BMTK's function of the difference between the preferred directions of
// two cells, which takes opposite directions for one.
const gaussianLL = "gaussianLL"

// tuning returns the factor that the weight functions give to each edge.
func (w *wires) tuning() (func(row int) float64, error) {
	sigma := map[uint32]float64{}
	for _, id := range w.Types.IDs {
		name, _ := w.Types.Text(id, "weight_function")
		switch {
		case slices.Contains(plainWeights, name):
		case name == gaussianLL:
			x, err := w.Types.Number(id, "weight_sigma")
			if err != nil || !(x > 0) {
				return nil, fmt.Errorf("type %d: weight_function %s wants a weight_sigma above 0, in degrees", id, name)
			}
			sigma[id] = x
		default:
			return nil, fmt.Errorf("type %d: weight_function %q is not supported; %s is", id, name, plainWeights[1])
		}
	}
	if len(sigma) == 0 {
		return func(int) float64 { return 1 }, nil
	}
	source, err := w.source.nodes.Numbers("tuning_angle")
	if err != nil {
		return nil, err
	}
	target, err := w.target.nodes.Numbers("tuning_angle")
	return func(row int) float64 {
		x, tuned := sigma[w.TypeID[row]]
		if !tuned {
			return 1
		}
		return gaussian(source[w.sourceRow[row]]-target[w.targetRow[row]], x)
	}, err
}

// gaussian is exp(−(Δ/σ)²) of the angle between two directions, in degrees.
func gaussian(angle, sigma float64) float64 {
	delta := math.Abs(math.Abs(180-math.Mod(math.Abs(angle), 360)) - 90)
	delta = math.Abs(delta - 90)
	return math.Exp(-delta * delta / (sigma * sigma))
}
