package sim

import (
	"slices"

	"github.com/cajal-sim/cajal/ir"
)

// advanceSelf moves a block's connections over the step.
func (y *synapses) advanceSelf(step int64, i int) {
	block := y.blocks[i]
	block.advance.run(step, block.b.First, block.b.First+len(block.b.Target))
}

// advanceSides moves what lives on neurons and in the volume over the step.
func (y *synapses) advanceSides(step int64) {
	for p, c := range y.advance {
		c.run(step, 0, y.columns.lanes[p])
	}
}

// arrive lets the spikes that reach block i at the end of this step act.
func (y *synapses) arrive(step int64, i int) {
	block := y.blocks[i]
	on := block.on[ir.OnPre]
	if on == nil {
		return
	}
	for d, steps := range y.p.table.Steps {
		for _, lane := range y.p.source.spikesBefore(step, int64(steps)) {
			row := int(lane) - y.p.table.From
			if row >= 0 && row < y.p.table.Sources {
				y.arriveRow(step, block, on, row, d)
			}
		}
	}
}

// arriveRow runs the connections of one row that share delay d.
func (y *synapses) arriveRow(step int64, block *synapseBlock, on *call, row, d int) {
	for lo, hi := block.b.Synapses(row); lo < hi; {
		delay, end := block.b.Run(lo, hi)
		if delay == d {
			y.bringUpToDate(step, block, block.b.First+lo, block.b.First+end)
			on.see(row*y.delays+d, row+y.p.table.From)
			on.run(step, block.b.First+lo, block.b.First+end)
			block.events += int64(end - lo)
			return
		}
		lo = end
	}
}

func (y *synapses) bringUpToDate(step int64, block *synapseBlock, lo, hi int) {
	if y.plan.Lazy {
		block.advance.run(step, lo, hi)
	}
}

// arriveLanes lets the arrivals act on their own side, after all blocks.
func (y *synapses) arriveLanes(step int64) {
	lane := y.lanes[ir.OnPre]
	if lane == nil {
		return
	}
	for d, steps := range y.p.table.Steps {
		y.lastLanes = y.lastLanes[:0]
		for _, source := range y.p.source.spikesBefore(step, int64(steps)) {
			row := int(source) - y.p.table.From
			if row >= 0 && row < y.p.table.Sources {
				y.lastLanes = append(y.lastLanes, int32(row*y.delays+d))
			}
		}
		lane.runLanes(step, y.lastLanes)
	}
}

// post lets the target's spikes of this step act on block i.
func (y *synapses) post(step int64, i int) {
	block := y.blocks[i]
	on := block.on[ir.OnPost]
	if on == nil {
		return
	}
	for _, lane := range block.spikes(y.p.target.lanes) {
		list := y.byTarget[lane]
		if y.plan.Lazy {
			block.advance.runLanes(step, list)
		}
		on.see(int(lane), int(lane))
		on.runLanes(step, list)
	}
}

// spikes cuts ascending lanes to those of the block.
func (b *synapseBlock) spikes(lanes []int32) []int32 {
	lo, _ := slices.BinarySearch(lanes, int32(b.b.Lo))
	hi, _ := slices.BinarySearch(lanes, int32(b.b.Hi))
	return lanes[lo:hi]
}

// volume lets the modulator's spikes of this step act on block i.
func (y *synapses) volume(step int64, i int) {
	on := y.blocks[i].on[ir.OnVolume]
	if on == nil || y.modulator == nil {
		return
	}
	block := y.blocks[i]
	for range y.modulatorSpikes() {
		y.bringUpToDate(step, block, block.b.First, block.b.First+len(block.b.Target))
		on.run(step, block.b.First, block.b.First+len(block.b.Target))
	}
}

// modulatorSpikes is the number of spikes of the modulator's view in this step.
func (y *synapses) modulatorSpikes() int {
	v := y.p.Modulator
	lo, _ := slices.BinarySearch(y.modulator.lanes, int32(v.Lo))
	hi, _ := slices.BinarySearch(y.modulator.lanes, int32(v.Hi))
	return hi - lo
}

// postLanes lets this step's spikes act on the postsynaptic and volume lanes.
func (y *synapses) postLanes(step int64) {
	if lane := y.lanes[ir.OnPost]; lane != nil {
		lane.runLanes(step, y.p.target.lanes)
	}
	if lane := y.lanes[ir.OnVolume]; lane != nil && y.modulator != nil {
		for range y.modulatorSpikes() {
			lane.run(step, 0, 1)
		}
	}
}
