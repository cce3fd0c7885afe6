# Two commands do everything: `make run` and `make test`.

GO    ?= go
CAJAL := bin/cajal

# Packages with goroutines: their tests run under the race detector as well.
CONCURRENT := ./pool ./spike ./network ./sim ./backend/interp ./backend/native

# Built but not run here.
ELSEWHERE := linux/arm64 darwin/arm64 windows/amd64

.PHONY: run build test reproduce reference bench bench-peers bench-results peers format vet unit race cross hdf5 clean

run: build hdf5
	$(CAJAL) run examples/microcircuit.star -o out/microcircuit
	@echo "Open out/microcircuit/report.html in a browser."

build:
	CGO_ENABLED=0 $(GO) build -trimpath -o $(CAJAL) ./cmd/cajal

test: hdf5 format vet unit race cross

# Published experiments, the slow ones included: minutes.
reproduce: build hdf5
	$(CAJAL) reproduce

# NEURON's numbers anew, where it is installed (Debian: python3-neuron): those that the
# tests compare with. git shows what has changed.
NEURON := NEURON_MODULE_OPTIONS=-nogui LD_LIBRARY_PATH=/usr/lib/nrn PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3
IMPORTED := format/swc/testdata

reference:
	@if ! $(NEURON) -c "import neuron" 2>/dev/null; then \
		echo "NEURON is not installed for /usr/bin/python3 (Debian: apt-get install python3-neuron): the tables stay as they are."; exit 0; \
	fi; \
	$(NEURON) -c "import neuron; print('NEURON', neuron.__version__)" && \
	$(NEURON) reference/traces.py && \
	$(NEURON) reference/electrodes.py && \
	$(NEURON) $(IMPORTED)/import3d.py $(foreach f,$(wildcard $(IMPORTED)/cells/*.swc),$f $(patsubst $(IMPORTED)/cells/%.swc,$(IMPORTED)/neuron/%.txt,$f)) && \
	{ git diff --quiet -- reference $(IMPORTED) && echo "The tables are what they were." || git --no-pager diff --stat -- reference $(IMPORTED); }

bench: build
	$(CAJAL) bench

# The same work on other simulators, in turn with cajal: QUICK=1 for minutes instead of
# an hour, THREADS=2, BACKEND=interp, ONLY=cuba for one benchmark, WAIT=0s so as not to wait for a
# quiet machine.
bench-peers: build peers
	$(GO) run ./bench/compare -cajal $(CAJAL) -threads $(or $(THREADS),1) $(if $(QUICK),-quick) $(if $(ONLY),-only $(ONLY)) \
		$(if $(BACKEND),-backend $(BACKEND)) $(if $(WAIT),-wait $(WAIT)) $(if $(ROUNDS),-rounds $(ROUNDS))

# Puts the table of the last bench-peers into bench/RESULTS.md.
bench-results:
	$(GO) run ./bench/compare -write bench/RESULTS.md

PEERS := python3-brian neuron python3-neuron cython3 g++ python3-numpy

# What cannot be installed is left out of the comparison.
peers:
	@missing=; for package in $(PEERS); do \
		dpkg -s $$package 2>/dev/null | grep -q "^Status: install ok installed" || missing="$$missing $$package"; \
	done; \
	if [ -z "$$missing" ]; then exit 0; fi; \
	if ! command -v apt-get >/dev/null; then echo "Not installed, and there is no apt-get:$$missing"; exit 0; fi; \
	echo "installing$$missing"; \
	sudo=; [ "$$(id -u)" = 0 ] || sudo="sudo -n"; \
	$$sudo apt-get update -qq; \
	$$sudo apt-get install -y -qq $$missing >/dev/null || echo "These could not be installed:$$missing"

format:
	@files=$$(gofmt -l .); if [ -n "$$files" ]; then echo "gofmt would change:"; echo "$$files"; exit 1; fi

vet:
	$(GO) vet ./...
	$(GO) tool staticcheck ./...

# imports_test.go, which checks who imports whom, is among them.
unit:
	CGO_ENABLED=0 $(GO) test ./...

# The race detector needs cgo, and so a C compiler: nothing else here does.
race:
	@if [ "$$(CGO_ENABLED=1 $(GO) env CGO_ENABLED)" = 1 ] && command -v $$($(GO) env CC) >/dev/null; then \
		echo CGO_ENABLED=1 $(GO) test -race -short $(CONCURRENT); \
		CGO_ENABLED=1 $(GO) test -race -short $(CONCURRENT); \
	else \
		echo "No C compiler: the race detector cannot be built, its tests are left out."; \
	fi

cross:
	@for target in $(ELSEWHERE); do \
		echo "build for $$target"; \
		GOOS=$${target%/*} GOARCH=$${target#*/} CGO_ENABLED=0 $(GO) build -o /dev/null ./... || exit 1; \
	done

# libhdf5 is loaded when a file of its format is read or written. Where it can be
# neither found nor installed, results are written as CSV and .npy. Its package
# is called differently in every release of Debian and Ubuntu.
hdf5:
	@if PATH=$$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null | grep -q 'libhdf5\(_serial\)\?\.so'; then exit 0; fi; \
	if command -v apt-get >/dev/null; then \
		echo "installing libhdf5"; \
		sudo=; [ "$$(id -u)" = 0 ] || sudo="sudo -n"; \
		$$sudo apt-get update -qq; \
		for package in libhdf5-310 libhdf5-103-1t64 libhdf5-103-1 libhdf5-dev; do \
			$$sudo apt-get install -y -qq $$package >/dev/null 2>&1 && exit 0; \
		done; \
	fi; \
	echo "libhdf5 could not be installed. Going on without: results will be CSV and .npy, and tests of HDF5 are left out."

clean:
	rm -rf bin out
