"""Runs the takt program the way a user's shell does."""

import json
import os
import pathlib
import subprocess

TAKT = os.environ["TAKT"]
SOURCE = pathlib.Path(os.environ["TAKT_SOURCE_DIR"])
SCENARIOS = SOURCE / "scenarios"

FT06 = """6 6
2  1  0  3  1  6  3  7  5  3  4  6
1  8  2  5  4 10  5 10  0 10  3  4
2  5  3  4  5  8  0  9  1  1  4  7
1  5  0  5  2  5  3  3  4  8  5  9
2  9  1  3  4  5  5  4  0  3  3  1
1  3  3  3  5  9  0 10  4  4  2  1
"""

# A shop that never ends by itself within a test.
ENDLESS = """takt: 1
machines: {m: {}}
routings: {r: [{machine: m, time: {exponential: {mean: 1 s}}}]}
arrivals: {a: {routing: r, interarrival: {exponential: {mean: 2 s}}}}
run: {until: 90000 d}
"""


def takt(*arguments, **options):
    """The finished process, with its output as text."""
    return subprocess.run(
        [TAKT, *map(str, arguments)], capture_output=True, text=True, timeout=300, **options
    )


def takt_json(*arguments):
    done = takt(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
