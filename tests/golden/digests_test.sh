#!/usr/bin/env bash
# The shipped scenarios and ta01-ta80 are simulated as they were: digests_test.sh TAKT DIGESTS (from the repository's root)
set -uo pipefail
takt="$1" wrong=0 checked=0
while read -r digest scenario agent; do
  [ "$digest" = '#' ] && continue
  got="$("$takt" run "$scenario" --agent "$agent" --json --quiet | sed -n 's/.*"digest": *"\([0-9a-f]*\)".*/\1/p')"
  checked=$((checked + 1))
  if [ "$got" != "$digest" ]; then
    echo "$scenario with $agent: $got instead of $digest"
    wrong=$((wrong + 1))
  fi
done < "$2"
echo "$checked runs, $wrong of them are not what they were"
[ "$checked" -gt 300 ] && [ "$wrong" -eq 0 ]
