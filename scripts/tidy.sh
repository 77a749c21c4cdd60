#!/usr/bin/env bash
# Runs clang-tidy: scripts/tidy.sh [--all | BASE]. It looks at the .cpp files that differ from the commit where this
# branch left BASE (main; on main itself the commit before), or at all.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/setup.sh

takt_setup build test lint
takt_build release ON

if [ "${1-}" = --all ]; then
  mapfile -t files < <(takt_sources | grep '\.cpp$')
else
  base="${1-main}"
  commit="$(git merge-base HEAD "$base")" || takt_stop "no common commit with '$base'"
  if [ "$commit" = "$(git rev-parse HEAD)" ]; then commit="$(git rev-parse HEAD~1)"; fi
  mapfile -t files < <({
    git diff --name-only --diff-filter=d "$commit" -- '*.cpp'
    git ls-files --others --exclude-standard -- '*.cpp'
  } | LC_ALL=C sort -u)
fi
if [ "${#files[@]}" -eq 0 ]; then
  takt_say "no C++ file has changed"
  exit 0
fi
# clang does not know every flag of g++.
printf '%s\0' "${files[@]}" |
  xargs -0 -n 1 -P "$(nproc)" clang-tidy --quiet -p build/release \
    --extra-arg=-Wno-unknown-warning-option --extra-arg=-Wno-ignored-optimization-argument
takt_say "clang-tidy is content with ${#files[@]} files"
