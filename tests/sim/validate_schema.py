"""Validates scenario files, and the whole examples of scenarios/README.md, against the JSON Schema of the format.

Usage: validate_schema.py SCHEMA README FILE...    Ends with 77 (skipped) when a module is missing.
"""

import json
import re
import sys

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print(f"skipped: {missing} (Debian: python3-jsonschema, python3-yaml)")
    sys.exit(77)


def main():
    schema_path, readme_path, *files = sys.argv[1:]
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)

    texts = {}
    for path in files:
        with open(path, encoding="utf-8") as file:
            texts[path] = file.read()
    with open(readme_path, encoding="utf-8") as file:
        readme = file.read()
    for number, (kind, block) in enumerate(re.findall(r"^```yaml( part)?\n(.*?)^```$", readme, re.S | re.M)):
        texts[f"{readme_path}, block {number + 1}"] = ("takt: 1\nextends: base.yaml\n" if kind else "") + block

    problems = 0
    for name, text in texts.items():
        for error in validator.iter_errors(yaml.safe_load(text)):
            problems += 1
            print(f"{name}: {'.'.join(str(key) for key in error.absolute_path)}: {error.message}")
    # A schema that takes everything would show nothing above.
    for text in ("takt: 2", "takt: 1\nmachines: {m: {cuont: 2}}", "takt: 1\nextends: a\nrun: {until: 5}"):
        if validator.is_valid(yaml.safe_load(text)):
            problems += 1
            print(f"the schema accepts {text!r}")
    print(f"{len(texts)} texts, {problems} problems")
    return 1 if problems or len(texts) < 10 else 0


sys.exit(main())
