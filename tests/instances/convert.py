"""Writes the numbers of public instances in the plain form in which they lie here: convert.py FOLDER_OF_ORIGINALS"""

import csv
import json
import re
import sys
from pathlib import Path

source, target = Path(sys.argv[1]), Path(__file__).parent


def write(name, lines):
    path = target / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(line + "\n" for line in lines))


def rows(text):
    """The rows of numbers of a text."""
    lines = (line.split() for line in text.splitlines() if not line.lstrip().startswith("#"))
    return [words for words in lines if words and all(re.fullmatch(r"[0-9.]+", word) for word in words)]


for file in sorted((source / "jsplib").iterdir()):
    write(f"jsplib/{file.name}", (" ".join(row) for row in rows(file.read_text())))

for file in sorted((source / "fjsp").iterdir()):
    write(f"fjsp/{file.name}", (" ".join(row) for row in rows(file.read_text())))

# Headings are what readers of the format look for.
for file in sorted((source / "rcpsp").iterdir()):
    text = file.read_text()
    counts = {key: re.search(rf"^\W*{key}.*?:\s*(\d+)", text, re.M).group(1)
              for key in ("jobs", "renewable", "nonrenewable", "doubly constrained")}
    project, rest = rows(text)[0], rows(text)[1:]
    jobs = int(counts["jobs"])
    lines = [f"project {file.stem}", "projects: 1", f"jobs: {jobs}"]
    lines += [f"- {key}: {counts[key]}" for key in ("renewable", "nonrenewable", "doubly constrained")]
    lines += ["PROJECT INFORMATION", "pronr.", " ".join(project)]
    lines += ["PRECEDENCE RELATIONS", "jobnr."] + [" ".join(row) for row in rest[:jobs]]
    lines += ["REQUESTS/DURATIONS", "---"] + [" ".join(row) for row in rest[jobs:2 * jobs]]
    lines += ["RESOURCEAVAILABILITIES", "by resource", " ".join(rest[2 * jobs])]
    write(f"rcpsp/{file.name}", lines)

for file in sorted((source / "wfcommons").iterdir()):
    workflow = json.loads(file.read_text())["workflow"]
    number = {task["id"]: f"t{i}" for i, task in enumerate(workflow["specification"]["tasks"])}
    tasks = [{"name": number[task["id"]], "id": number[task["id"]], "parents": [number[p] for p in task["parents"]]}
             for task in workflow["specification"]["tasks"]]
    runs = [{"id": number[run["id"]], "runtimeInSeconds": run["runtimeInSeconds"]}
            | ({"coreCount": run["coreCount"]} if "coreCount" in run else {}) for run in workflow["execution"]["tasks"]]
    machines = [{"cpu": {"coreCount": machine["cpu"]["coreCount"]}} for machine in workflow["execution"]["machines"]]
    plain = {"workflow": {"specification": {"tasks": tasks}, "execution": {"tasks": runs, "machines": machines}}}
    write(f"wfcommons/{file.name.split('-')[0]}.json", [json.dumps(plain, separators=(",", ":"))])

with open(source / "best_known.csv", newline="") as file:
    known = [f"{row['instance']} {row['lower_bound']} {row['upper_bound']}" for row in csv.DictReader(file)]
write("best_known.txt", known)

with open(source / "validation.csv", newline="") as file:
    values = [(row["id"], row["value"]) for row in csv.DictReader(file)]
write("published_values.txt", [f"{name} {value}" for name, value in values if re.fullmatch(r"[0-9.]+", value)])
