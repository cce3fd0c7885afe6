package ir

// Elem is the type of a kernel's elements.
type Elem uint8

// The element types.
const (
	Float64 Elem = iota
	Float32
)

// Access says which element of a column a lane reads or writes.
type Access uint8

// The ways a lane reaches a column.
const (
	Own     Access = iota // element = lane
	One                   // one element for all lanes of the call
	ByIndex               // element = index table Column.Index at this lane: gather, scatter-add
)

// Column is an array that a kernel reads or writes. Symbol is its symbol in
// the mechanism; several columns never share memory within one call.
type Column struct {
	Name   string
	Symbol int
	Role   Role
	Place  Place
	Access Access
	Index  int // index table of ByIndex, a Place of the other end
}

// Store writes a value at the end of a lane. All loads of a lane come before
// its stores. Where Add is set the value is added: with ByIndex this is
// scatter-add, performed in the order of lanes. Lanes outside Mask (None: all) are left alone.
type Store struct {
	Column int
	Value  Ref
	Mask   Ref
	Add    bool
}

// Kernel is a straight-line program over lanes. Load nodes' Slot is an index
// into Columns (not into the mechanism's symbols). Nodes stand after their arguments.
type Kernel struct {
	Name     string
	Elem     Elem
	Nodes    []Node
	Matrices []Matrix
	Columns  []Column
	Stores   []Store

	// Spike is the mask of lanes to append to the call's list of spikes, in
	// order of lane; None where the kernel detects none. Offset, where not
	// None, is the part of the step, in (0, 1], at which the threshold was crossed.
	Spike  Ref
	Offset Ref
}

// Column finds a column by name, or −1.
func (k *Kernel) Column(name string) int {
	for i := range k.Columns {
		if k.Columns[i].Name == name {
			return i
		}
	}
	return -1
}
