package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/cajal-sim/cajal/bench"
)

// output runs a program and returns what it printed.
func output(ctx context.Context, program string, args ...string) ([]byte, error) {
	var out, errors bytes.Buffer
	c := exec.CommandContext(ctx, program, args...)
	c.Stdout, c.Stderr = &out, &errors
	if err := c.Run(); err != nil {
		return out.Bytes(), fmt.Errorf("%s %s: %w: %s", program, strings.Join(args, " "), err, lastLine(errors.String()))
	}
	return out.Bytes(), nil
}

func lastLine(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return lines[len(lines)-1]
}

// parse reads a line of results.
func parse(line []byte) (r bench.Result, err error) {
	err = json.Unmarshal(line, &r)
	return r, err
}

// peer is another simulator's program, which measures a repetition for each line that it
// is sent.
type peer struct {
	command *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
	errors  *bytes.Buffer
}

// startPeer starts the job's peer; nil where it has none.
func (s settings) startPeer(ctx context.Context, j job, args []string) (*peer, error) {
	if j.peer == nil {
		return nil, nil
	}
	c, err := s.peerCommand(ctx, j, args)
	if err != nil {
		return nil, err
	}
	p := &peer{command: c, errors: &bytes.Buffer{}}
	c.Stderr = p.errors
	if p.in, err = c.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := c.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.out = bufio.NewReader(out)
	return p, c.Start()
}

// peerCommand is a script with its arguments, or the C program, which is compiled.
func (s settings) peerCommand(ctx context.Context, j job, args []string) (*exec.Cmd, error) {
	args = append(args, "--paced")
	if j.peer[0] == kernelProgram {
		program := filepath.Join(s.out, "hh_kernel")
		if err := compileKernel(ctx, program); err != nil {
			return nil, err
		}
		return exec.CommandContext(ctx, program, args...), nil
	}
	module := cmp.Or(j.module, "brian2")
	if _, err := output(ctx, s.python, "-c", "import "+module); err != nil {
		return nil, fmt.Errorf("there is no %s for Python: %w", module, err)
	}
	script := append([]string{"-B", filepath.Join(peerFolder, j.peer[0])}, j.peer[1:]...) // -B: no __pycache__
	return exec.CommandContext(ctx, s.python, append(script, args...)...), nil
}

// repetition asks for one repetition and reads its line.
func (p *peer) repetition(ctx context.Context, wait time.Duration) (bench.Result, error) {
	quiet(ctx, wait)
	if _, err := io.WriteString(p.in, "\n"); err != nil {
		return bench.Result{}, p.fault(err)
	}
	line, err := p.out.ReadBytes('\n')
	if err != nil {
		return bench.Result{}, p.fault(err)
	}
	return parse(line)
}

// fault adds what the program complained about.
func (p *peer) fault(err error) error {
	_ = p.stop()
	return fmt.Errorf("%s: %w: %s", strings.Join(p.command.Args, " "), err, lastLine(p.errors.String()))
}

// stop ends the program by ending its input.
func (p *peer) stop() error {
	if err := p.in.Close(); err != nil {
		return err
	}
	return p.command.Wait()
}

// kernelProgram is the peer of hh_kernel.
const kernelProgram = "hh_kernel.c"

// compileKernel compiles the C program and checks that gcc made vectors of it.
func compileKernel(ctx context.Context, program string) error {
	source := filepath.Join(peerFolder, kernelProgram)
	_, err := output(ctx, "gcc", "-O3", "-march=native", "-ffast-math", "-mprefer-vector-width=512", "-o", program, source, "-lm")
	if err != nil {
		return err
	}
	code, err := output(ctx, "objdump", "-d", program)
	if err != nil {
		return err
	}
	if runtime.GOARCH == "amd64" && !bytes.Contains(code, []byte("_ZGVeN8v_exp")) && !bytes.Contains(code, []byte("_ZGVdN4v_exp")) {
		return fmt.Errorf("%s: gcc did not use libmvec's exp", source)
	}
	return nil
}

// quietLoad is how many cores others may use on a quiet machine.
const quietLoad = 0.15

// quiet waits until others use next to nothing, or no longer.
func quiet(ctx context.Context, most time.Duration) {
	end := time.Now().Add(most)
	for time.Now().Before(end) && ctx.Err() == nil {
		before, ok := busy()
		if !ok {
			return
		}
		time.Sleep(time.Second)
		if now, _ := busy(); now-before < quietLoad {
			return
		}
	}
}

// busy is how long all cores together have worked, s.
func busy() (float64, bool) {
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		return 0, false
	}
	return bench.Busy(string(text))
}

// machine names the processor, its cores and the system.
func machine() string {
	name := "processor unknown"
	text, err := os.ReadFile("/proc/cpuinfo")
	if err == nil {
		name = processor(string(text))
	}
	return fmt.Sprintf("%s, %d cores, %s/%s", name, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH)
}

// processor reads /proc/cpuinfo. Where a name tells little, family and model tell more.
func processor(cpuinfo string) string {
	first, _, _ := strings.Cut(cpuinfo, "\n\n")
	fields := map[string]string{}
	for line := range strings.Lines(first) {
		key, value, _ := strings.Cut(line, ":")
		fields[strings.TrimSpace(key)] = strings.TrimSpace(value)
	}
	return fmt.Sprintf("%s, family %s, model %s", fields["model name"], fields["cpu family"], fields["model"])
}
