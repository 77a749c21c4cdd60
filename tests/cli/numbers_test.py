"""Numbers on the command line are read strictly, and what names something unknown is refused before --help."""

import unittest

from takt_program import SCENARIOS, takt, takt_json

DEMO = SCENARIOS / "demo.yaml"
NO_WHOLE = ["", " ", "x", "010", "00", "0x10", "1e3", "+5", " 5", "5 ", "5.0", "nan", "inf", "-0", "-1", "1_000", "1,000",
            "0b1", "5s", "18446744073709551616", "99999999999999999999999", "\u0665"]


class Numbers(unittest.TestCase):
    def refused(self, option, *arguments):
        done = takt(*arguments)
        self.assertEqual(done.returncode, 2, f"{arguments}: {done.stderr}")
        self.assertEqual(done.stdout, "")
        self.assertIn(option, done.stderr)
        self.assertEqual(done.stderr.count("\n"), 1)

    def test_whole_numbers(self):
        for option in ("--seed", "--replications", "--jobs"):
            for word in NO_WHOLE:
                with self.subTest(option=option, word=word):
                    self.refused(option, "run", DEMO, "--dry-run", option, word)
        for word in ("0", "1000001"):
            self.refused("--replications", "run", DEMO, "-n", word)
        for word in ("0", "4097", "2147483648", "4294967297"):
            self.refused("--jobs", "run", DEMO, "-j", word)
        for word in NO_WHOLE + ["0", "1001"]:
            self.refused("--rounds", "bench", "start-calendar", "--rounds", word)
        self.refused("--seed", "run", DEMO, "--seed=")
        self.refused("--seed", "run", DEMO, "--seed", "1", "--seed", "2")

    def test_shares(self):
        for word in ("", "nan", "-nan", "inf", "-1", "0", "1.1", "0x1p-3", " 1", "1 ", "0.5x", "1e400", "01"):
            with self.subTest(word=word):
                self.refused("--size", "bench", "start-calendar", "--size", word)

    def test_the_least_and_the_greatest(self):
        for seed in (0, 8, 2**63, 2**64 - 1):
            self.assertEqual(takt_json("run", DEMO, "--clock", "calendar", "--seed", seed)["seed"], seed)
            self.assertEqual(takt_json("run", DEMO, "--clock", "calendar", f"--seed={seed}")["seed"], seed)
            self.assertEqual(takt_json("run", DEMO, "--clock", "calendar", f"-s{seed}")["seed"], seed)

    def test_help_shows_the_default(self):
        self.assertIn("NUMBER=1", takt("run", "--help").stdout)


class Unknown(unittest.TestCase):
    def refused(self, parts, *arguments):
        done = takt(*arguments)
        self.assertEqual(done.returncode, 2, f"{arguments}: {done.stderr}")
        self.assertEqual(done.stdout, "")
        for part in parts:
            self.assertIn(part, done.stderr)

    def test_commands(self):
        for arguments in (("nosuch", "--help"), ("nosuch", "-h"), ("--help", "nosuch"), ("-h", "nosuch"), ("nosuch",),
                          ("nosuch", "--version"), ("nosuch", "run", "--help")):
            with self.subTest(arguments=arguments):
                self.refused(["nosuch", "takt --help"], *arguments)
        self.refused(["did you mean 'run'"], "rnu", DEMO)
        self.refused(["did you mean 'validate'"], "valdiate", DEMO)

    def test_options(self):
        self.refused(["did you mean '--seed'", "takt run --help"], "run", DEMO, "--sead", "3")
        self.refused(["--nosuch"], "run", "--nosuch", "--help")
        self.refused(["--nosuch"], "--nosuch", "--help")
        self.refused(["one too many"], "agents", "rule:spt", "one too many")

    def test_help_is_still_there(self):
        for arguments in (("--help",), ("-h",), ("run", "--help"), ("run", DEMO, "-h"), ("--version",)):
            done = takt(*arguments)
            self.assertEqual((done.returncode, done.stderr), (0, ""), arguments)
            self.assertNotEqual(done.stdout, "")


if __name__ == "__main__":
    unittest.main()
