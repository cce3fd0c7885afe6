package experiment

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Checkpoint writes the state of the simulation to a file, so that the file is
// either complete or not there.
func (r *Run) Checkpoint(path string) error {
	if err := writeFile(path, r.Sim.Save); err != nil {
		return fmt.Errorf("checkpoint %w", err)
	}
	return nil
}

// unsaved complains about a checkpoint that was asked for at a time which a run
// without errors did not come to.
func (r *Run) unsaved() error {
	if r.opt.Save.File == "" || r.err != nil {
		return nil
	}
	_, to := r.Window()
	return fmt.Errorf("checkpoint %s is not written: the run ended at %g ms, before %g ms", r.opt.Save.File, to, r.opt.Save.At)
}

// resume reads the checkpoint to go on from, to see that it fits and where it
// stands. The simulation takes it over once the caller comes to that time, so
// that what a script changes on the way does not undo it.
func (r *Run) resume() error {
	if r.opt.Restore == "" {
		return nil
	}
	if err := r.Restore(r.opt.Restore); err != nil {
		return err
	}
	r.from = r.Sim.Time()
	r.resumeAt = r.from
	return nil
}

// reload takes the checkpoint over, once.
func (r *Run) reload() error {
	if r.opt.Restore == "" || r.resumeAt == 0 {
		return nil
	}
	r.resumeAt = 0
	return r.Restore(r.opt.Restore)
}

// Restore sets the simulation to the state in a checkpoint of the same model.
func (r *Run) Restore(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	defer f.Close()
	if err := r.Sim.Restore(bufio.NewReaderSize(f, 1<<20)); err != nil {
		return fmt.Errorf("checkpoint %s: %w", path, err)
	}
	return nil
}

// writeFile writes a file beside path and renames it when it is on the disk.
func writeFile(path string, write func(io.Writer) error) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	f, err := os.Create(path + ".part")
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	err = write(w)
	if err == nil {
		err = w.Flush()
	}
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
