package sim

import (
	"cmp"
	"container/heap"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/ir"
)

// This file keeps the events that instances send themselves.

// agenda is the events that instances have sent themselves, a heap by time.
type agenda []message

func (a agenda) Len() int { return len(a) }

func (a agenda) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(a[i].time, a[j].time), a[i].instance(a[j]), cmp.Compare(a[i].flag, a[j].flag)) < 0
}
func (a agenda) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a *agenda) Push(x any)   { *a = append(*a, x.(message)) }
func (a *agenda) Pop() any {
	last := len(*a) - 1
	x := (*a)[last]
	*a = (*a)[:last]
	return x
}

// send is a pair of columns by which a mechanism sends itself an event.
type send struct {
	kernel string // start, connect or send
	moves  bool
	delay  []float64
	flag   []float64
}

// sendsOf lists those of a mechanism. Lowering adds the two columns of one together.
func (c *columns) sends() []send {
	var out []send
	for i, s := range c.plan.Symbols {
		switch s.Role {
		case ir.SendDelay:
			words := strings.Fields(s.Name)
			out = append(out, send{kernel: words[0], moves: words[1] == "move", delay: c.values[i]})
		case ir.SendFlag:
			out[len(out)-1].flag = c.values[i]
		}
	}
	return out
}

// send files what an instance has just sent itself, at the time of event e.
func (c *stateCall) send(s send, e message, step int64) {
	delay := s.delay[e.lane]
	if !(delay >= 0) {
		return
	}
	x := message{time: e.time + delay, call: c.number, lane: e.lane, connection: e.connection, own: true}
	if s.flag != nil {
		x.flag = s.flag[e.lane]
	}
	if s.moves {
		moved, ok := c.recall(e.lane)
		if !ok {
			return
		}
		x.flag, x.connection = moved.flag, moved.connection
	}
	if c.piece.stepOf(x.time, inTime, 0) > step {
		heap.Push(&c.piece.own, x)
		return
	}
	at, _ := slices.BinarySearchFunc(c.queue, x.time, func(q message, t float64) int {
		if q.time <= t {
			return -1
		}
		return 1
	})
	c.queue = slices.Insert(c.queue, at, x)
}

// recall takes back the event that an instance has sent itself.
func (c *stateCall) recall(lane int32) (e message, ok bool) {
	mine := func(e message) bool { return e.own && e.call == c.number && e.lane == lane }
	if i := slices.IndexFunc(c.queue, mine); i >= 0 {
		e = c.queue[i]
		c.queue = slices.Delete(c.queue, i, i+1)
		return e, true
	}
	if i := slices.IndexFunc(c.piece.own, mine); i >= 0 {
		return heap.Remove(&c.piece.own, i).(message), true
	}
	return e, false
}
