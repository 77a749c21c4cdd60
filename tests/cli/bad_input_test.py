"""Wrong input of every kind at the command line: one clear error, the right exit code, nothing written."""

import os
import pathlib
import tempfile
import unittest

from takt_program import SCENARIOS, takt


class BadInput(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.assertEqual([f for f in os.listdir(self.path) if f.endswith(".h5")], [])
        self.folder.cleanup()

    def refused(self, code, message, *arguments):
        done = takt(*arguments)
        self.assertEqual(done.returncode, code, f"{arguments}: {done.stderr}")
        self.assertEqual(done.stdout, "")
        self.assertTrue(done.stderr.startswith("takt: "), done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
        for part in [message] if isinstance(message, str) else message:
            self.assertIn(part, done.stderr)

    def test_usage(self):
        self.refused(2, "subcommand", )
        self.refused(2, "--help", "nonsense")
        self.refused(2, "scenario", "run")
        self.refused(2, "--nonsense", "run", SCENARIOS / "mm1.yaml", "--nonsense")
        self.refused(2, "clock", "run", SCENARIOS / "mm1.yaml", "--clock", "sundial")
        self.refused(2, "seed", "run", SCENARIOS / "mm1.yaml", "--seed", "x")
        self.refused(2, "seed", "run", SCENARIOS / "mm1.yaml", "--seed", "-1")
        self.refused(2, "replications", "run", SCENARIOS / "mm1.yaml", "--replications", "0")

    def test_agents(self):
        scenario = SCENARIOS / "mm1.yaml"
        self.refused(2, ["sp", "spt"], "run", scenario, "--agent", "rule:sp")
        self.refused(2, "rule", "run", scenario, "--agent", "nonsense")
        self.refused(2, "k", "run", scenario, "--agent", "rule:atc?kk=2")
        self.refused(2, "processing_time", "run", scenario, "--agent", "expr:processing_tim")
        self.refused(4, "absent.h5", "run", scenario, "--agent", f"replay:{self.path}/absent.h5")

    def test_scenarios(self):
        broken = self.path / "broken.yaml"
        broken.write_text("takt: 1\nmachines:\n  lathe: {cuont: 2}\n")
        self.refused(3, [f"{broken}:3:11: ", "cuont", "count"], "run", broken)
        self.refused(3, f"{broken}:3:11: ", "validate", broken)
        self.refused(4, "absent.yaml", "run", self.path / "absent.yaml")
        self.refused(3, ["taillard", "ta81"], "run", "taillard:ta81")
        (self.path / "short").write_text("2 2\n0 1 1 2\n0 1\n")
        self.refused(3, f"{self.path}/short:3:", "run", f"jsplib:{self.path}/short")

    def test_an_expression_without_a_value_names_the_decision(self):
        done = takt("run", SCENARIOS / "mm1.yaml", "--clock", "calendar", "--agent", "expr:0/0")
        self.assertEqual(done.returncode, 5, done.stderr)
        self.assertIn("nan", done.stderr.lower())
        self.assertIn("decision", done.stderr)
        self.assertIn("job", done.stderr)

    def test_results(self):
        (self.path / "text").write_text("not HDF5")
        self.refused(3, str(self.path / "text"), "info", self.path / "text")
        self.refused(4, "absent.h5", "info", self.path / "absent.h5")


if __name__ == "__main__":
    unittest.main()
