#!/usr/bin/env bash
# Runs what README.md shows: saves its scenario as first.yaml in an empty folder and runs, there, every command of its
# sh blocks that calls the program, and its Python; checks its table, its C++ and the paths that it names.
# Usage: readme_test.sh SOURCE_DIR BINARY_DIR
set -euo pipefail
source_dir="$1" binary_dir="$2"
readme="$source_dir/README.md"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

block() { awk -v kind="\`\`\`$1" '$0 == kind { inside = 1; next } /^```/ { inside = 0 } inside' "$readme"; }

block yaml >"$work/first.yaml"
block python >"$work/read.py"
block cpp >"$work/changeover.cpp"
mapfile -t commands < <(block sh | grep '^build/release/takt ')
[ "${#commands[@]}" -ge 8 ] || { echo "README.md shows only ${#commands[@]} commands" >&2; exit 1; }

cd "$work"
for command in "${commands[@]}"; do
  echo "\$ $command"
  eval "${command/#build\/release\/takt/\"\$binary_dir/takt\"}" </dev/null >out || { cat out; exit 1; }
done
test -s first.h5 -a -s ta01.yaml
"$binary_dir/takt" run ta01.yaml --json --clock calendar >a.json
"$binary_dir/takt" run taillard:ta01 --json --clock calendar >b.json
# An imported instance is the same factory.
[ "$(grep '"digest"' a.json)" = "$(grep '"digest"' b.json)" ]
/usr/bin/python3 read.py

# The table of agents says what they do.
/usr/bin/python3 - "$readme" "$binary_dir/takt" <<'PYTHON'
import json, re, subprocess, sys
readme, takt = sys.argv[1:]
rows = re.findall(r"^\| `(\w+:.+?)` \| (\d+) min \| (\d+) (min|s) \|$", open(readme).read(), re.M)
assert len(rows) >= 3, rows
for agent, flow, tardiness, unit in rows:
    run = subprocess.run([takt, "run", "first.yaml", "--agent", agent, "--json"], capture_output=True, check=True)
    kpi = json.loads(run.stdout)["kpi"]
    found = round(kpi["mean_flow_time"] / 60), round(kpi["mean_tardiness"] / (60 if unit == "min" else 1))
    assert found == (int(flow), int(tardiness)), (agent, found)
PYTHON

# The file of a rule is found without a line in CMake. That it builds and passes is what readme_rule_test shows.
mkdir copy
tar -C "$source_dir" --exclude=./build --exclude=./.git -cf - . | tar -C copy -xf -
mv changeover.cpp copy/agents/rules/
cmake -S copy -B copy/build -DBUILD_TESTING=OFF -DCMAKE_EXPORT_COMPILE_COMMANDS=ON >cmake.log || { cat cmake.log; exit 1; }
grep -q 'agents/rules/changeover.cpp' copy/build/compile_commands.json

# Every path that README.md names in a table or a link exists.
# shellcheck disable=SC2016
grep -oE '\]\([a-zA-Z/._]+\)|^\| `[a-z/]+`' "$readme" | sed -E 's/^\]\(|\)$|^\| `|`$//g' | while read -r path; do
  [ -e "$source_dir/$path" ] || { echo "README.md names $path, which is not there" >&2; exit 1; }
done
