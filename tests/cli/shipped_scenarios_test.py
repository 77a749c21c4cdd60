"""Every scenario in scenarios/ is valid, runs to its end, and tells the same story on both clocks."""

import unittest

from takt_program import SCENARIOS, takt, takt_json


class ShippedScenarios(unittest.TestCase):
    FILES = sorted(SCENARIOS.glob("*.yaml"))

    def test_there_are_some(self):
        self.assertGreaterEqual(len(self.FILES), 14)

    def test_valid_and_explained(self):
        for file in self.FILES:
            with self.subTest(file=file.name):
                done = takt("validate", file)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertTrue(file.read_text().lstrip().startswith("#") or "description:" in file.read_text(),
                                "says nowhere what it shows")

    # Lanes that are shared: for SimGrid alone.
    SHARED = {"agv_shop.yaml": "entrance", "shared_roads.yaml": "bridge"}

    def test_shared_lanes_are_refused_by_the_calendar(self):
        for name, lane in self.SHARED.items():
            with self.subTest(file=name):
                done = takt("run", SCENARIOS / name, "--clock", "calendar")
                self.assertEqual(done.returncode, 3)
                self.assertIn(f"lane '{lane}'", done.stderr)
                runs = [takt_json("run", SCENARIOS / name, "--seed", 11) for _ in range(2)]
                self.assertEqual(runs[0]["digest"], runs[1]["digest"])
                self.assertEqual(runs[0]["status"], "horizon reached")
                self.assertTrue(runs[0]["operations"] > 0 or "stock" in runs[0]["tables"])

    def test_same_digest_on_both_clocks(self):
        for file in (file for file in self.FILES if file.name not in self.SHARED):
            for agent in ("rule:fifo", "rule:atc", "rule:random"):
                with self.subTest(file=file.name, agent=agent):
                    runs = [takt_json("run", file, "--agent", agent, "--clock", clock, "--seed", 11)
                            for clock in ("calendar", "simgrid")]
                    self.assertEqual(runs[0]["digest"], runs[1]["digest"])
                    self.assertEqual(runs[0]["kpi"], runs[1]["kpi"])
                    self.assertIn(runs[0]["status"], ("all done", "horizon reached"))
                    # A supply chain alone has stock in place of operations.
                    self.assertTrue(runs[0]["operations"] > 0 or "stock" in runs[0]["tables"])


if __name__ == "__main__":
    unittest.main()
