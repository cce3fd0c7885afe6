package circuit

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cajal-sim/cajal/format/sonata"
	"github.com/cajal-sim/cajal/morph"
	"github.com/cajal-sim/cajal/network"
)

// readReports makes a probe of each report and population.
func (l *loader) readReports() {
	for i := range l.config.Reports {
		report := &l.config.Reports[i]
		switch report.Module {
		case "membrane_report", "multimeter_report":
			if err := l.addReport(report); err != nil {
				l.mistakef("report %s: %w", report.Name, err)
			}
		default:
			l.warnf("report %s is left out: its module, %s, is not supported by this version", report.Name, report.Module)
		}
	}
}

func (l *loader) addReport(report *sonata.Report) error {
	selected, err := l.selected(report.Cells)
	if err != nil {
		return err
	}
	var probes []*network.Probe
	several := recordable(report, selected)
	for _, s := range selected {
		for i, p := range s.cells.parts {
			cells := s.lanes(i)
			if len(cells) == 0 || several && !records(report, p) {
				continue
			}
			if err := p.hasVariable(report.Variable); err != nil {
				return err
			}
			probe := l.probe(report, p, cells)
			if p.hasShape() {
				if err := addSites(probe, report.Sections); err != nil {
					return err
				}
			}
			probes = append(probes, probe)
		}
	}
	l.addProbes(report, probes)
	return nil
}

// records reports whether a report is meant for cells of a part, as BMTK reads a node set of
// all cells: not for virtual ones and, if it is of membranes, not for points.
func records(report *sonata.Report, p *part) bool {
	return p.hasShape() || p.model != nil && report.Module != "membrane_report"
}

// recordable reports whether a report has cells of that kind.
func recordable(report *sonata.Report, selected []chosen) bool {
	for _, s := range selected {
		for i, p := range s.cells.parts {
			if len(s.lanes(i)) > 0 && records(report, p) {
				return true
			}
		}
	}
	return false
}

func (p *part) hasVariable(name string) error {
	if p.hasShape() {
		return nil // it is for the network to check
	}
	if p.model == nil {
		return fmt.Errorf("population %s: virtual cells have no variables", p.population.Name)
	}
	if known := p.model.settable(); !slices.Contains(known, name) {
		return fmt.Errorf("variable_name: model %s of population %s has no %q%s", p.model.mechanism.Name, p.population.Name, name, nearest(name, known))
	}
	return nil
}

// probe records as NEST and BMTK do: from the end of the first interval on, and of cells with
// shape at the end of the run too.
func (l *loader) probe(report *sonata.Report, p *part, cells []int32) *network.Probe {
	every := report.Dt
	if every == 0 {
		every = l.circuit.Step
	}
	return &network.Probe{
		Name: report.Name, Population: p.population, Variable: report.Variable, Cells: cells,
		Every: every, From: report.Start + every, To: report.End, Last: p.hasShape(),
	}
}

// addSites makes a probe of cells record all compartments of the sections that a
// report names: soma, dend and so on, or all. BMTK's default is all.
func addSites(p *network.Probe, sections string) error {
	region, cells := morph.Everywhere, p.Cells
	if sections != "" && sections != "all" {
		t, err := morph.ParseType(sections)
		if err != nil {
			return fmt.Errorf("sections: %w", err)
		}
		region = morph.Of(t)
	}
	p.Cells = nil
	for _, cell := range cells {
		for _, site := range p.Population.Shape.Of(int(cell)).Tree.Select(region) {
			p.Cells, p.Sites = append(p.Cells, cell), append(p.Sites, int32(site))
		}
	}
	if p.Cells == nil {
		return fmt.Errorf("sections: no cell has any of %q", sections)
	}
	return nil
}

// addProbes names the probes of a report and their files: its own, if there is
// one probe.
func (l *loader) addProbes(report *sonata.Report, probes []*network.Probe) {
	file := l.inOutput(report.FileName)
	ending := filepath.Ext(file)
	for _, p := range probes {
		one := file
		if len(probes) > 1 {
			p.Name += " " + p.Population.Name
			one = strings.TrimSuffix(file, ending) + "_" + p.Population.Name + ending
		}
		l.circuit.Network.Probes = append(l.circuit.Network.Probes, p)
		l.circuit.Reports = append(l.circuit.Reports, one)
	}
	if len(probes) > 1 {
		l.warnf("report %s has cells of %d populations: each gets its own file", report.Name, len(probes))
	}
}
