#!/usr/bin/env bash
# Fuzzes with clang's libFuzzer: scripts/fuzz.sh [SECONDS [TARGET...]]; 600 s each for scenario, instance, result and
# expression unless told otherwise. What is found lies in build/fuzz/findings; once mended it goes to tests/fuzz/corpus.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/setup.sh

seconds="${1-600}"
[[ "$seconds" =~ ^[1-9][0-9]*$ ]] || { takt_say "usage: scripts/fuzz.sh [SECONDS [TARGET...]]" && exit 2; }
shift || true
targets=("$@")
[ "${#targets[@]}" -gt 0 ] || targets=(scenario instance result expression)

takt_setup build test fuzz
takt_build fuzz ON "${targets[@]/#/fuzz_}"

# Words that a fuzzer would need long to find by itself.
folder=build/fuzz/work
mkdir -p "$folder" build/fuzz/findings
words() { grep -ohE '[a-z_]{3,}' "$@" | sort -u | sed 's/.*/"&"/'; }
words scenarios/scenario.schema.json >"$folder/scenario.dict"
words agents/feature_table.hpp >"$folder/expression.dict"
words sim/model/import/*.cpp >"$folder/instance.dict"
: >"$folder/result.dict"
declare -A more=([scenario]="scenarios tests/sim/bad_scenarios" [instance]="" [result]="" [expression]="")

for target in "${targets[@]}"; do
  mkdir -p "$folder/$target"
  takt_say "fuzz_$target for $seconds s"
  # shellcheck disable=SC2086
  "build/fuzz/fuzz_$target" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -max_len=16384 \
    -dict="$folder/$target.dict" -artifact_prefix="build/fuzz/findings/$target-" -print_final_stats=1 \
    "$folder/$target" "tests/fuzz/corpus/$target" ${more[$target]-} 2>"$folder/$target.log" </dev/null || {
    tail -n 40 "$folder/$target.log" >&2
    takt_stop "fuzz_$target found something: see build/fuzz/findings"
  }
  grep -E 'stat::number_of_executed_units|stat::new_units_added' "$folder/$target.log" >&2
done
takt_say "nothing found"
