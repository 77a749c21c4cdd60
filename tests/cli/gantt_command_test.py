"""takt gantt: that the picture shows the schedule, what it refuses, and what it leaves behind."""

import csv
import os
import pathlib
import stat
import tempfile
import unittest
import xml.etree.ElementTree as xml

from takt_program import FT06, SCENARIOS, takt

SVG = "{http://www.w3.org/2000/svg}"


def groups(node, kind):
    """The parts of a picture that stand for something, by their class."""
    return [g for g in node.iter(SVG + "g") if g.get("class") == kind]


def axis(picture):
    """Time from a place on the picture, read off the labels of its axis as a reader would."""
    labels = [t for t in groups(picture, "axis")[-1].iter(SVG + "text") if t.text[0].isdigit()]
    first, last = labels[0], labels[-1]
    x0, x1 = float(first.get("x")), float(last.get("x"))
    t0, t1 = float(first.text), float(last.text)
    return lambda x: t0 + (x - x0) / (x1 - x0) * (t1 - t0)


def bars(picture):
    """Row, kind, job, operation, start, end and label of every bar, from where it is drawn."""
    time = axis(picture)
    found = []
    for row in groups(picture, "row"):
        for bar in groups(row, "bar"):
            box = bar.find(SVG + "rect")
            x, width = float(box.get("x")), float(box.get("width"))
            label = bar.find(SVG + "text")
            found.append(
                {
                    "row": row.get("data-name"),
                    "y": float(box.get("y")),
                    "kind": bar.get("data-kind"),
                    "job": bar.get("data-job"),
                    "operation": bar.get("data-operation"),
                    "start": time(x),
                    "end": time(x + width),
                    "label": None if label is None else label.text,
                    "title": bar.find(SVG + "title").text,
                }
            )
    return found


class Gantt(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.temporary.name)
        (cls.folder / "ft06").write_text(FT06)
        cls.ft06 = cls.run_takt(f"jsplib:{cls.folder / 'ft06'}", "ft06.h5", "--agent", "rule:fdd_mwkr")
        cls.demo = cls.run_takt(SCENARIOS / "demo.yaml", "demo.h5")
        cls.agv = cls.run_takt(SCENARIOS / "agv_shop.yaml", "agv.h5")

    @classmethod
    def run_takt(cls, scenario, name, *options):
        done = takt("run", scenario, "--quiet", "-o", cls.folder / name, *options)
        assert done.returncode == 0, done.stderr
        return cls.folder / name

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    def draw(self, result, *options, name="picture.svg"):
        path = self.folder / name
        path.unlink(missing_ok=True)
        done = takt("gantt", result, "-o", path, *options)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(done.stderr, "")
        return path

    def svg(self, result, *options):
        return xml.parse(self.draw(result, *options)).getroot()

    def operations(self, result):
        folder = self.folder / (result.stem + "-tables")
        if not folder.exists():
            self.assertEqual(takt("export", result, "-o", folder).returncode, 0)
        with open(folder / "operations.csv", encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def refused(self, code, part, *arguments):
        before = sorted(os.listdir(self.folder))
        done = takt("gantt", *arguments)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertIn(part, done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertEqual(sorted(os.listdir(self.folder)), before)

    def test_ft06_is_its_schedule(self):
        jobs = [[int(n) for n in line.split()] for line in FT06.splitlines()[1:]]
        picture = self.svg(self.ft06)
        drawn = bars(picture)
        self.assertEqual(len(drawn), 36)
        seen = set()
        for row in self.operations(self.ft06):
            job, position = int(row["job"]), int(row["position"])
            machine, time = jobs[job][2 * position], jobs[job][2 * position + 1]
            bar = next(b for b in drawn if b["job"] == f"j{job}" and b["operation"] == f"o{position}")
            self.assertEqual(bar["row"], f"m{machine}")
            self.assertEqual(bar["kind"], "processing")
            # A hundredth of a pixel is what the numbers in the file are rounded to.
            self.assertAlmostEqual(bar["start"], int(row["start"]) / 1e6, delta=0.002)
            self.assertAlmostEqual(bar["end"], int(row["end"]) / 1e6, delta=0.002)
            self.assertAlmostEqual(bar["end"] - bar["start"], time, delta=0.004)
            self.assertEqual(bar["label"], f"j{job}")
            self.assertIn(f"processing: j{job}, o{position} on m{machine}", bar["title"])
            seen.add((job, position))
        self.assertEqual(len(seen), 36)
        # Rows stand under each other in the order of the machines, and a bar at the height of its row's name.
        heights = [min(b["y"] for b in drawn if b["row"] == f"m{m}") for m in range(6)]
        self.assertEqual(heights, sorted(heights))
        for row in groups(picture, "row"):
            name = row.find(SVG + "text")
            self.assertEqual(name.text, row.get("data-name"))
            top = min(b["y"] for b in drawn if b["row"] == name.text)
            self.assertTrue(0 < float(name.get("y")) - top < 26)

    def test_orders_of_ft06(self):
        drawn = bars(self.svg(self.ft06, "--group", "orders"))
        work = [b for b in drawn if b["kind"] == "processing"]
        self.assertEqual(len(work), 36)
        self.assertEqual({b["row"] for b in work}, {f"j{j}" for j in range(6)})
        waits = sum(
            int(row["setup_start"]) - int(row["ready"]) for row in self.operations(self.ft06)
        )
        shown = sum(b["end"] - b["start"] for b in drawn if b["kind"] == "waiting")
        self.assertAlmostEqual(shown, waits / 1e6, delta=0.1)

    def test_a_stretch_of_ft06(self):
        whole = {(b["job"], b["operation"]): b for b in bars(self.svg(self.ft06))}
        part = bars(self.svg(self.ft06, "--range", "10s..30s", "--rows", "m1,m4"))
        self.assertEqual({b["row"] for b in part}, {"m1", "m4"})
        for bar in part:
            other = whole[bar["job"], bar["operation"]]
            self.assertAlmostEqual(bar["start"], max(10, other["start"]), delta=0.01)
            self.assertAlmostEqual(bar["end"], min(30, other["end"]), delta=0.01)
        expected = [
            b for b in whole.values() if b["row"] in ("m1", "m4") and b["start"] < 30 and b["end"] > 10
        ]
        self.assertEqual(len(part), len(expected))

    def test_the_critical_path_is_as_long_as_the_run(self):
        picture = self.svg(self.ft06, "--critical-path")
        time = axis(picture)
        boxes = groups(picture, "critical-path")[0].findall(SVG + "rect")
        # Outlines run inside of their bars.
        spans = sorted(
            (
                time(float(b.get("x")) - float(b.get("stroke-width")) / 2),
                time(float(b.get("x")) + float(b.get("width")) + float(b.get("stroke-width")) / 2),
            )
            for b in boxes
        )
        self.assertAlmostEqual(spans[0][0], 0, delta=0.01)
        self.assertAlmostEqual(spans[-1][1], 67, delta=0.01)
        for before, after in zip(spans, spans[1:]):
            self.assertAlmostEqual(before[1], after[0], delta=0.02)

    def test_formats_and_themes(self):
        for name, start in (("a.svg", b"<?xml"), ("a.png", b"\x89PNG"), ("a.pdf", b"%PDF")):
            light = self.draw(self.demo, "--range", "8h..40h", name=name).read_bytes()
            dark = self.draw(self.demo, "--range", "8h..40h", "--theme", "dark", name=name).read_bytes()
            again = self.draw(self.demo, "--range", "8h..40h", name=name).read_bytes()
            self.assertTrue(light.startswith(start))
            self.assertNotEqual(light, dark)
            self.assertEqual(light, again)

    def test_states_differ_in_pattern_and_hue(self):
        picture = self.svg(self.demo, "--range", "20d..21d")
        fills = {}
        for bar in groups(picture, "bar"):
            box = bar.find(SVG + "rect")
            if float(box.get("width")) > 4:
                fills.setdefault(bar.get("data-kind"), set()).add(box.get("fill"))
        self.assertTrue({"processing", "setup", "breakdown"} <= set(fills))
        patterns = {"#" + p.get("id"): p for p in picture.iter(SVG + "pattern")}
        self.assertTrue(all(f.startswith("#") for f in fills["processing"]))
        for kind in ("setup", "breakdown"):
            self.assertTrue(all(f[4:-1] in patterns for f in fills[kind]), fills[kind])
        lines = {
            kind: {patterns[f[4:-1]].find(SVG + "path").get("d") for f in fills[kind]}
            for kind in ("setup", "breakdown")
        }
        self.assertFalse(lines["setup"] & lines["breakdown"])

    def test_vehicles_are_shown_unasked(self):
        rows = {r.get("data-name") for r in groups(self.svg(self.agv, "--range", "20h..21h"), "row")}
        self.assertTrue({"saw/1", "agv/1", "agv/4"} <= rows)
        only = {r.get("data-name") for r in groups(self.svg(self.agv, "--group", "vehicles"), "row")}
        self.assertEqual(only, {f"agv/{i}" for i in range(1, 5)})

    def test_a_long_run_stays_small(self):
        # Six weeks with some 20 000 operations on 14 machines.
        self.assertLess(self.draw(self.demo, "--due-dates").stat().st_size, 3_000_000)

    def test_dates(self):
        picture = self.svg(self.demo, "--range", "8h..40h", "--start", "2026-03-02T06:00")
        texts = {t.text for t in picture.iter(SVG + "text")}
        self.assertIn("Mon 2 Mar 2026", texts)
        self.assertIn("Tue 3 Mar 2026", texts)
        self.assertIn("18:00", texts)

    def test_due_dates(self):
        marks = groups(self.svg(self.demo, "--range", "20d..21d", "--due-dates"), "due-mark")
        with open(self.exported(self.demo) / "jobs.csv", encoding="utf-8", newline="") as file:
            due = [int(j["due"]) for j in csv.DictReader(file) if j["due"]]
        day = 24 * 3600 * 10**6
        shown = sorted(int(m.get("data-due")) for m in marks)
        self.assertTrue(set(shown) <= set(due))
        # Marks that would stand on each other, half a pixel apart, are one.
        for date in due:
            if 20 * day <= date <= 21 * day:
                self.assertLess(min(abs(date - d) for d in shown), day / 1000)

    def exported(self, result):
        self.operations(result)
        return self.folder / (result.stem + "-tables")

    def test_what_it_refuses(self):
        out = self.folder / "no.svg"
        self.refused(2, ".svg, .pdf or .png", self.ft06, "-o", self.folder / "no.gif")
        self.refused(2, ".svg, .pdf or .png", self.ft06, "-o", self.folder / "no")
        self.refused(2, "did you mean 'machines'", self.ft06, "-o", out, "--group", "machine")
        self.refused(2, "did you mean 'lateness'", self.ft06, "-o", out, "--colour", "latness")
        self.refused(2, "known are light, dark", self.ft06, "-o", out, "--theme", "sepia")
        self.refused(2, "lasts from 0 s to 67 s", self.ft06, "-o", out, "--range", "1h..2h")
        self.refused(2, "lasts from 0 s to 67 s", self.ft06, "-o", out, "--range", "9s..9s")
        self.refused(2, "8h..40h", self.ft06, "-o", out, "--range", "9s")
        self.refused(2, "no row is called 'm7'", self.ft06, "-o", out, "--rows", "m7")
        self.refused(2, "no row is left", self.ft06, "-o", out, "--group", "vehicles")
        self.refused(2, "--width", self.ft06, "-o", out, "--width", "wide")
        self.refused(2, "--width", self.ft06, "-o", out, "--width", "1mm")
        self.refused(2, "--start", self.ft06, "-o", out, "--start", "2026-02-30")
        self.refused(4, "nothing.h5", self.folder / "nothing.h5", "-o", out)
        self.refused(3, "ft06", self.folder / "ft06", "-o", out)
        self.refused(4, "cannot write to folder", self.ft06, "-o", self.folder / "none" / "no.svg")
        (self.folder / "folder.svg").mkdir(exist_ok=True)
        self.refused(4, "this is a folder", self.ft06, "-o", self.folder / "folder.svg")

    def test_results_without_a_schedule(self):
        bare = self.run_takt(SCENARIOS / "demo.yaml", "bare.h5", "--record", "kpi")
        self.refused(3, "--record kpi", bare, "-o", self.folder / "no.svg")
        several = self.run_takt(SCENARIOS / "mm1.yaml", "several.h5", "-n", 2)
        self.refused(3, "replications", several, "-o", self.folder / "no.svg")

    def test_a_result_is_never_drawn_over(self):
        copy = self.folder / "result.svg"
        copy.write_bytes(self.ft06.read_bytes())
        self.refused(2, "is a result", copy, "-o", copy)
        self.assertEqual(copy.read_bytes(), self.ft06.read_bytes())

    @unittest.skipIf(os.geteuid() == 0, "root may write anywhere")
    def test_a_folder_that_cannot_be_written(self):
        closed = self.folder / "closed"
        closed.mkdir()
        closed.chmod(stat.S_IRUSR | stat.S_IXUSR)
        self.refused(4, "cannot write to folder", self.ft06, "-o", closed / "no.svg")


if __name__ == "__main__":
    unittest.main()
