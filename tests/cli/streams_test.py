"""Streams that cannot be written, and what else the system may refuse: the documented exit code, never a signal."""

import os
import pathlib
import resource
import subprocess
import tempfile
import unittest

from takt_program import SCENARIOS, TAKT, takt

DEMO = SCENARIOS / "demo.yaml"
ENDINGS = {  # what a command ends with when all is well
    ("run", DEMO, "--clock", "calendar"): 0,
    ("run", DEMO, "--clock", "calendar", "--json", "-n", 2): 0,
    ("run", DEMO, "--dry-run"): 0,
    ("validate", DEMO): 0,
    ("validate", DEMO, "--print-resolved"): 0,
    ("import", "taillard:ta01"): 0,
    ("agents",): 0,
    ("agents", "rule:atc"): 0,
    ("--help",): 0,
    ("run", "--help"): 0,
    ("--version",): 0,
}
ERRORS = {
    (): 2,
    ("nosuch",): 2,
    ("run", DEMO, "--seed", "x"): 2,
    ("run", DEMO, "--agent", "rule:nosuch"): 2,
    ("run", "taillard:ta81"): 3,
    ("validate", "nosuch.yaml"): 4,
    ("import", "jsplib:nosuch"): 4,
    ("info", "nosuch.h5"): 4,
    ("run", DEMO, "--clock", "calendar", "--agent", "expr:0/0"): 5,
}


def shell(line, *arguments):
    """The shell's exit status of `takt ARGUMENTS` with what `line` does to its streams."""
    done = subprocess.run(["bash", "-c", f'"$@" {line}', "bash", TAKT, *map(str, arguments)],
                          capture_output=True, text=True, timeout=300)
    return done.returncode, done.stdout, done.stderr


class Streams(unittest.TestCase):
    def test_errors_that_cannot_be_said(self):
        for arguments, code in ERRORS.items():
            for line in ("2>/dev/full", "2>&-", "2> >(exit 0)", ">&- 2>&-", "<&- >&- 2>&-"):
                with self.subTest(arguments=arguments, line=line):
                    self.assertEqual(shell(line, *arguments)[0], code)

    def test_success_needs_no_stderr(self):
        for arguments in ENDINGS:
            with self.subTest(arguments=arguments):
                code, output, _ = shell("2>&-", *arguments)
                self.assertEqual(code, 0)
                self.assertNotEqual(output, "")

    def test_output_that_cannot_be_written(self):
        for arguments in ENDINGS:
            for line in (">/dev/full", ">&-", ">/dev/full 2>/dev/full", ">&- 2>&-"):
                with self.subTest(arguments=arguments, line=line):
                    code, _, errors = shell(line, *arguments)
                    self.assertEqual(code, 4)
                    if "2>" not in line:
                        self.assertIn("cannot write to standard output", errors)
                        self.assertEqual(errors.count("\n"), 1)

    def test_a_reader_that_stops_is_no_signal(self):
        done = subprocess.run(["bash", "-c", '"$@" | head -1; echo ${PIPESTATUS[0]}', "bash", TAKT, "import",
                               "taillard:ta80"], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.stdout.splitlines()[-1], "4")
        self.assertEqual(done.stderr, "")

    def test_a_closed_output_does_not_get_into_the_result(self):
        with tempfile.TemporaryDirectory() as folder:
            result = pathlib.Path(folder) / "x.h5"
            self.assertEqual(shell("<&- >&- 2>&-", "run", DEMO, "-o", result)[0], 4)
            self.assertEqual(takt("info", result).returncode, 0)
            scenario = pathlib.Path(folder) / "x.yaml"
            self.assertEqual(shell("<&- >&- 2>&-", "import", "taillard:ta01", "-o", scenario)[0], 0)
            self.assertEqual(takt("import", "taillard:ta01").stdout, scenario.read_text())


class Limits(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def limited(self, which, value, *arguments):
        return takt(*arguments, preexec_fn=lambda: resource.setrlimit(which, (value, value)))

    def test_files_of_limited_size(self):
        for arguments in (("import", "taillard:ta80", "-o", self.path / "x.yaml"), ("run", DEMO, "-o", self.path / "x.h5"),
                          ("run", DEMO, "-n", 2, "-o", self.path / "x.h5")):
            with self.subTest(arguments=arguments):
                done = self.limited(resource.RLIMIT_FSIZE, 1024, *arguments)
                self.assertEqual(done.returncode, 4, done.stderr)
                self.assertIn("File too large", done.stderr)
                self.assertEqual(os.listdir(self.path), [])
        with open(self.path / "text", "w") as text:
            done = subprocess.run([TAKT, "import", "taillard:ta80"], stdout=text, stderr=subprocess.PIPE, timeout=60,
                                  preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024)))
        self.assertEqual(done.returncode, 4)

    def test_reading_a_result_takes_no_file_size(self):
        result = self.path / "x.h5"
        takt("run", DEMO, "-o", result)
        done = self.limited(resource.RLIMIT_FSIZE, 1024, "info", result)
        self.assertIn(done.returncode, (0, 4), done.stderr)  # never "bad file"

    def test_running_out_of_descriptors(self):
        result = self.path / "x.h5"
        takt("run", DEMO, "-o", result)
        codes = set()
        for most in range(4, 12):
            for arguments in (("info", result), ("run", DEMO), ("run", DEMO, "-o", self.path / "y.h5"),
                              ("run", DEMO, "-a", f"replay:{result}"), ("import", "taillard:ta01")):
                with self.subTest(most=most, arguments=arguments):
                    done = self.limited(resource.RLIMIT_NOFILE, most, *arguments)
                    self.assertIn(done.returncode, (0, 4), done.stderr)
                    if done.returncode == 4:
                        self.assertIn("Too many open files", done.stderr)
                    codes.add(done.returncode)
        self.assertEqual(codes, {0, 4})


if __name__ == "__main__":
    unittest.main()
