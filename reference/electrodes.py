#!/usr/bin/env python3
"""Writes what NEURON computes of cells under electrodes, in fields and with gap junctions, as electrodes.tsv beside this file.

`make reference` runs it where NEURON is installed. Each row is an experiment, a time (ms) and numbers of 17 digits. Steps
are 0.025 ms, of which every 20th is written, up to 20 ms.

A cell is a soma of 20 x 20 um with hh at 6.3 degC, without tables, and on its end a dendrite of 300 x 2 um in 11 compartments
with pas of 1e-4 S/cm2 and -65 mV; both along the x axis, Ra = 100 ohm cm, cm = 1 uF/cm2, from -65 mV.
  clamp     an SEClamp of 5 Mohm on the soma: -65 mV, from 5 ms on -20 mV, from 15 ms on -80 mV; v of the soma and of the
            dendrite's end, i of the clamp (nA)
  gap       two cells joined by 2 nS between the middles of their dendrites; 0.5 nA into the first soma from 2 to 20 ms; v of both
            somata and of the second dendrite's end
  field     a field of 20 V/m * sin(2 pi 100 Hz t) along x, as e_extracellular; v of the soma and of the dendrite's end
  membrane  0.5 nA into the soma from 2 to 20 ms; i_membrane_ of all 12 compartments (nA)
"""
import math
import os

from neuron import h

h.load_file("stdrun.hoc")
HERE = os.path.dirname(os.path.abspath(__file__))
DT, EVERY = 0.025, 20
STEPS = 800
h.usetable_hh = 0
h.celsius = 6.3


class Cell:
    def __init__(self):
        self.soma, self.dend = h.Section(name="soma", cell=self), h.Section(name="dend", cell=self)
        self.dend.connect(self.soma(1))
        for s, x, length, diameter, n in ((self.soma, 0, 20, 20, 1), (self.dend, 20, 300, 2, 11)):
            h.pt3dadd(x, 0, 0, diameter, sec=s)
            h.pt3dadd(x + length, 0, 0, diameter, sec=s)
            s.nseg, s.Ra, s.cm = n, 100, 1
        self.soma.insert("hh")
        self.dend.insert("pas")
        for seg in self.dend:
            seg.pas.g, seg.pas.e = 1e-4, -65

    def segments(self):
        return [self.soma(0.5)] + list(self.dend)


def pulse(cell):
    s = h.IClamp(cell.soma(0.5))
    s.delay, s.dur, s.amp = 2, 18, 0.5
    return s


def run(name, read, out):
    h.dt = DT
    h.finitialize(-65)
    for k in range(STEPS + 1):
        if k % EVERY == 0:
            out.append([name, "%g" % (k * DT)] + ["%.17g" % x for x in read()])
        h.fadvance()


def clamp(out):
    c = Cell()
    s = h.SEClamp(c.soma(0.5))
    s.rs, s.dur1, s.amp1, s.dur2, s.amp2, s.dur3, s.amp3 = 5, 5, -65, 10, -20, 10, -80
    run("clamp", lambda: (c.soma(0.5).v, c.segments()[-1].v, s.i), out)


def gap(out):
    """Half a junction is a clamp to the potential of the other side at the beginning of the step."""
    cells = Cell(), Cell()
    context = h.ParallelContext()
    halves = []
    for i, c in enumerate(cells):
        context.source_var(c.dend(0.5)._ref_v, i, sec=c.dend)
        s = h.SEClamp(c.dend(0.5))
        s.rs, s.dur1 = 500, 1e9
        context.target_var(s, s._ref_amp1, 1 - i)
        halves.append(s)
    context.setup_transfer()
    stimulus = pulse(cells[0])
    run("gap", lambda: (cells[0].soma(0.5).v, cells[1].soma(0.5).v, cells[1].segments()[-1].v), out)
    return stimulus


def field(out):
    c = Cell()
    middle = h.Vector([(k + 0.5) * DT for k in range(STEPS + 2)])
    played = []
    for s in (c.soma, c.dend):
        s.insert("extracellular")
        for seg in s:
            x = seg.x * s.L + (20 if s == c.dend else 0)
            values = h.Vector([-0.02 * x * math.sin(2 * math.pi * 0.1 * t) for t in middle])
            values.play(seg._ref_e_extracellular, middle, 1)
            played.append(values)
    run("field", lambda: (c.soma(0.5).v, c.segments()[-1].v), out)


def membrane(out):
    c = Cell()
    h.CVode().use_fast_imem(1)
    stimulus = pulse(c)
    run("membrane", lambda: [seg.i_membrane_ for seg in c.segments()], out)
    h.CVode().use_fast_imem(0)
    return stimulus


def main():
    rows = []
    for experiment in (clamp, field, membrane, gap):
        experiment(rows)
    with open(os.path.join(HERE, "electrodes.tsv"), "w") as out:
        out.writelines("\t".join(row) + "\n" for row in rows)


main()
