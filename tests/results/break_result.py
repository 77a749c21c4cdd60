#!/usr/bin/python3
"""break_result.py FILE HOW: changes a good result file as somebody with h5py could. Ends with 77 without h5py."""

import sys

try:
    import h5py
    import numpy
except ImportError as missing:
    print(missing)
    sys.exit(77)


def replace(file, name, data, **options):
    """A new column in place of an old one."""
    if name in file:
        del file[name]
    file.create_dataset(name, data=data, **{"chunks": (len(data),), "fletcher32": True, **options})


def change(file, name, row, value):
    data = file[name][:]
    data[row] = value
    replace(file, name, data)


def grow(file, name):
    """A column that claims 10^15 rows."""
    kind = file[name].dtype
    del file[name]
    file.create_dataset(name, shape=(10**15,), dtype=kind, chunks=(65536,), fletcher32=True)


def link_out(file, name):
    del file[name]
    file[name] = h5py.ExternalLink("/etc/hostname", "/x")


def virtual(file, name):
    layout = h5py.VirtualLayout(shape=file[name].shape, dtype=file[name].dtype)
    layout[:] = h5py.VirtualSource("/nowhere.h5", "x", shape=file[name].shape)
    del file[name]
    file.create_virtual_dataset(name, layout)


HOW = {
    "format": lambda f: f.attrs.__setitem__("format", numpy.bytes_("netcdf")),
    "no format": lambda f: f.attrs.__delitem__("format"),
    "newer": lambda f: f.attrs.__setitem__("format_version", numpy.int64(99)),
    "kind": lambda f: f.attrs.__setitem__("kind", numpy.bytes_("sweep")),
    "attribute type": lambda f: f.attrs.__setitem__("seed", numpy.float32(1)),
    "attribute array": lambda f: f.attrs.__setitem__("agent", numpy.zeros(3, "S4")),
    "attribute gone": lambda f: f.attrs.__delitem__("wall_s"),
    "digest": lambda f: f.attrs.__setitem__("digest", numpy.bytes_("xyz")),
    "status": lambda f: f.attrs.__setitem__("status", numpy.bytes_("tired")),
    "negative count": lambda f: f.attrs.__setitem__("operations", numpy.int64(-3)),
    "negative decisions": lambda f: f.attrs.__setitem__("decisions", numpy.int64(-2**63)),
    "negative end": lambda f: f.attrs.__setitem__("end", numpy.int64(-1)),
    "late end": lambda f: f.attrs.__setitem__("end", numpy.int64(2**63 - 1)),
    "no time": lambda f: f.attrs.__setitem__("wall_s", numpy.float64("nan")),
    "negative time": lambda f: f.attrs.__setitem__("wall_s", numpy.float64(-1)),
    "endless time": lambda f: f.attrs.__setitem__("wall_s", numpy.float64("inf")),
    "scenario": lambda f: f.attrs.__setitem__("scenario_sha256", numpy.bytes_("0" * 64)),
    "missing": lambda f: f.__delitem__("operations/start"),
    "missing group": lambda f: f.__delitem__("jobs"),
    "type": lambda f: replace(f, "operations/start", f["operations/start"][:].astype("f8")),
    "width": lambda f: replace(f, "operations/start", f["operations/start"][:].astype("i4")),
    "length": lambda f: replace(f, "operations/start", f["operations/start"][:-1]),
    "rank": lambda f: replace(f, "operations/start", f["operations/start"][:].reshape(-1, 1),
                              chunks=(len(f["operations/end"]), 1)),
    "no checksum": lambda f: replace(f, "operations/start", f["operations/start"][:], fletcher32=False),
    "huge": lambda f: grow(f, "operations/start"),
    "external": lambda f: link_out(f, "operations/start"),
    "virtual": lambda f: virtual(f, "operations/start"),
    "group": lambda f: (f.__delitem__("operations/start"), f.create_group("operations/start")),
    "machine": lambda f: change(f, "operations/machine", 3, 600),
    "negative machine": lambda f: change(f, "operations/machine", 3, -1),
    "job": lambda f: change(f, "operations/job", 3, 4000000000),
    "outcome": lambda f: change(f, "operations/outcome", 3, 2),
    "state": lambda f: change(f, "machine_intervals/state", 0, 200),
    "time": lambda f: change(f, "operations/end", 3, -5),
    "choice": lambda f: change(f, "decisions/choice", 3, 77),
    "candidates": lambda f: change(f, "decisions/candidates", 3, 60),
    "job order": lambda f: change(f, "jobs/number", 3, 0),
    "feature gone": lambda f: f.__delitem__("candidates/features/feature_1"),
    "group of machine": lambda f: change(f, "names/machine_group", 0, 3),
}

if len(sys.argv) == 2:
    print("\n".join(HOW))
else:
    with h5py.File(sys.argv[1], "r+", libver=("v110", "v110")) as opened:
        HOW[sys.argv[2]](opened)
