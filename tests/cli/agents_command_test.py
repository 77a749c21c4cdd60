"""takt agents: what is listed is what there is."""

import json
import unittest

from takt_program import takt


class AgentsCommand(unittest.TestCase):
    RULES = ("fifo spt lpt edd slack cr mod mwkr lwkr mopnr fdd_mwkr winq pt_winq pt_winq_sl 2pt_winq_npt cr_spt wspt "
             "atc covert min_setup random").split()

    def test_every_rule_is_listed_and_explained(self):
        listed = takt("agents").stdout
        names = [agent["name"] for agent in json.loads(takt("agents", "--json").stdout)]
        for rule in self.RULES:
            self.assertIn(f"rule:{rule} ", listed)
            self.assertIn(f"rule:{rule}", names)
            explained = takt("agents", f"rule:{rule}")
            self.assertEqual(explained.returncode, 0, explained.stderr)
            self.assertIn("route", explained.stdout)  # an option of every rule
        self.assertIn("expr:", listed)
        self.assertIn("replay:", listed)
        self.assertIn("k", takt("agents", "rule:atc").stdout)

    def test_unknown_names_get_a_suggestion(self):
        done = takt("agents", "rule:atcc")
        self.assertEqual(done.returncode, 2)
        self.assertIn("atc", done.stderr)


if __name__ == "__main__":
    unittest.main()
