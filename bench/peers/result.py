"""What the scripts in this folder share: options, repetitions, and the line of results.

    --t MS        biological time to measure
    --reps N      repetitions; the median counts
    --threads N
    --paced       wait for a line on standard input before each repetition, and print a
                  result after each, so that two programs can be measured in turn
"""
import argparse
import json
import resource
import sys
import time


def options(t, **more):
    """Options with a default time; more are flags (False) or numbers."""
    parser = argparse.ArgumentParser(description=sys.modules["__main__"].__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--t", type=float, default=t)
    parser.add_argument("--reps", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--paced", action="store_true")
    for name, default in more.items():
        flag = "--" + name.replace("_", "-")
        if default is False:
            parser.add_argument(flag, action="store_true")
        else:
            parser.add_argument(flag, type=type(default), default=default)
    return parser.parse_args()


def times(path):
    """Processor seconds in use: of all cores (/proc/stat), this process and its children."""
    with open(path) as f:
        busy = [int(x) for x in f.readline().split()[1:9]]
    own = sum(u.ru_utime + u.ru_stime for u in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
    return (sum(busy) - busy[3] - busy[4]) / 100, own, time.perf_counter()


def foreign(before):
    """Cores that other processes have used since."""
    all0, own0, start = before
    all1, own1, end = times("/proc/stat")
    return max(0.0, (all1 - all0) - (own1 - own0)) / (end - start)


def repeat(a, measure, describe):
    """Calls measure() for each repetition; it returns the wall time in s and whatever
    describe(wall, that) makes a result of."""
    walls, cores, outcomes = [], [], []
    for line in sys.stdin if a.paced else range(a.reps):
        before = times("/proc/stat")
        wall, outcome = measure()
        if a.paced:
            walls, cores, outcomes = [], [], []
        walls.append(wall)
        cores.append(foreign(before))
        outcomes.append(outcome)
        if a.paced:
            show(a, walls, cores, outcomes, describe)
    if not a.paced:
        show(a, walls, cores, outcomes, describe)


def show(a, walls, cores, outcomes, describe):
    middle = sorted(range(len(walls)), key=walls.__getitem__)[len(walls) // 2]
    wall = walls[middle]
    result = describe(wall, outcomes[middle])
    # the compiled program, or its compiler if that took more
    result.setdefault("peak_rss_mb", resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)
    result.update(t_ms=a.t, threads=a.threads, precision="double", wall_s=wall, walls_s=walls,
                  foreign_cores=cores, rtf=wall / a.t * 1000)
    print(json.dumps(rounded(result)), flush=True)


def rounded(x):
    """Numbers of six digits."""
    if isinstance(x, dict):
        return {k: rounded(v) for k, v in x.items()}
    if isinstance(x, list):
        return [rounded(v) for v in x]
    if isinstance(x, float):
        return float("%.6g" % x)
    return x
