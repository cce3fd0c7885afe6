"""Brian 2 as a C++ program of its own, compiled for this machine: its fastest way to run."""
import shutil
import tempfile
import time

import brian2
from brian2 import device, prefs, set_device


def setup(threads):
    """To be called before anything is made. Returns the time at which building began."""
    prefs.codegen.cpp.extra_compile_args_gcc = ["-w", "-O3", "-march=native", "-ffast-math", "-fno-finite-math-only"]
    prefs.devices.cpp_standalone.openmp_threads = threads if threads > 1 else 0
    set_device("cpp_standalone", build_on_run=False)
    return time.perf_counter()


class Program:
    """The network's program, in a folder that is removed when it is left."""

    def __init__(self, begun):
        self.folder = tempfile.mkdtemp(prefix="brian_")
        device.build(directory=self.folder, compile=True, run=False, debug=False)
        self.build = time.perf_counter() - begun

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self):
        """Runs it once and returns the wall time of its last run() alone, s."""
        device.run(directory=self.folder, with_output=False, run_args=[])
        return device._last_run_time


def about():
    return dict(simulator="Brian2-cpp", version=brian2.__version__)
