"""takt run, info, validate and import: what they print, write and return."""

import json
import os
import pathlib
import statistics
import subprocess
import tempfile
import unittest

from takt_program import FT06, SCENARIOS, TAKT, takt, takt_json


class RunCommand(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)
        (self.path / "ft06").write_text(FT06)
        self.ft06 = f"jsplib:{self.path}/ft06"

    def tearDown(self):
        self.folder.cleanup()

    def test_json_has_the_documented_keys(self):
        run = takt_json("run", self.ft06, "--agent", "rule:spt")
        for key in ("scenario", "agent", "clock", "seed", "digest", "operations", "wall_s", "kpi"):
            self.assertIn(key, run)
        self.assertEqual(run["scenario"], self.ft06)
        self.assertEqual(run["agent"], "rule:spt")
        self.assertEqual(run["clock"], "simgrid")
        self.assertEqual(run["seed"], 1)
        self.assertEqual(run["operations"], 36)
        self.assertRegex(run["digest"], "^[0-9a-f]{32}$")
        for key in ("makespan", "mean_flow_time", "mean_tardiness", "total_weighted_tardiness", "max_tardiness",
                    "fraction_tardy", "throughput_per_h", "mean_wip"):
            self.assertIn(key, run["kpi"])
        self.assertEqual(run["kpi"]["makespan"], 88)
        self.assertIsNone(run["kpi"]["mean_tardiness"])  # no job has a due date

    def test_published_makespans(self):
        self.assertEqual(takt_json("run", self.ft06, "--agent", "rule:fifo")["kpi"]["makespan"], 65)
        self.assertEqual(takt_json("run", self.ft06, "--clock", "calendar", "--agent", "rule:spt")["kpi"]["makespan"], 88)

    def test_table_names_the_result_file_and_info_reads_it(self):
        result = self.path / "out.h5"
        done = takt("run", self.ft06, "--agent", "rule:spt", "-o", result)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("makespan", done.stdout)
        self.assertIn(str(result), done.stdout)
        self.assertEqual(done.stderr, "")
        self.assertEqual(sorted(os.listdir(self.path)), ["ft06", "out.h5"])
        info = takt_json("info", result)
        self.assertEqual(info["kpi"]["makespan"], 88)
        self.assertEqual(info["agent"], "rule:spt")
        self.assertEqual(info["operations"], 36)
        self.assertIn("--agent rule:spt", info["command"])
        self.assertIn("rule:spt", takt("info", result).stdout)

    def test_replay_repeats_a_result(self):
        result = self.path / "out.h5"
        first = takt_json("run", SCENARIOS / "demo.yaml", "--agent", "rule:random", "--seed", 3, "-o", result)
        again = takt_json("run", SCENARIOS / "demo.yaml", "--agent", f"replay:{result}", "--seed", 3)
        self.assertEqual(first["digest"], again["digest"])
        other = takt("run", SCENARIOS / "demo.yaml", "--agent", f"replay:{result}", "--seed", 4)
        self.assertEqual(other.returncode, 5, other.stderr)

    def test_recorded_levels(self):
        sizes = {}
        for level in ("kpi", "operations", "candidates"):
            result = self.path / f"{level}.h5"
            run = takt_json("run", SCENARIOS / "flexible_cell.yaml", "--record", level, "-o", result)
            sizes[level] = result.stat().st_size
            self.assertEqual(takt_json("info", result)["digest"], run["digest"])
        self.assertLess(sizes["kpi"], sizes["operations"])
        self.assertLess(sizes["operations"], sizes["candidates"])

    def test_replications_do_not_depend_on_the_number_of_workers(self):
        arguments = ("run", SCENARIOS / "mm1.yaml", "--replications", 5, "--clock", "calendar")
        one = takt_json(*arguments, "--jobs", 1)
        three = takt_json(*arguments, "--jobs", 3)
        digests = [r["digest"] for r in one["replications"]]
        self.assertEqual(digests, [r["digest"] for r in three["replications"]])
        self.assertEqual(len(set(digests)), 5)
        self.assertEqual(one["kpi"], three["kpi"])
        self.assertGreater(one["kpi_half_width_95"]["mean_wait"], 0)
        alone = takt_json("run", SCENARIOS / "mm1.yaml", "--clock", "calendar")
        self.assertEqual(alone["digest"], digests[0])

    def test_replications_file(self):
        result = self.path / "many.h5"
        run = takt_json("run", SCENARIOS / "flexible_cell.yaml", "-n", 4, "-o", result)
        info = takt_json("info", result)
        self.assertEqual([r["digest"] for r in info["replications"]], [r["digest"] for r in run["replications"]])
        self.assertIn("+-", takt("run", SCENARIOS / "flexible_cell.yaml", "-n", 4).stdout)

    def test_one_of_many_alone_is_what_it_is_among_them(self):
        for scenario in ("degrading_line.yaml", "three_stage_supply.yaml", "assembly_cell.yaml", "shift_line.yaml"):
            arguments = ("run", SCENARIOS / scenario, "--seed", 9, "--clock", "calendar")
            many = takt_json(*arguments, "-n", 3)
            for number, one in enumerate(many["replications"]):
                result = self.path / "one.h5"
                alone = takt_json(*arguments, "--replication", number, "-o", result)
                for key in ("replication", "digest", "kpi", "tables", "operations", "status"):
                    self.assertEqual(alone[key], one[key], (scenario, number, key))
                self.assertEqual(takt_json("info", result)["replication"], number)
        self.assertEqual(takt("run", SCENARIOS / "mm1.yaml", "-n", 2, "--replication", 1).returncode, 2)

    def test_replications_keep_every_table(self):
        """In JSON, text and file; means and intervals as Student wrote them."""
        result = self.path / "many.h5"
        arguments = ("run", SCENARIOS / "degrading_line.yaml", "-n", 4, "--clock", "calendar", "--confidence", 0.8)
        many = takt_json(*arguments, "-o", result)
        one = takt_json(*arguments[:2], "--clock", "calendar")
        quantile = 1.6377443537  # Student, 3 degrees of freedom, 90 %
        self.assertEqual(many["confidence"], 0.8)
        self.assertEqual(set(many["tables"]), set(one["tables"]))
        self.assertLessEqual({"groups", "machines", "energy", "costs", "oee", "condition"}, set(many["tables"]))
        missing = 0
        for table, rows in many["tables"].items():
            for row, cells in rows.items():
                self.assertEqual(set(cells), set(one["tables"][table][row]))
                for column, mean in cells.items():
                    place = (table, row, column)
                    each = [r["tables"][table][row][column] for r in many["replications"]]
                    half = many["tables_half_width"][table][row][column]
                    if mean is None:
                        missing += 1
                        self.assertEqual([None] * 4, each, place)
                        self.assertEqual(many["tables_n"][table][row][column], 0)
                        continue
                    self.assertAlmostEqual(mean, statistics.mean(each), delta=1e-9 * abs(mean), msg=place)
                    expected = quantile * statistics.stdev(each) / 2
                    self.assertAlmostEqual(half, expected, delta=1e-6 * (1 + expected), msg=place)
                    self.assertEqual(many["tables_n"][table][row][column], 4)
        self.assertGreater(missing, 0, "levels that a machine does not have")
        info = takt_json("info", result)
        for key in ("confidence", "kpi", "kpi_half_width", "kpi_n", "tables", "tables_half_width", "tables_n"):
            self.assertEqual(info[key], many[key], key)
        self.assertEqual([r["tables"] for r in info["replications"]], [r["tables"] for r in many["replications"]])
        self.assertLess(info["kpi_half_width"]["mean_wip"],
                        takt_json("info", result, "--confidence", 0.99)["kpi_half_width"]["mean_wip"])
        text = takt("info", result).stdout
        self.assertIn("80 % confidence", text)
        for word in ("\n  oee ", "\n  energy ", "\n  costs ", "\n  machines "):
            self.assertIn(word, text)
        csv = takt("info", result, "--csv", "replications.oee").stdout.splitlines()
        self.assertEqual(csv[0], "replication,name,availability,performance,quality,oee")
        self.assertEqual(len(csv), 1 + 4 * 3)
        supply = takt("run", SCENARIOS / "beer_game.yaml", "-n", 3, "--clock", "calendar").stdout
        self.assertIn("bullwhip", supply)
        self.assertIn("204", supply)

    def test_confidence_is_between_0_and_1(self):
        for level in ("0", "1", "95", "-0.5", "nan", "0.99999999999999999", "", "90%"):
            self.assertEqual(takt("run", SCENARIOS / "mm1.yaml", "-n", 2, "--confidence", level).returncode, 2, level)

    def test_same_seed_same_digest_other_seed_other(self):
        def digest(seed):
            return takt_json("run", SCENARIOS / "mm1.yaml", "--clock", "calendar", "--seed", seed)["digest"]
        self.assertEqual(digest(5), digest(5))
        self.assertNotEqual(digest(5), digest(6))

    def test_dry_run_writes_nothing(self):
        result = self.path / "none.h5"
        done = takt("run", self.ft06, "--dry-run", "-o", result)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertFalse(result.exists())
        self.assertEqual(takt("run", self.ft06, "--dry-run", "--agent", "rule:nonsense").returncode, 2)

    def test_validate_and_resolved_scenario(self):
        done = takt("validate", SCENARIOS / "demo.yaml")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("ok", done.stdout)
        resolved = self.path / "resolved.yaml"
        resolved.write_text(takt("validate", SCENARIOS / "demo.yaml", "--print-resolved").stdout)
        first = takt_json("run", SCENARIOS / "demo.yaml", "--clock", "calendar")
        self.assertEqual(first["digest"], takt_json("run", resolved, "--clock", "calendar")["digest"])

    def test_import_makes_a_scenario_file(self):
        scenario = self.path / "ft06.yaml"
        self.assertEqual(takt("import", self.ft06, "-o", scenario).returncode, 0)
        self.assertEqual(takt_json("run", scenario, "--agent", "rule:spt")["kpi"]["makespan"], 88)
        self.assertEqual(takt("import", self.ft06).stdout, scenario.read_text())
        taillard = takt_json("run", "taillard:ta01", "--agent", "rule:spt")
        (self.path / "ta01.yaml").write_text(takt("import", "taillard:ta01").stdout)
        self.assertEqual(taillard["digest"], takt_json("run", self.path / "ta01.yaml", "--agent", "rule:spt")["digest"])

    def test_output_that_cannot_be_written_is_found_before_the_run(self):
        for output in (self.path / "absent" / "out.h5", self.path):
            done = takt("run", SCENARIOS / "demo.yaml", "-o", output)
            self.assertEqual(done.returncode, 4, done.stderr)
            self.assertIn(str(output), done.stderr)
            self.assertEqual(done.stdout, "")

    def test_full_standard_output_is_an_error(self):
        with open("/dev/full", "w") as full:
            done = subprocess.run([TAKT, "agents"], stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
        self.assertEqual(done.returncode, 4)
        self.assertIn("standard output", done.stderr)

    def test_json_stays_json_when_the_shop_starves(self):
        scenario = self.path / "repeat.yaml"
        scenario.write_text("""takt: 1
machines:
  m: {breakdowns: [{name: jam, clock: busy, time_to_failure: 1 min, time_to_repair: 1 min, on_failure: repeat}]}
routings: {r: [{machine: m, time: 5 min}]}
orders: [{name: a, routing: r}]
""")
        done = takt("run", scenario, "--clock", "calendar", "--json")
        self.assertEqual(done.returncode, 6)
        run = json.loads(done.stdout)
        self.assertEqual(run["status"], "starved")
        self.assertIn("begins again after each breakdown", run["status_detail"])
        self.assertEqual((run["stuck_jobs"], run["stuck_since_s"]), (1, 60))
        self.assertIsNone(json.loads(json.dumps(run))["kpi"]["mean_flow_time"])

    def test_a_run_that_gets_stuck_ends_with_6_and_leaves_its_result(self):
        scenario = self.path / "circle.yaml"
        scenario.write_text("""takt: 1
machines: {m1: {buffer: 0}, m2: {buffer: 0}, m3: {}}
routings:
  a: [{operation: a1, machine: m1, time: {exponential: {mean: 3 s}}}, {operation: a2, machine: m2, time: 4 s}]
  b: [{operation: b1, machine: m2, time: 3 s}, {operation: b2, machine: m1, time: 4 s}]
  c: [{machine: m3, time: 60 s}]
orders: [{routing: a}, {routing: b, release: 2 s}, {routing: c}]
""")
        result = self.path / "circle.h5"
        for clock in ("calendar", "simgrid"):
            done = takt("run", scenario, "--seed", "2", "--clock", clock, "--json", "-o", result, "--check")
            self.assertEqual(done.returncode, 6, done.stderr)
            run = json.loads(done.stdout)
            self.assertEqual(run["status"], "deadlock")
            self.assertGreaterEqual(run["stuck_since_s"], 5)
            info = takt_json("info", result)
            self.assertEqual(info["status"], run["status"])
            self.assertEqual(info["status_detail"], run["status_detail"])
            self.assertEqual(info["stuck_jobs"], 2)
            self.assertEqual(info["stuck_since_s"], run["stuck_since_s"])
        several = takt("run", scenario, "-n", "12", "--clock", "calendar", "--json", "-o", self.path / "n.h5")
        runs = json.loads(several.stdout)["replications"]
        stuck = [run for run in runs if run["status"] == "deadlock"]
        self.assertTrue(0 < len(stuck) < 12)  # where the first job is fast, it goes through
        self.assertEqual(several.returncode, 6)
        self.assertEqual(json.loads(several.stdout)["stuck_replications"], len(stuck))
        text = takt("run", scenario, "-n", "12", "--clock", "calendar")
        self.assertEqual(text.returncode, 6)
        self.assertIn("deadlock: %d\n" % len(stuck), text.stdout)
        info = takt_json("info", self.path / "n.h5")
        self.assertEqual([row["status"] == "deadlock" for row in info["replications"]],
                         [run["status"] == "deadlock" for run in runs])

    def test_jobs_that_multiply_without_end_are_refused(self):
        scenario = self.path / "endless.yaml"
        scenario.write_text("""takt: 1
machines: {m: {count: unlimited}}
routings: {r: [{operation: x, machine: m, time: 0 s, releases: {r: 2}}]}
orders: [{routing: r}]
""")
        done = takt("run", scenario, "--clock", "calendar")
        self.assertEqual(done.returncode, 3)
        self.assertIn("would never end", done.stderr)


if __name__ == "__main__":
    unittest.main()
