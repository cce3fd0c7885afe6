package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// sameSpikes is what -only calls the comparison of cajal with itself.
const sameSpikes = "same_spikes"

// agreement compares the spikes of two runs of one network.
type agreement struct {
	Network string  `json:"network"`
	A, B    string  // what they ran on
	Spikes  [2]int  `json:"spikes"`
	Equal   bool    `json:"equal"`
	Parted  float64 `json:"first_difference_ms"` // of two that are not equal
}

// agreements runs three networks on 1, 2 and 4 threads and on both back-ends. Threads
// must not change a bit; back-ends round differently, so that chaotic networks part
// after a while and then agree in their rates alone.
func (s settings) agreements(ctx context.Context) ([]agreement, error) {
	time := "300ms"
	if s.quick {
		time = "50ms"
	}
	var all []agreement
	for _, network := range []string{"cobahh", "cuba", "brunel_delta"} {
		fmt.Fprintf(os.Stderr, "spikes of %s on 1, 2 and 4 threads and both back-ends\n", network)
		own := s.variant(network, time, "1 thread", "--threads", "1")
		others := []variant{
			s.variant(network, time, "2 threads", "--threads", "2"),
			s.variant(network, time, "4 threads", "--threads", "4"),
			s.variant(network, time, "interp", "--threads", "1", "--backend", "interp"),
		}
		if err := own.run(ctx, s.cajal); err != nil {
			return nil, err
		}
		for _, other := range others {
			a, err := s.agreement(ctx, network, own, other)
			if err != nil {
				return nil, err
			}
			all = append(all, a)
		}
	}
	return all, nil
}

// variant is a network with a way to run it.
type variant struct {
	name, folder string
	args         []string
}

func (s settings) variant(network, time, name string, how ...string) variant {
	folder := filepath.Join(s.out, "spikes", network, name)
	args := []string{"run", filepath.Join("bench", network+".star"), "--set", "t=" + time, "--quiet", "-o", folder}
	if s.backend != "" && name != "interp" {
		args = append(args, "--backend", s.backend)
	}
	return variant{name, folder, append(args, how...)}
}

func (v variant) run(ctx context.Context, cajal string) error {
	_, err := output(ctx, cajal, v.args...)
	return err
}

// agreement runs a variant and compares it with one that has been run.
func (s settings) agreement(ctx context.Context, network string, own, other variant) (agreement, error) {
	a := agreement{Network: network, A: own.name, B: other.name}
	if err := other.run(ctx, s.cajal); err != nil {
		return a, err
	}
	text, err := output(ctx, s.cajal, "compare", own.folder, other.folder, "--time-tolerance", strconv.Itoa(0), "--json")
	var status *exec.ExitError
	if err != nil && !errors.As(err, &status) { // a status that is not 0 says that they differ
		return a, err
	}
	var populations []struct {
		A      int      `json:"spikes_a"`
		B      int      `json:"spikes_b"`
		Parted *float64 `json:"first_difference_ms"`
		Equal  bool     `json:"equal"`
	}
	if e := json.Unmarshal(text, &populations); e != nil {
		return a, errors.Join(err, e)
	}
	a.Equal = true
	for _, p := range populations {
		a.Spikes[0] += p.A
		a.Spikes[1] += p.B
		if !p.Equal && p.Parted != nil && (a.Equal || *p.Parted < a.Parted) {
			a.Parted = *p.Parted
		}
		a.Equal = a.Equal && p.Equal
	}
	return a, nil
}
