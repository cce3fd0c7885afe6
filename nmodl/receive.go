package nmodl

import (
	"github.com/cajal-sim/cajal/ir"
)

// NET_RECEIVE: what an event does.

func (b *builder) receive() {
	t := b.tree.receive
	if t == nil {
		return
	}
	x := &ir.Receive{Spike: ir.None}
	b.m.Membrane.Receive = x
	names := map[string]variable{}
	for _, a := range t.args {
		outer, shadowed := b.variables[a.name.text]
		b.symbol(ir.Symbol{Name: a.name.text, Role: ir.Weight, Place: ir.Connection, Unit: a.unit, Init: ir.None}, 0, a.name.place)
		names[a.name.text] = b.variables[a.name.text]
		delete(b.variables, a.name.text)
		if shadowed {
			b.variables[a.name.text] = outer
		}
		x.Args = append(x.Args, names[a.name.text].base)
	}
	b.symbol(ir.Symbol{Name: "flag", Role: ir.Flag, Unit: "1", Init: ir.None}, 0, t.place)
	connect := b.receiver(names)
	connect.block(t.initial)
	x.Connect, x.ConnectSends = connect.assigns(), connect.sends
	run := b.receiver(names)
	run.block(t.body)
	x.Assigns, x.Sends, x.Spike = run.assigns(), run.sends, run.spike
}

// receiver starts a run that knows the arguments of NET_RECEIVE.
func (b *builder) receiver(names map[string]variable) *run {
	r := b.execute()
	for name, v := range names {
		r.scope.variables[name] = v
	}
	return r
}

// event takes net_send, net_move and net_event.
func (r *run) event(e *expr) {
	want := map[string]int{"net_send": 2, "net_move": 1, "net_event": 1}[e.text]
	if !r.counted(e, want) {
		return
	}
	args := r.arguments(e)
	now := r.load(r.variables["t"].base)
	switch e.text {
	case "net_send":
		r.sends = append(r.sends, ir.Send{When: r.reached(), Delay: args[0], Flag: args[1], Pos: at(e.place)})
	case "net_move":
		r.sends = append(r.sends, ir.Send{When: r.reached(), Delay: r.g.Sub(args[0], now), Flag: r.g.Const(0), Moves: true, Pos: at(e.place)})
	case "net_event":
		if args[0] != now {
			r.warn(e.place, "net_event at another time than t", "it is sent at t; delay it with net_send")
		}
		r.spikes(e)
	}
}

// spikes adds the instances that come here to those that send an event.
func (r *run) spikes(e *expr) {
	here := r.reached()
	zero := r.g.Const(0)
	if here == ir.None { // all of them: a condition that always holds
		here = r.g.Binary(ir.Equal, zero, zero, at(e.place))
	}
	if r.spike == ir.None {
		r.spike = here
		return
	}
	r.spike = r.g.Binary(ir.Or, r.spike, here, at(e.place))
}
