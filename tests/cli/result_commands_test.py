"""takt info over windows and as CSV, takt export: what they print, write, refuse and leave behind."""

import csv
import io
import os
import pathlib
import tempfile
import unittest

from takt_program import SCENARIOS, takt, takt_json


def rows_of(text):
    return list(csv.DictReader(io.StringIO(text)))


class ResultCommands(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.path = pathlib.Path(cls.folder.name)

        def run(name, scenario, *options):
            done = takt("run", SCENARIOS / scenario, "-o", cls.path / name, *options)
            assert done.returncode == 0, done.stderr
            return cls.path / name

        cls.shift = run("shift.h5", "shift_line.yaml")
        cls.line = run("line.h5", "degrading_line.yaml")
        cls.agv = run("agv.h5", "agv_shop.yaml")
        cls.seen = run("seen.h5", "flexible_cell.yaml", "--record", "candidates")
        cls.bare = run("bare.h5", "demo.yaml", "--record", "kpi")
        cls.several = run("several.h5", "demo.yaml", "-n", 3)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def refused(self, code, parts, *arguments):
        done = takt(*arguments)
        self.assertEqual(done.returncode, code, f"{arguments}: {done.stderr}")
        self.assertEqual(done.stdout, "")
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        for part in parts:
            self.assertIn(part, done.stderr)

    def scratch(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        return pathlib.Path(folder.name)

    def test_the_window_of_the_run_is_what_the_run_gave(self):
        for result in (self.shift, self.line, self.agv):
            whole = takt_json("info", result)
            scenario = whole["scenario"]
            resolved = takt("validate", scenario, "--print-resolved").stdout
            warm_up = next((line.split("warm_up:")[1].split(",")[0].strip(" }'\"")
                            for line in resolved.splitlines() if "warm_up:" in line), "0 s")
            again = takt_json("info", result, "--warm-up", warm_up)
            self.assertEqual(again["kpi"], whole["kpi"], scenario)
            self.assertEqual(again["tables"], whole["tables"], scenario)
            self.assertEqual(again["window_s"][1], whole["end_s"])

    def test_windows_add_up(self):
        def done(window):
            info = takt_json("info", self.shift, "--window", window)
            seconds = info["window_s"][1] - info["window_s"][0]
            return info["kpi"]["throughput_per_h"] * seconds / 3600
        self.assertAlmostEqual(done("0 h..2d") + done("2d..5 d"), done("..5d"), places=6)
        self.assertAlmostEqual(done("..5d") + done("5d.."), done(".."), places=6)

    def test_a_window_is_printed(self):
        text = takt("info", self.shift, "--window", "8h..2d").stdout
        self.assertIn("from 8 h", text)
        self.assertIn("welders", text)

    def test_bad_windows(self):
        for window, part in (("8h", "8h..40h"), ("8..9h", "unit"), ("8h..8h", "window"), ("9h..8h", "window"),
                             ("-1h..8h", "no time"), ("0h..99999d", "window"), ("x..y", "--window"), ("nan s..1h", "--window")):
            self.refused(2, [part], "info", self.shift, f"--window={window}")
        self.refused(2, ["--warm-up"], "info", self.shift, "--warm-up", "soon")
        self.refused(2, ["window"], "info", self.shift, "--warm-up", "99999 d")
        self.refused(2, ["--warm-up", "--window"], "info", self.shift, "--warm-up", "1h", "--window", "1h..2h")

    def test_files_without_records_know_no_other_window(self):
        self.refused(3, ["bare.h5", "--record kpi"], "info", self.bare, "--window", "8h..40h")
        self.refused(3, ["several.h5", "replications"], "info", self.several, "--warm-up", "1h")
        self.assertIn("makespan", takt("info", self.bare).stdout)
        self.refused(4, ["absent.h5"], "info", self.path / "absent.h5", "--window", "1h..2h")

    def test_csv_tables(self):
        whole = takt_json("info", self.shift)
        shop = {row["name"]: row for row in rows_of(takt("info", self.shift, "--csv", "shop").stdout)}
        for name, value in whole["kpi"].items():
            self.assertEqual(shop[name]["value"], "" if value is None else shop[name]["value"])
            if value is not None:
                self.assertEqual(float(shop[name]["value"]), value)
        pools = {row["name"]: row for row in rows_of(takt("info", self.shift, "--csv", "pools").stdout)}
        for name, row in whole["tables"]["pools"].items():
            for column, value in row.items():
                cell = next(v for k, v in pools[name].items() if k.split(" [")[0] == column)
                self.assertEqual(None if cell == "" else float(cell), value)
        self.assertIn("overtime [s]", pools["welders"])
        one = rows_of(takt("info", self.shift, "--csv", "pools", "--window", "1d..2d").stdout)
        self.assertNotEqual(one, list(pools.values()))
        self.assertEqual(len(rows_of(takt("info", self.several, "--csv", "replications").stdout)), 3)

    def test_unknown_tables_are_refused_with_the_known_ones(self):
        self.refused(2, ["nonsense", "shop", "machines", "pools"], "info", self.shift, "--csv", "nonsense")
        self.refused(2, ["pools", "shop", "replications"], "info", self.several, "--csv", "pools")
        self.refused(2, ["--csv", "--json"], "info", self.shift, "--csv", "shop", "--json")

    def read(self, folder, name):
        with open(folder / f"{name}.csv", newline="") as file:
            return list(csv.DictReader(file))

    def test_export_writes_every_table(self):
        out = self.scratch() / "out"
        self.assertEqual(takt("export", self.seen, "-o", out).returncode, 0)
        info = takt_json("info", self.seen)
        operations = self.read(out, "operations")
        self.assertEqual(len(operations), info["operations"])
        self.assertEqual(max(int(o["end"]) for o in operations) / 1e6, info["kpi"]["makespan"])
        machines = [row["machines"] for row in self.read(out, "names_machines")]
        for operation in operations:
            self.assertEqual(machines[int(operation["machine"])], operation["machine_name"])
            self.assertIn(operation["outcome"], ("finished", "scrapped"))
        decisions = self.read(out, "decisions")
        candidates = self.read(out, "candidates")
        self.assertEqual(len(decisions), info["decisions"])
        self.assertEqual(len(candidates), sum(int(d["candidates"]) for d in decisions))
        self.assertIn("processing_time", candidates[0])
        self.assertEqual({row["name"]: row["value"] for row in self.read(out, "kpi")}["operations"], str(info["operations"]))
        columns = self.read(out, "columns")
        listed = {(row["table"], row["column"]) for row in columns}
        for file in out.iterdir():
            name = file.stem
            if name in ("columns", "kinds", "kpi"):
                continue
            with open(file, newline="") as text:
                for heading in next(csv.reader(text)):
                    if heading != "name" or not name.startswith("kpi_"):
                        self.assertIn((name, heading), listed)
        self.assertEqual({r["unit"] for r in columns if r["table"] == "operations" and r["column"] == "end"}, {"us"})

    def test_export_names_what_events_are_about(self):
        out = self.scratch() / "out"
        self.assertEqual(takt("export", self.agv, "-o", out).returncode, 0)
        events = self.read(out, "events")
        loaded = [e for e in events if e["kind"] == "vehicle_loaded"]
        self.assertTrue(loaded)
        for event in loaded:
            self.assertNotEqual(event["entity_name"], "")
            self.assertNotEqual(event["detail_name"], "")
            self.assertEqual(event["value_unit"], "m")
        kinds = {(row["table"], row["kind"]): row for row in self.read(out, "kinds")}
        for event in events:
            self.assertEqual(event["value_unit"], kinds["events", event["kind"]]["unit"])
        for decision in self.read(out, "decisions"):
            self.assertNotEqual(kinds["decisions", decision["kind"]]["meaning"], "")
        for interval in self.read(out, "machine_intervals"):
            self.assertIn(("machine_intervals", interval["state"]), kinds)
        self.assertIn("vehicles", takt_json("info", self.agv)["tables"])
        self.assertTrue((out / "kpi_vehicles.csv").exists())

    def test_export_of_other_files(self):
        folder = self.scratch()
        self.assertEqual(takt("export", self.several, "-o", folder / "several").returncode, 0)
        self.assertEqual(len(self.read(folder / "several", "replications")), 3)
        self.assertEqual(takt("export", self.bare, "-o", folder / "bare").returncode, 0)
        self.assertEqual(self.read(folder / "bare", "operations"), [])
        self.assertTrue(self.read(folder / "bare", "jobs"))

    def test_export_spares_what_is_there(self):
        folder = self.scratch()
        out = folder / "out"
        out.mkdir()
        self.assertEqual(takt("export", self.bare, "-o", out).returncode, 0)  # an empty folder will do
        before = sorted(os.listdir(out))
        self.refused(4, ["out", "not empty", "--force"], "export", self.bare, "-o", out)
        self.assertEqual(takt("export", self.bare, "-o", out, "--force").returncode, 0)
        self.assertEqual(sorted(os.listdir(out)), before)
        (out / "thesis.txt").write_text("mine")
        self.refused(4, ["thesis.txt"], "export", self.bare, "-o", out, "--force")
        self.assertEqual((out / "thesis.txt").read_text(), "mine")
        self.refused(4, ["no folder"], "export", self.bare, "-o", out / "thesis.txt", "--force")
        self.assertEqual(os.listdir(folder), ["out"])

    def test_export_that_fails_leaves_nothing(self):
        folder = self.scratch()
        self.refused(4, ["absent"], "export", self.bare, "-o", folder / "absent" / "out")
        self.refused(4, ["absent.h5"], "export", folder / "absent.h5", "-o", folder / "out")
        data = bytearray(self.shift.read_bytes())
        middle = len(data) // 2
        data[middle:middle + 40000] = os.urandom(40000)
        (folder / "broken.h5").write_bytes(data)
        self.refused(3, ["broken.h5"], "export", folder / "broken.h5", "-o", folder / "out")
        self.assertEqual(os.listdir(folder), ["broken.h5"])
        self.refused(4, ["/proc/out"], "export", self.bare, "-o", "/proc/out")


if __name__ == "__main__":
    unittest.main()
