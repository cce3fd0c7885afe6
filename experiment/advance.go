package experiment

import (
	"context"
	"errors"
	"fmt"
)

// Advance simulates duration ms more. Of a run that goes on from a checkpoint,
// what lies before it is passed over, so that the same sequence of calls leads
// to the same end. Cancelling ctx ends the run at the end of a step with ctx's
// error. After an error the files are closed and complete up to it, and every
// further Advance returns it again.
func (r *Run) Advance(ctx context.Context, duration float64) error {
	if r.err != nil {
		return r.err
	}
	if r.closed {
		return errors.New("the run has been finished; its network cannot be simulated further")
	}
	if !(duration >= 0) {
		return fmt.Errorf("duration is %g ms, want 0 or more", duration)
	}
	r.planned += duration
	if r.opt.Until > 0 {
		r.planned = min(r.planned, r.opt.Until)
	}
	if err := r.advance(ctx); err != nil {
		r.err = err
		return errors.Join(err, r.Close())
	}
	return nil
}

// advance brings the simulation to the planned time, by way of checkpoints.
func (r *Run) advance(ctx context.Context) error {
	if r.planned < r.resumeAt {
		return nil
	}
	if err := r.reload(); err != nil {
		return err
	}
	if at := r.opt.Save.At; r.opt.Save.File != "" && r.Sim.Time() <= at && at <= r.planned {
		if err := r.simulate(ctx, at); err != nil {
			return err
		}
		if err := r.Checkpoint(r.opt.Save.File); err != nil {
			return err
		}
		r.opt.Save.File = ""
	}
	return r.simulate(ctx, r.planned)
}

// simulate runs until a time and notes how long it takes.
func (r *Run) simulate(ctx context.Context, until float64) error {
	from, before := r.Sim.Time(), r.Sim.Stats()
	if until-from < r.opt.Step/2 { // sums of durations are not exact
		return nil
	}
	r.lap.from, r.lap.end, r.lap.begun = from, until, r.opt.Host.Now()
	if len(r.laps) == 0 {
		r.first = r.lap.begun
	}
	err := r.Sim.Run(ctx, until-from)
	after := r.Sim.Stats()
	r.laps = append(r.laps, Lap{
		From: from, To: r.Sim.Time(), Wall: Number(r.opt.Host.Now().Sub(r.lap.begun).Seconds()),
		Spikes: after.Spikes - before.Spikes, Events: after.SynapticEvents - before.SynapticEvents,
	})
	return err
}

// Lap is a stretch that was simulated without a break.
type Lap struct {
	From   float64 `json:"from_ms"`
	To     float64 `json:"to_ms"`
	Wall   Number  `json:"wall_s"`
	Spikes int64   `json:"spikes"`
	Events int64   `json:"synaptic_events"`
}

// progress returns the function that the simulation calls, nil if nobody asked.
func (r *Run) progress() func(float64) {
	if r.opt.Progress == nil {
		return nil
	}
	return func(t float64) {
		r.opt.Progress(Progress{r.lap.from, t, r.lap.end, r.opt.Host.Now().Sub(r.lap.begun).Seconds()})
	}
}

// Time returns the time that the caller has come to, ms.
func (r *Run) Time() float64 { return r.planned }
