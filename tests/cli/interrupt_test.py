"""Ctrl-C at any moment: exit code 130, no partial file, no process left behind."""

import os
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest

from takt_program import ENDLESS, TAKT


class Interrupt(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)
        (self.path / "endless.yaml").write_text(ENDLESS)

    def tearDown(self):
        self.folder.cleanup()

    def interrupted(self, *arguments, whole_group, after=1.0, which=signal.SIGINT):
        process = subprocess.Popen(
            [TAKT, "run", self.path / "endless.yaml", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, start_new_session=True)
        time.sleep(after)
        if whole_group:
            os.killpg(process.pid, which)  # as a terminal does it
        else:
            process.send_signal(which)     # as a service manager does it
        output, errors = process.communicate(timeout=60)
        with self.assertRaises(ProcessLookupError, msg="a child is left"):
            os.killpg(process.pid, 0)
        return process.returncode, output, errors

    def check(self, *arguments, **options):
        code, output, errors = self.interrupted("-o", self.path / "out.h5", *arguments, **options)
        self.assertEqual(code, 130, errors)
        self.assertEqual(output, "")
        self.assertIn("interrupted", errors)
        self.assertEqual(os.listdir(self.path), ["endless.yaml"])

    def test_on_both_clocks(self):
        for clock in ("simgrid", "calendar"):
            for whole_group in (True, False):
                with self.subTest(clock=clock, whole_group=whole_group):
                    self.check("--clock", clock, "--record", "kpi", whole_group=whole_group)

    def test_replications(self):
        for whole_group in (True, False):
            with self.subTest(whole_group=whole_group):
                self.check("--clock", "calendar", "--replications", "4", "--jobs", "2", whole_group=whole_group)

    def test_terminate_is_like_interrupt(self):
        self.check("--clock", "calendar", "--record", "kpi", whole_group=False, which=signal.SIGTERM)

    def test_killing_the_parent_ends_the_child(self):
        process = subprocess.Popen([TAKT, "run", self.path / "endless.yaml", "--clock", "calendar"],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        time.sleep(0.5)
        process.kill()
        process.wait(timeout=60)
        for _ in range(100):
            try:
                os.killpg(process.pid, 0)
            except ProcessLookupError:
                return
            time.sleep(0.1)
        self.fail("the child outlives its parent")


if __name__ == "__main__":
    unittest.main()
