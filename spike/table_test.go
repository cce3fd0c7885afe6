package spike

import "testing"

// Blocks cover all targets, are of one size that is a multiple of a cache line, and
// local lanes fit 16 bits.
func TestBlocks(t *testing.T) {
	for _, targets := range []int{0, 1, 7, 1000, 1024, 1025, 12_500, 77_169, 100_000, 1_000_000, 5_000_000} {
		table := NewTable(0, 1, targets)
		at, size := 0, BlockSize(targets)
		for _, b := range table.Blocks {
			if b.Lo != at || b.Hi-b.Lo > 1<<16 || b.Hi-b.Lo <= 0 || b.Lo%8 != 0 || b.Hi != targets && b.Hi-b.Lo != size {
				t.Fatalf("%d targets: block of lanes %d to %d after %d", targets, b.Lo, b.Hi, at)
			}
			at = b.Hi
		}
		if at != targets || len(table.Blocks) != Blocks(targets) {
			t.Errorf("%d targets: %d blocks end at %d", targets, len(table.Blocks), at)
		}
	}
	if got := Blocks(1000); got != 1 {
		t.Errorf("1000 targets have %d blocks, want 1", got)
	}
}

// Numbers, lanes and runs describe the same synapses, which packing does not change.
func TestWalk(t *testing.T) {
	table, packed := randomTable(20, 2500, 200, 5, true), randomTable(20, 2500, 200, 5, true)

	if packed.Len() != table.Len() || packed.Bytes() > table.Bytes() {
		t.Errorf("packed: %d synapses in %d bytes, want %d in %d", packed.Len(), packed.Bytes(), table.Len(), table.Bytes())
	}
	mustWalk(t, table)
	mustWalk(t, packed)
	for i := range table.Blocks {
		a, b := &table.Blocks[i], &packed.Blocks[i]
		for k := range a.Len() {
			if a.TargetOf(k) != b.TargetOf(k) || a.DelayOf(k) != b.DelayOf(k) || table.Weight(a, k) != packed.Weight(b, k) {
				t.Fatalf("block %d: synapse %d is another one when packed", i, k)
			}
		}
	}
}

func mustWalk(t *testing.T, table *Table) {
	t.Helper()
	sources, targets := table.SourceLanes(), table.TargetLanes()
	n := 0
	for i := range table.Blocks {
		b := &table.Blocks[i]
		for row := range table.Sources {
			last := -1
			for lo, hi := b.Synapses(row); lo < hi; {
				delay, end := b.Run(lo, hi)
				if delay <= last || end <= lo {
					t.Fatalf("block %d row %d: run of delay %d after %d from %d to %d", i, row, delay, last, lo, end)
				}
				for k := lo; k < end; k++ {
					if int(sources[n]) != row || int(targets[n]) != b.Lo+b.TargetOf(k) || b.First+k != n || b.DelayOf(k) != delay {
						t.Fatalf("synapse %d of block %d is not number %d", k, i, n)
					}
					n++
				}
				last, lo = delay, end
			}
		}
	}
	if n != table.Len() || n != len(sources) {
		t.Errorf("walked %d of %d synapses", n, table.Len())
	}
}
