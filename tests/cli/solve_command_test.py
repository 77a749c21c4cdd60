"""takt solve: what it prints and writes, how it is told to end, what it refuses."""

import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest

from takt_program import FT06, SCENARIOS, TAKT, takt, takt_json

# One machine with setups, and what is due when; the best order is by hand: b (2 + 3), then a (1 + 4).
SETUPS = """takt: 1
families: [a, b]
setups: {s: {times: {a: {b: 3 s}, b: {a: 1 s}}, initial: 2 s}}
machines: {m: {setup: s}}
routings:
  a: [{machine: m, family: a, time: 4 s}]
  b: [{machine: m, family: b, time: 3 s}]
orders:
  - {routing: a, due: 10 s, weight: 2}
  - {routing: b, due: 5 s}
"""

# The second job's first machine is worth waiting for: without waiting 19 s, with it 12 s.
LATE = """takt: 1
machines: {m: {}, n: {}}
routings:
  long: [{machine: m, time: 8 s}]
  short: [{machine: m, time: 2 s}, {machine: n, time: 9 s}]
orders:
  - {routing: long}
  - {routing: short, release: 1 s}
"""


class Solve(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)
        for name, text in {"ft06": FT06, "setups.yaml": SETUPS, "late.yaml": LATE}.items():
            (self.path / name).write_text(text)
        self.ft06 = f"jsplib:{self.path / 'ft06'}"

    def tearDown(self):
        self.folder.cleanup()

    def test_known_optimum(self):
        found = takt_json("solve", self.ft06, "--iterations", "5000", "-o", self.path / "out.h5")
        self.assertEqual(found["value"], 55)
        self.assertEqual(found["kpi"]["makespan"], 55)
        self.assertEqual(found["method"], "tabu search")
        self.assertLessEqual(found["bound"], 55)
        info = takt("info", self.path / "out.h5", "--json")
        self.assertEqual(info.returncode, 0, info.stderr)
        self.assertEqual(json.loads(info.stdout)["digest"], found["digest"])

    def test_same_seed_same_schedule(self):
        runs = [takt_json("solve", "taillard:ta01", "-i", "3000", "-s", seed) for seed in (1, 1, 2)]
        self.assertEqual(runs[0]["digest"], runs[1]["digest"])
        self.assertNotEqual(runs[0]["digest"], runs[2]["digest"])

    def test_waits_and_setups(self):
        self.assertEqual(takt_json("solve", self.path / "late.yaml", "-i", "1000")["value"], 12)
        due = takt_json("solve", self.path / "setups.yaml", "-i", "1000", "--objective", "total_weighted_tardiness")
        self.assertEqual(due["value"], 0)
        self.assertEqual(due["bound"], 0)
        self.assertEqual(due["kpi"]["makespan"], 10)

    def test_what_is_no_job_shop_is_looked_ahead_in(self):
        for name in ("demo.yaml", "rework_line.yaml", "assembly_cell.yaml"):
            with self.subTest(name=name):
                found = takt_json("solve", SCENARIOS / name, "-i", "60", "--objective", "mean_flow_time")
                self.assertIn("looking ahead", found["method"])
                self.assertTrue(found["not_tabu_search"])
                self.assertIsNone(found["bound"])
                self.assertEqual(found["value"], found["kpi"]["mean_flow_time"])

    def test_a_plant_that_gets_stuck_ends_with_6(self):
        circle = self.path / "circle.yaml"
        circle.write_text("""takt: 1
machines: {a: {buffer: 0}, b: {buffer: 0}}
routings:
  x: [{machine: a, time: 2 s}, {machine: b, time: 2 s}]
  y: [{machine: b, time: 3 s}, {machine: a, time: 1 s}]
orders: [{routing: x}, {routing: y}]
""")
        done = takt("solve", circle, "-i", "50")
        self.assertEqual(done.returncode, 6, done.stderr)
        self.assertIn("no schedule found", done.stdout)
        self.assertNotIn("nan", done.stdout)
        self.assertIn("waits for a place before 'b'", done.stderr)

    def test_refusals(self):
        for code, text, arguments in (
                (2, "unit", ("--time", "10")),
                (2, "more than 0 s", ("--time", "0s")),
                (2, "more than 0 s", ("--time=-3s",)),
                (2, "makespan", ("--objective", "makspan")),
                (2, "whole number", ("--iterations", "0")),
                (2, "HDF5", ("-o", "out.csv")),
                (3, "due date", ("--objective", "mean_tardiness"))):
            with self.subTest(arguments=arguments):
                done = takt("solve", self.ft06, *arguments)
                self.assertEqual(done.returncode, code, done.stderr)
                self.assertIn(text, done.stderr)
                self.assertEqual(done.stdout, "")
        self.assertEqual(takt("solve", self.path / "absent.yaml").returncode, 4)
        endless = takt("solve", SCENARIOS / "mm1.yaml", "-i", "10")
        self.assertEqual(endless.returncode, 3, endless.stderr)
        self.assertIn("mean_flow_time", endless.stderr)

    def test_interrupt_keeps_the_best(self):
        process = subprocess.Popen(
            [TAKT, "solve", "taillard:ta41", "--time", "1h", "--json", "-o", self.path / "out.h5"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        time.sleep(2)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, errors)
        found = json.loads(output)
        self.assertTrue(found["interrupted"])
        self.assertIn("out.h5", os.listdir(self.path))
        info = takt("info", self.path / "out.h5", "--json")
        self.assertEqual(json.loads(info.stdout)["digest"], found["digest"])


if __name__ == "__main__":
    unittest.main()
