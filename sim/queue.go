package sim

import (
	"container/heap"
	"slices"
)

// This file is the queue of events that artificial cells wait for.

// pending is an event in a queue.
type pending struct {
	message
	sent    float64 // when, ms
	number  int64   // in the order of sending
	movable bool    // the last one that its cell has sent itself
}

// queue is the events to come of some cells, a heap.
type queue struct {
	list  []pending
	lo    int
	where []int32 // in list, of each cell's movable event; −1 where there is none
	count int64
}

func newQueue(lo, hi int) queue {
	return queue{lo: lo, where: slices.Repeat([]int32{-1}, hi-lo)}
}

func (q *queue) Len() int { return len(q.list) }

func (q *queue) Less(i, j int) bool {
	a, b := &q.list[i], &q.list[j]
	switch {
	case a.time != b.time:
		return a.time < b.time
	case a.sent != b.sent:
		return a.sent < b.sent
	}
	return a.number < b.number
}

func (q *queue) Swap(i, j int) {
	q.list[i], q.list[j] = q.list[j], q.list[i]
	q.note(i)
	q.note(j)
}

// note writes down where a movable event stands.
func (q *queue) note(i int) {
	if e := &q.list[i]; e.movable {
		q.where[int(e.lane)-q.lo] = int32(i)
	}
}

// Push is heap's.
func (q *queue) Push(x any) {
	q.list = append(q.list, x.(pending))
	q.note(len(q.list) - 1)
}

// Pop is heap's.
func (q *queue) Pop() any {
	last := len(q.list) - 1
	e := q.list[last]
	q.list = q.list[:last]
	if e.movable {
		q.where[int(e.lane)-q.lo] = -1
	}
	return e
}

// add files an event that is sent at a time.
func (q *queue) add(e message, sent float64) {
	if at := &q.where[int(e.lane)-q.lo]; e.own && *at >= 0 {
		q.list[*at].movable = false
		*at = -1
	}
	heap.Push(q, pending{e, sent, q.count, e.own})
	q.count++
}

// move moves the event that a cell has sent itself last, if it is still to come.
func (q *queue) move(lane int32, time, now float64) {
	i := int(q.where[int(lane)-q.lo])
	if i < 0 {
		return
	}
	e := &q.list[i]
	e.time, e.sent, e.number = time, now, q.count
	q.count++
	heap.Fix(q, i)
}

// pending visits a queue.
func (v *visitor) pending(q *queue) {
	n := v.length(len(q.list))
	if v.r != nil {
		list := q.list[:0]
		*q = queue{list: list, lo: q.lo, where: slices.Repeat([]int32{-1}, len(q.where)), count: q.count}
	}
	for i := 0; i < n && v.err == nil; i++ {
		var e pending
		if v.w != nil {
			e = q.list[i]
		}
		v.message(&e.message)
		v.number(&e.sent)
		v.integer(&e.number)
		v.truth(&e.movable)
		if v.r != nil {
			q.list = append(q.list, e)
			q.note(i)
		}
	}
}
