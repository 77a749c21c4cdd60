#!/usr/bin/python3
"""open_result.py FILE: opens every column of a result file as a user of h5py and pandas would, checks units, scales,
attributes and types, and prints what a test compares with the values that were written.
Ends with 77 when a module is missing."""

import hashlib
import sys

try:
    import h5py
    import numpy
    import pandas
except ImportError as missing:
    print(missing)
    sys.exit(77)

ROOT = {
    "format", "format_version", "kind", "software", "source_revision", "created", "scenario", "scenario_sha256",
    "agent", "clock", "seed", "replication", "wall_s", "command", "title", "digest", "status", "status_detail", "end",
    "stuck_jobs", "stuck_since",
    "operations", "decisions", "instants", "recorded",
}
TIMES = {"release", "due", "completion", "ready", "setup_start", "start", "end", "time", "total_work"}


def frame(group):
    """All columns of a group as a pandas table."""
    return pandas.DataFrame({name: item[:] for name, item in group.items() if isinstance(item, h5py.Dataset)})


def check_column(name, column):
    assert column.ndim == 1, name
    assert column.fletcher32, f"{name} has no checksum"
    assert column.attrs["long_name"], name
    scale = column if h5py.h5ds.is_scale(column.id) else column.dims[0][0]
    assert h5py.h5ds.is_scale(scale.id) and scale.shape == column.shape, f"{name} has no scale of its length"
    if column.dtype.kind == "i" and name.split("/")[-1] in TIMES:
        assert column.attrs["units"] == b"us" and column.dtype == numpy.int64, name
    if column.dtype.kind == "f" and not name.startswith("kpi/value"):
        assert column.attrs["units"], f"{name} has no unit"
    if "flag_values" in column.attrs:
        meanings = column.attrs["flag_meanings"].decode().split()
        assert len(meanings) == len(column.attrs["flag_values"]), name
        assert set(column[:]) <= set(column.attrs["flag_values"]), name
    if column.dtype.kind == "S":
        [text.decode("utf-8") for text in column[:]]


def main(path):
    with h5py.File(path, "r") as file:
        assert set(file.attrs) == ROOT, set(file.attrs) ^ ROOT
        text = file["scenario"][()]
        assert hashlib.sha256(text).hexdigest() == file.attrs["scenario_sha256"].decode()
        columns = []
        file.visititems(lambda name, item: columns.append(name)
                        if isinstance(item, h5py.Dataset) and item.ndim else None)
        for name in columns:
            check_column(name, file[name])

        operations = frame(file["operations"])
        jobs = frame(file["jobs"]).set_index("number")
        decisions = frame(file["decisions"])
        candidates = frame(file["candidates"]).join(frame(file["candidates/features"]))
        assert (candidates.groupby("decision").size() == decisions.candidates).all()
        machines = [name.decode("utf-8") for name in file["names/machines"][:]]
        per_machine = operations.groupby("machine").size()
        never = numpy.iinfo(numpy.int64).max
        assert file["jobs/due"].attrs["_FillValue"] == never
        kpi = dict(zip((n.decode() for n in file["kpi/name"][:]), file["kpi/value"][:]))

        print("columns", len(columns))
        print("digest", file.attrs["digest"].decode())
        print("agent", file.attrs["agent"].decode())
        print("title", file.attrs["title"].decode("utf-8"))
        print("operations", len(operations), int(operations.end.sum()), int(operations.job.sum()))
        print("positions", int(operations.position.sum()), int((operations.outcome == 1).sum()))
        print("intervals", int(frame(file["machine_intervals"]).start.max()))
        print("jobs", len(jobs), int((jobs.due == never).sum()), round(float(jobs.weight.sum()) * 7))
        print("busiest", machines[per_machine.idxmax()], int(per_machine.max()))
        print("choices", int(decisions.choice.sum()), int((candidates.job < 0).sum()))
        print("feature", repr(float(candidates.feature_1.astype(numpy.float64).sum())))
        print("makespan", repr(float(kpi["makespan"])))


main(sys.argv[1])
