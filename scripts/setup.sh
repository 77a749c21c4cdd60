# Sourced by the other scripts, from the root of the repository: what Takt needs on this machine, and how it is built.
# shellcheck shell=bash

# use | Debian package | how to see that it is there, on any system
takt_needs() {
  cat <<'TABLE'
build|g++|command:g++
build|cmake|command:cmake
build|ninja-build|command:ninja
build|pkg-config|command:pkg-config
build|git|command:git
build|ccache|optional:ccache
build|libsimgrid-dev|header:simgrid/s4u.hpp
build|librandom123-dev|header:Random123/philox.h
build|libboost-dev|header:boost/math/distributions/gamma.hpp
build|libboost-graph-dev|header:boost/graph/dijkstra_shortest_paths.hpp
build|libyaml-cpp-dev|header:yaml-cpp/yaml.h
build|nlohmann-json3-dev|header:nlohmann/json.hpp
build|libfmt-dev|header:fmt/format.h
build|libcli11-dev|header:CLI/CLI.hpp
build|libmuparser-dev|header:muParser.h
build|libhdf5-dev|pkgconfig:hdf5
build|libcairo2-dev|pkgconfig:cairo-pdf
build|libpango1.0-dev|pkgconfig:pangocairo
build|fonts-inter|optional:fonts-inter
build|libxxhash-dev|header:xxhash.h
build|libmd-dev|header:sha256.h
test|libgtest-dev|header:gtest/gtest.h
test|libgmock-dev|header:gmock/gmock.h
test|librapidcheck-dev|header:rapidcheck.h
test|python3|command:/usr/bin/python3
test|python3-h5py|module:h5py
test|python3-pandas|module:pandas
test|python3-jsonschema|module:jsonschema
test|python3-yaml|module:yaml
test|clang-format|command:clang-format
lint|clang-tidy|command:clang-tidy
fuzz|clang|command:clang++
fuzz|libclang-rt-dev|optional:libclang_rt.fuzzer
TABLE
}

takt_say() { printf '%s\n' "takt: $*" >&2; }
takt_stop() {
  takt_say "$*"
  exit 1
}

# takt_present PROBE: is it on this machine?
takt_present() {
  local kind="${1%%:*}" name="${1#*:}"
  case "$kind" in
    optional) return 0 ;;
    command) command -v "$name" >/dev/null 2>&1 ;;
    header) printf '#include <%s>\n' "$name" | g++ -std=c++20 -fsyntax-only -x c++ - >/dev/null 2>&1 ;;
    pkgconfig) pkg-config --exists "$name" >/dev/null 2>&1 ;;
    module) /usr/bin/python3 -c "import $name" >/dev/null 2>&1 ;;
  esac
}

# Debian 12 or newer; a testing or unstable system states no number.
takt_is_debian() {
  [ -r /etc/os-release ] || return 1
  local id version
  id="$(. /etc/os-release && printf '%s' "${ID:-}")"
  version="$(. /etc/os-release && printf '%s' "${VERSION_ID:-99}")"
  [ "$id" = debian ] && [ "${version%%.*}" -ge 12 ] 2>/dev/null && command -v apt-get >/dev/null 2>&1
}

takt_install() {
  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || takt_stop "these Debian packages are missing: $*
takt: become root or install sudo, or have them installed: apt-get install --no-install-recommends $*"
    root=(sudo)
  fi
  takt_say "installing $*"
  mkdir -p build
  local log=build/packages.log
  local apt=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Use-Pty=0)
  { "${apt[@]}" update || { sleep 5 && "${apt[@]}" update; }; } </dev/null >"$log" 2>&1 || {
    tail -n 20 "$log" >&2
    takt_stop "apt-get update failed twice (see above); these packages are still missing: $*"
  }
  "${apt[@]}" install -y --no-install-recommends "$@" </dev/null >"$log" 2>&1 || {
    tail -n 20 "$log" >&2
    takt_stop "apt-get could not install the packages (see above and $log): $*"
  }
}

# takt_setup USE...: makes sure that everything for these uses (build, test, lint) is there. Asks dpkg alone, and so
# takes no time, when nothing is missing.
takt_setup() {
  local use package probe missing=()
  local wanted=" $* "
  if takt_is_debian; then
    local installed
    # shellcheck disable=SC2016
    installed="$(dpkg-query -W -f '${db:Status-Abbrev}${Package}\n' | sed -n 's/^[hi]i *//p')"
    while IFS='|' read -r use package probe; do
      [[ "$wanted" == *" $use "* ]] || continue
      grep -qxF -- "$package" <<<"$installed" || missing+=("$package")
    done < <(takt_needs)
    if [ "${#missing[@]}" -gt 0 ]; then takt_install "${missing[@]}"; fi
    return 0
  fi
  while IFS='|' read -r use package probe; do
    [[ "$wanted" == *" $use "* ]] || continue
    takt_present "$probe" || missing+=("  ${probe#*:}  (a ${probe%%:*}; Debian package $package)")
  done < <(takt_needs)
  [ "${#missing[@]}" -eq 0 ] && return 0
  takt_say "this is not Debian 12 or newer, so nothing is installed for you. Missing here:"
  printf '%s\n' "${missing[@]}" >&2
  takt_stop "install them, then run this again"
}

# takt_build PRESET TESTS(ON or OFF) [TARGET...]: configures and builds into build/PRESET.
takt_build() {
  local preset="$1" tests="$2"
  shift 2
  mkdir -p build
  cmake --preset "$preset" -DBUILD_TESTING="$tests" >"build/configure-$preset.log" 2>&1 || {
    cat "build/configure-$preset.log" >&2
    takt_stop "cmake could not configure the build (see above)"
  }
  local targets=()
  if [ "$#" -gt 0 ]; then targets=(--target "$@"); fi
  cmake --build "build/$preset" "${targets[@]}"
}

# takt_sources: every C++ file of ours.
takt_sources() {
  local folder
  for folder in sim results agents learning viz cli tests; do
    if [ -d "$folder" ]; then find "$folder" -type f \( -name '*.cpp' -o -name '*.hpp' \); fi
  done | LC_ALL=C sort
}
