package circuit

import (
	"math"

	"github.com/cajal-sim/cajal/format/sonata"
	"github.com/cajal-sim/cajal/morph"
)

// angles and quaternion are the attributes of nodes that turn them. What a node lacks is 0.
var (
	angles     = []string{"rotation_angle_xaxis", "rotation_angle_yaxis", "rotation_angle_zaxis"}
	quaternion = []string{"orientation_w", "orientation_x", "orientation_y", "orientation_z"}
)

// turn copies the rotations of cells with shape.
func (p *part) turn(nodes *sonata.Nodes) error {
	if !p.hasShape() {
		return nil
	}
	q, some, err := columnsOf(nodes, quaternion)
	if err != nil {
		return err
	}
	a, turned, err := columnsOf(nodes, angles)
	if err != nil || !some && !turned {
		return err
	}
	all := make([]morph.Rotation, len(p.rows))
	for lane, row := range p.rows {
		all[lane] = morph.Euler(a[0][row], a[1][row], a[2][row])
		if w, x, y, z := q[0][row], q[1][row], q[2][row], q[3][row]; w*w+x*x+y*y+z*z > 0 {
			all[lane] = morph.Quaternion(w, x, y, z)
		}
	}
	p.population.Shape.Rotations = all
	return nil
}

// columnsOf reads numeric attributes, 0 where there are none, and reports whether there are any.
func columnsOf(nodes *sonata.Nodes, names []string) (columns [][]float64, some bool, err error) {
	for _, name := range names {
		list := make([]float64, nodes.Len())
		if nodes.Has(name) {
			some = true
			if list, err = nodes.Numbers(name); err != nil {
				return nil, false, err
			}
		}
		for i, x := range list {
			if math.IsNaN(x) {
				list[i] = 0
			}
		}
		columns = append(columns, list)
	}
	return columns, some, nil
}
