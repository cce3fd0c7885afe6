package spike

// Table is the synapses of one projection: for each block of targets the rows
// of all sources, and inside a row order of delay, then of target, then of
// drawing.
//
//	Blocks[b]   Row     0      3  4            9   shape (Sources+1)
//	            Target  5 9 2 │ 7 │ 0 3 3 8 9 │    lane − Lo
//	            Delay   0 0 1 │ 0 │ 0 0 1 1 2 │    index into Delays, or nil
//	            Weight  . . . │ . │ . . . . . │    or nil
//
// A synapse takes 2 bytes, and 2 more where delays differ, and 4 more where
// weights differ; in a tract (see [NewInflow]) delays take none. It is named by its block
// and its place k in the block, or by its number in the table, [Block.First] + k.
type Table struct {
	From    int // lane of row 0's source in its population
	Sources int // rows in each block
	Targets int // size of the whole target population
	Blocks  []Block

	// Uniform is the weight of all synapses where the blocks hold none.
	Uniform float64
	// Sign is 1 where no weight is negative, −1 where all weights are, and 0
	// where there are both.
	Sign int
	// Delays are the different delays in ms, ascending, shape (delays), and Steps
	// the same rounded to whole steps, at least 1. Where Exact is not set, Delays
	// are multiples of the step and Steps[i] = Steps[0] + i, also where no synapse
	// has that delay. Both are empty where nothing is delayed.
	Delays []float64
	Steps  []int32
	Exact  bool
}

// Block is the synapses onto the targets Lo ≤ lane < Hi.
type Block struct {
	Lo, Hi int
	First  int      // number in the table of the block's first synapse
	Row    []uint32 // row r is Row[r] ≤ k < Row[r+1]; nil in a block without synapses
	Target []uint16 // lane − Lo
	Delay  []uint16 // index into Table.Delays; nil: all 0
	// Weight32 or Weight64 holds the weights; both nil: Table.Uniform.
	Weight32 []float32
	Weight64 []float64
	// Listed is each synapse's place in the list that the table was made from,
	// where states or parameters of synapses go by it, else nil.
	Listed []uint32

	home *home // where Target, Delay and Weight32 have moved to, or nil
}

// Limits of blocks. Short rows are dear to fetch (a row of 50 synapses costs twice
// as much a synapse as one of 200), yet every thread wants a block: so there are 2
// above singleBlock targets, and twice as many whenever blocks would exceed
// goodBlock, up to manyBlocks. Local targets have 16 bits.
const (
	singleBlock = 1024
	goodBlock   = 12288
	manyBlocks  = 32
	largestSize = 1 << 16
)

// BlockSize is the number of targets in the blocks of a population (the last
// block may have fewer). It is a multiple of 8, a line of the cache, so that
// owners of neighbouring blocks do not share one.
func BlockSize(targets int) int {
	blocks := 1
	for targets > singleBlock && blocks < manyBlocks && (blocks == 1 || targets > blocks*goodBlock) {
		blocks *= 2
	}
	blocks = max(blocks, divideUp(targets, largestSize))
	return max(8*divideUp(divideUp(targets, blocks), 8), 8)
}

// Blocks is the number of blocks of a population.
func Blocks(targets int) int { return divideUp(targets, BlockSize(targets)) }

func divideUp(a, b int) int { return (a + b - 1) / b }

// NewTable returns a table without synapses, its blocks laid out.
func NewTable(from, sources, targets int) *Table {
	t := &Table{From: from, Sources: sources, Targets: targets, Blocks: make([]Block, Blocks(targets))}
	size := BlockSize(targets)
	for b := range t.Blocks {
		t.Blocks[b].Lo = b * size
		t.Blocks[b].Hi = min((b+1)*size, targets)
	}
	return t
}

// Number gives every block's First synapse its number, once all blocks are filled.
func (t *Table) Number() {
	first := 0
	for b := range t.Blocks {
		t.Blocks[b].First = first
		first += t.Blocks[b].Len()
	}
}

// Len is the number of synapses.
func (t *Table) Len() int {
	n := 0
	for b := range t.Blocks {
		n += t.Blocks[b].Len()
	}
	return n
}

// Len is the number of synapses.
func (b *Block) Len() int {
	if b.Row == nil {
		return 0
	}
	return int(b.Row[len(b.Row)-1])
}

// Bytes is the memory that the table takes, without tracts.
func (t *Table) Bytes() int {
	n := 12 * len(t.Delays)
	for i := range t.Blocks {
		b := &t.Blocks[i]
		n += 4*cap(b.Row) + 2*cap(b.Target) + 2*cap(b.Delay) + 4*cap(b.Weight32) + 8*cap(b.Weight64) + 4*cap(b.Listed)
	}
	return n
}

// MaxSteps is the longest delay in steps, 0 in a table without delays.
func (t *Table) MaxSteps() int {
	if len(t.Steps) == 0 {
		return 0
	}
	return int(t.Steps[len(t.Steps)-1])
}

// Weight is the weight of synapse k of block b.
func (t *Table) Weight(b *Block, k int) float64 {
	b.mustBeHere()
	switch {
	case b.Weight32 != nil:
		return float64(b.Weight32[k])
	case b.Weight64 != nil:
		return b.Weight64[k]
	}
	return t.Uniform
}

// DelayOf is the delay of synapse k, an index into Table.Delays.
func (b *Block) DelayOf(k int) int {
	b.mustBeHere()
	if b.Delay == nil {
		return 0
	}
	return int(b.Delay[k])
}

// TargetOf is the target of synapse k, its lane − Lo.
func (b *Block) TargetOf(k int) int {
	b.mustBeHere()
	return int(b.Target[k])
}

// TargetLanes lists the target of every synapse, in order of number: the index
// by which a kernel over synapses reaches its target's columns.
func (t *Table) TargetLanes() []int32 {
	lanes := make([]int32, 0, t.Len())
	for i := range t.Blocks {
		b := &t.Blocks[i]
		for k := range b.Len() {
			lanes = append(lanes, int32(b.Lo+b.TargetOf(k)))
		}
	}
	return lanes
}

// SourceLanes lists the source of every synapse, in order of number.
func (t *Table) SourceLanes() []int32 {
	lanes := make([]int32, 0, t.Len())
	for i := range t.Blocks {
		b := &t.Blocks[i]
		for row := range max(len(b.Row)-1, 0) {
			for range b.Row[row+1] - b.Row[row] {
				lanes = append(lanes, int32(t.From+row))
			}
		}
	}
	return lanes
}

// Synapses returns the range of a row's synapses, empty in a block without any.
func (b *Block) Synapses(row int) (lo, hi int) {
	if b.Row == nil {
		return 0, 0
	}
	return int(b.Row[row]), int(b.Row[row+1])
}

// Run returns the delay (as an index) of synapse lo and the end of the run of
// synapses from lo on, in a row that ends at hi, which share it. To visit a row:
//
//	for lo, hi := b.Synapses(row); lo < hi; {
//		delay, end := b.Run(lo, hi)
//		…
//		lo = end
//	}
func (b *Block) Run(lo, hi int) (delay, end int) {
	if b.Delay == nil {
		return 0, hi
	}
	d := b.Delay[lo]
	for end = lo + 1; end < hi && b.Delay[end] == d; end++ {
	}
	return int(d), end
}
