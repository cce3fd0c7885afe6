#!/usr/bin/env python3
"""Writes what NEURON computes of cells with shape, as the tables cells.tsv and passive.tsv beside this file.

`make reference` runs it where NEURON is installed. The tables at hand are of NEURON 8.2.2 (Debian 12). Numbers have 17
digits: each is the double that NEURON had.
"""
import os

from neuron import h

h.load_file("stdrun.hoc")
h.load_file("import3d.hoc")
HERE = os.path.dirname(os.path.abspath(__file__))
MORPHOLOGIES = os.path.join(HERE, "..", "format", "swc", "testdata", "cells")
DT = 0.025  # ms


def write(name, rows):
    with open(os.path.join(HERE, name), "w") as out:
        out.writelines("\t".join(str(x) for x in row) + "\n" for row in rows)


def digits(x):
    return "%.17g" % x


# cells.tsv: cells from SWC files, 100 ms in steps of 0.025 ms, of which every 20th is written: file, membrane, time (ms), and
# the potentials (mV) in the middle of the first section, the soma, and in the last compartment of the last section.
# A row "MEMBRANE spikes" lists when the soma rises above -20 mV (ms).
#
# All sections have 3 compartments, Ra = 120 ohm cm, cm = 1 uF/cm2, and start at -65 mV.
#   pas  g = 1e-4 S/cm2, e = -70 mV everywhere
#   hh   hh in the first section, at 6.3 degC, without tables; in the others a tenth of its conductances, and el = -60 mV
# A current of 0.3 nA enters the soma from 5 to 40 ms. An Exp2Syn of 0.5 and 4 ms, 0 mV, in the middle of the last section
# receives 2 nS at 60.0, 61.3 and 75.21 ms. An ExpSyn of 3 ms, -80 mV, on the soma receives 1 nS 1.5 ms after each spike.

EVERY = 20


class Cell:
    def __init__(self, name):
        reader = h.Import3d_SWC_read()
        reader.quiet = 1
        reader.input(os.path.join(MORPHOLOGIES, name))
        gui = h.Import3d_GUI(reader, 0)
        gui.instantiate(self)
        self.sections = list(self.all)


def insert(sections, membrane):
    for i, s in enumerate(sections):
        s.nseg, s.Ra, s.cm = 3, 120, 1
        s.insert(membrane)
        for seg in s:
            if membrane == "pas":
                seg.pas.g, seg.pas.e = 1e-4, -70
            elif i > 0:
                seg.hh.gnabar, seg.hh.gkbar, seg.hh.gl, seg.hh.el = 0.012, 0.0036, 3e-5, -60


def trace(name, membrane):
    cell = Cell(name)
    sections = cell.sections
    insert(sections, membrane)
    h.celsius, h.dt, h.secondorder = 6.3, DT, 0
    if membrane == "hh":
        h.usetable_hh = 0
    clamp = h.IClamp(sections[0](0.5))
    clamp.delay, clamp.dur, clamp.amp = 5, 35, 0.3
    syn = h.Exp2Syn(sections[-1](0.5))
    syn.tau1, syn.tau2, syn.e = 0.5, 4, 0
    events = h.NetCon(None, syn)
    events.weight[0] = 0.002
    back = h.ExpSyn(sections[0](0.5))
    back.tau, back.e = 3, -80
    loop = h.NetCon(sections[0](0.5)._ref_v, back, sec=sections[0])
    loop.threshold, loop.delay, loop.weight[0] = -20, 1.5, 0.001
    times = h.Vector()
    loop.record(times)
    h.finitialize(-65)
    for t in (60.0, 61.3, 75.21):
        events.event(t)
    for step in range(4001):
        if step % EVERY == 0:
            yield name, membrane, "%g" % (step * DT), digits(sections[0](0.5).v), digits(sections[-1](5 / 6).v)
        h.fadvance()
    yield (name, membrane + " spikes", *(digits(t) for t in times))


# passive.tsv: a passive branched cell, the one in cable/neuron_test.go. Each row is a run and a step of 0.025 ms; its columns are
# the potentials (mV) of every section's compartments and far end, sections in order, after the near end of the first one.
#   euler   a current of 0.3 nA enters at the far end of section 2
#   second  the same, secondorder = 2, entering in the middle of section 0
#   clamp   Euler; middle of section 1 clamped to -20 mV through 5 MOhm

# parent, x on it, nseg, L um, diameters um of the ends' compartments (linear between), Ra ohm cm, cm uF/cm2, g_pas S/cm2, e_pas mV
SECTIONS = [
    (None, 0.0, 1, 20.0, 20.0, 20.0, 100.0, 1.0, 1e-4, -65.0),
    (0, 1.0, 5, 250.0, 3.0, 1.5, 150.0, 1.0, 5e-5, -70.0),
    (1, 1.0, 3, 180.0, 1.2, 0.8, 150.0, 2.0, 5e-5, -70.0),
    (1, 1.0, 4, 90.0, 1.0, 0.5, 80.0, 1.5, 2e-4, -60.0),
    (1, 0.5, 3, 120.0, 0.9, 0.9, 150.0, 1.0, 5e-5, -70.0),
    (0, 0.0, 7, 500.0, 1.0, 1.0, 70.0, 0.8, 0.0, -65.0),
    (0, 0.5, 2, 60.0, 2.0, 1.0, 120.0, 1.0, 3e-5, -55.0),
    (5, 1.0, 2, 75.0, 0.7, 0.7, 70.0, 0.8, 1e-3, -80.0),
]
STEPS = [1, 2, 5, 20, 100, 400]


def branched():
    sections = []
    for i, (parent, x, nseg, length, d0, d1, ra, cm, g, e) in enumerate(SECTIONS):
        s = h.Section(name="s%d" % i)
        s.nseg, s.L, s.Ra, s.cm = nseg, length, ra, cm
        s.insert("pas")
        for k, seg in enumerate(s):
            seg.diam = d0 + (d1 - d0) * k / max(nseg - 1, 1)
            seg.pas.g, seg.pas.e = g, e
        if parent is not None:
            s.connect(sections[parent](x), 0)
        sections.append(s)
    return sections


def potentials(name, sections):
    places = [sections[0](0)] + [seg for s in sections for seg in list(s) + [s(1)]]
    h.dt = DT
    h.finitialize(-65)
    for step in range(1, STEPS[-1] + 1):
        h.fadvance()
        if step in STEPS:
            yield (name, step, *(digits(p.v) for p in places))


def passive():
    cell = branched()
    clamp = h.IClamp(cell[2](1))
    clamp.delay, clamp.dur, clamp.amp = -1, 1e9, 0.3
    yield from potentials("euler", cell)
    clamp = h.IClamp(cell[0](0.5))
    clamp.delay, clamp.dur, clamp.amp = -1, 1e9, 0.3
    h.secondorder = 2
    yield from potentials("second", cell)
    h.secondorder = 0
    clamp = h.SEClamp(cell[1](0.5))
    clamp.dur1, clamp.amp1, clamp.rs = 1e9, -20, 5
    yield from potentials("clamp", cell)


write("passive.tsv", passive())
write("cells.tsv", (
    row for name in ("sphere.swc", "threepoint.swc", "types.swc") for membrane in ("pas", "hh") for row in trace(name, membrane)
))
