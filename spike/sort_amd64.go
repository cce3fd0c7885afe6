package spike

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// sorting is what sortVectors works on: visits up to last, of which next is the first that
// is not in its bags.
type sorting struct {
	next, last *Visit
	sources    *source
}

// sortVectors is sortPlain in vectors of 32 bytes. It fetches the synapses of some
// visits ahead.
//
//go:noescape
func sortVectors(s *sorting)

var vectors = cpu.X86.HasAVX2 && cpu.X86.HasBMI2

// sortVisits brings the synapses of visits to their bags until one lacks room, and
// returns the number of visits that are done.
func sortVisits(list []Visit, sources []source) int {
	if !vectors {
		return sortPlain(list, sources)
	}
	first := unsafe.SliceData(list)
	s := sorting{first, &list[len(list)-1], unsafe.SliceData(sources)}
	sortVectors(&s)
	return int(uintptr(unsafe.Pointer(s.next))-uintptr(unsafe.Pointer(first))) / int(unsafe.Sizeof(*first))
}
