#!/usr/bin/env python3
"""Gaps of `takt solve` to the best known makespans, instance by instance.

    scripts/solve_gaps.py la --time 30s          # la01-la30
    scripts/solve_gaps.py ta --time 10s          # ta01-ta80, generated
    scripts/solve_gaps.py ta30 --time 60s        # ta01-ta30
    scripts/solve_gaps.py mk --time 10s          # mk01-mk10

Prints a row an instance and the averages, by size. With --log FILE every finished instance is kept as a line of
JSON, and a second call with the same file and options goes on where the first ended. A search takes one core: run
nothing else beside it, or read the column cpu, the seconds that the search really had.
"""

import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
INSTANCES = ROOT / "tests" / "instances"
TA_SIZES = ["15x15", "20x15", "20x20", "30x15", "30x20", "50x15", "50x20", "100x20"]


def best_known():
    """Instance to (best known lower bound, best known makespan)."""
    best = {}
    for line in (INSTANCES / "best_known.txt").read_text().splitlines():
        name, lower, upper = line.split()
        best[name] = (float(lower), float(upper))
    return best


def instances(which):
    """(name, scenario, class for the averages), in order."""
    if which == "la":
        return [(f"la{i:02}", f"jsplib:{INSTANCES}/jsplib/la{i:02}", "la") for i in range(1, 31)]
    if which == "mk":
        return [(f"mk{i:02}", f"fjsp:{INSTANCES}/fjsp/mk{i:02}.fjs", "mk") for i in range(1, 11)]
    count = 30 if which == "ta30" else 80
    return [(f"ta{i:02}", f"taillard:ta{i:02}", TA_SIZES[(i - 1) // 10]) for i in range(1, count + 1)]


def solve(takt, scenario, options):
    """The object that `takt solve --json` prints, with the seconds of CPU that it took."""
    command = [takt, "solve", scenario, "--json", "--quiet", "--time", options.time, "--seed", str(options.seed)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{' '.join(command)}: ended with {os.waitstatus_to_exitcode(status)}")
    return json.loads(text) | {"cpu_s": usage.ru_utime + usage.ru_stime}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", choices=["la", "ta", "ta30", "mk"])
    parser.add_argument("--time", default="10s", help="for each instance, with a unit")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=1, help="only every n-th instance")
    parser.add_argument("--log", type=pathlib.Path, help="file to keep results in and to go on from")
    parser.add_argument("--takt", default=str(ROOT / "build" / "release" / "takt"))
    options = parser.parse_args()

    key = {"time": options.time, "seed": options.seed}
    done = {}
    if options.log and options.log.exists():
        for line in options.log.read_text().splitlines():
            row = json.loads(line)
            if all(row.get(name) == value for name, value in key.items()):
                done[row["instance"]] = row

    best, gaps, reached, below = best_known(), collections.defaultdict(list), 0, []
    print(f"{'instance':10}{'makespan':>10}{'best':>8}{'gap %':>8}{'bound':>8}{'cpu s':>8}{'iterations':>12}")
    for name, scenario, size in instances(options.set)[:: options.every]:
        row = done.get(name)
        if row is None:
            found = solve(options.takt, scenario, options)
            row = key | {"instance": name} | {k: found[k] for k in ("value", "bound", "iterations", "cpu_s")}
            if options.log:
                with options.log.open("a") as log:
                    log.write(json.dumps(row) + "\n")
        lower, upper = best[name]
        gap = 100 * (row["value"] / upper - 1)
        gaps[size].append(gap)
        reached += row["value"] <= upper
        if row["value"] < max(lower, upper if lower == upper else 0):
            below.append(name)
        print(f"{name:10}{row['value']:10.0f}{upper:8.0f}{gap:8.2f}{row['bound']:8.0f}{row['cpu_s']:8.1f}"
              f"{row['iterations']:12}", flush=True)
    print()
    for size, values in gaps.items():
        print(f"{size:10} average gap {sum(values) / len(values):6.2f} %, greatest {max(values):.2f} %")
    values = [gap for group in gaps.values() for gap in group]
    print(f"{'all':10} average gap {sum(values) / len(values):6.2f} %, at best known {reached} of {len(values)}")
    if below:
        sys.exit("below a known optimum: " + ", ".join(below))


if __name__ == "__main__":
    main()
