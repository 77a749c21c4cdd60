"""What -o may name: never a file that is part of the question, never a name that promises another format."""

import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest

from takt_program import FT06, SCENARIOS, TAKT, takt

BASE = """takt: 1
routings: {r: [{machine: m, time: 1 s}]}
orders: [{name: a, routing: r}]
include: [fragment]
"""


class OutputFile(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)
        (self.path / "fragment").write_text("machines: {m: {}}\n")
        (self.path / "base").write_text(BASE)
        (self.path / "top").write_text("takt: 1\nextends: base\n")
        (self.path / "ft06").write_text(FT06)
        os.link(self.path / "fragment", self.path / "hard.h5")
        os.symlink("base", self.path / "soft.h5")
        self.assertEqual(takt("validate", self.path / "top").returncode, 0)
        self.before = self.contents()

    def tearDown(self):
        self.folder.cleanup()

    def contents(self):
        return {name: (self.path / name).read_bytes() for name in sorted(os.listdir(self.path))}

    def refused(self, code, message, *arguments):
        done = takt(*arguments)
        self.assertEqual(done.returncode, code, f"{arguments}: {done.stderr}")
        self.assertEqual(done.stdout, "")
        self.assertIn(message, done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1)
        self.assertEqual(self.contents(), self.before)

    def test_files_of_the_scenario(self):
        for name in ("top", "base", "fragment", "hard.h5", "soft.h5"):
            for command in ("run", "import"):
                for spelled in (self.path / name, f"{self.path}/../{self.path.name}/./{name}"):
                    with self.subTest(name=name, command=command):
                        self.refused(2, "the scenario itself", command, self.path / "top", "-o", spelled)
        self.refused(2, "the scenario itself", "run", self.path / "top", "--dry-run", "-o", self.path / "top")
        self.refused(2, "the scenario itself", "run", self.path / "top", "-n", 3, "-o", self.path / "base")
        for command in ("run", "import"):
            self.refused(2, "the scenario itself", command, f"jsplib:{self.path}/ft06", "-o", self.path / "ft06")

    def test_a_result_over_what_is_no_result(self):
        self.refused(2, "no result", "run", self.path / "top", "-o", self.path / "ft06")

    def test_names_of_other_formats(self):
        for name in ("x.csv", "x.CSV", "x.json", "x.yaml", "x.txt", "x.parquet", "x.xlsx", "x.svg", "x.nc"):
            self.refused(2, "HDF5", "run", self.path / "top", "-o", self.path / name)
        for name in ("x.h5", "x.csv", "x.json"):
            self.refused(2, "YAML", "import", "taillard:ta01", "-o", self.path / name)

    def test_names_that_cannot_be(self):
        for command in ("run", "import"):
            for name in ("n" * 300, "d/" + "n" * 300, "n" * 5000, "absent/x", "top/x", ""):
                with self.subTest(command=command, name=name[:20]):
                    self.refused(4, name[:20] or "folder", command, self.path / "top", "-o", self.path / name)

    def test_what_is_allowed(self):
        (self.path / "empty").write_text("")
        for name in ("x", "x.h5", "x.v2", "empty", "x.h5"):
            self.assertEqual(takt("run", self.path / "top", "-o", self.path / name).returncode, 0, name)
            self.assertEqual(takt("info", self.path / name).returncode, 0)
        for name in ("y.yaml", "y.yaml", "y", "empty2"):
            self.assertEqual(takt("import", "taillard:ta01", "-o", self.path / name).returncode, 0, name)
        os.symlink("y", self.path / "link")
        self.assertEqual(takt("import", "taillard:ta02", "-o", self.path / "link").returncode, 0)
        self.assertTrue((self.path / "link").is_symlink())

    def test_a_killed_import_is_cleaned_up_by_the_next(self):
        target = self.path / "y.yaml"
        for started in (0.0, 0.01, 0.03, 0.1):
            process = subprocess.Popen([TAKT, "import", "taillard:ta80", "-o", target])
            time.sleep(started)
            process.send_signal(signal.SIGKILL)
            process.wait()
        for name in (".y.yaml.999999.tmp", "y.yaml.tmp"):  # one of ours whose writer is gone, one of anybody
            (self.path / name).write_text("left")
        self.assertEqual(takt("import", "taillard:ta80", "-o", target).returncode, 0)
        self.assertEqual(sorted(set(os.listdir(self.path)) - set(self.before)), ["y.yaml", "y.yaml.tmp"])
        self.assertEqual(target.read_text(), takt("import", "taillard:ta80").stdout)

    def test_a_pipe_is_read_once(self):
        text = (SCENARIOS / "demo.yaml").read_text()
        result = self.path / "x.h5"
        for _ in range(2):
            done = subprocess.run([TAKT, "run", "/dev/stdin", "-o", result], input=text, capture_output=True, text=True,
                                  timeout=60)
            self.assertEqual(done.returncode, 0, done.stderr)

    def test_paths_that_are_not_utf8(self):
        path = os.fsencode(self.path) + b"/\xff\xfe.yaml"
        with open(path, "wb") as file:
            file.write((SCENARIOS / "demo.yaml").read_bytes())
        result = os.fsencode(self.path) + b"/\xe9.h5"
        for arguments in (["run", path, "--json", "-c", "calendar", "-o", result], ["info", result, "--json"],
                          ["run", path, "--json", "-c", "calendar", "-n", "2"]):
            done = subprocess.run([os.fsencode(TAKT), *arguments], capture_output=True, timeout=60)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertIn("\ufffd", json.loads(done.stdout.decode())["scenario"])


if __name__ == "__main__":
    unittest.main()
