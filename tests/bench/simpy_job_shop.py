#!/usr/bin/env python3
"""A job shop in SimPy 4, first come, first served: what `takt bench simpy` measures CalendarClock against.

    simpy_job_shop.py SHOP

SHOP is a text file with a line a job: machine and ticks of each operation by turns. Prints the CPU seconds that
the model took and the makespan in ticks. Ends with exit status 69 when SimPy 4 cannot be imported. To measure:

    python3 -m venv .local/simpy && .local/simpy/bin/pip install 'simpy>=4'
    build/release/takt bench simpy --python .local/simpy/bin/python
"""

import sys
import time

try:
    import simpy
    import simpy.events
except ImportError:
    sys.exit(69)
if simpy.__version__.split(".")[0] != "4":
    sys.exit(69)


class JobTimeout(simpy.events.Event):
    """A timeout; those of one instant go by job number, so that the schedule is Takt's."""

    def __init__(self, env, delay, job):
        self.env = env
        self.callbacks = []
        self._value = None
        self._ok = True
        env.schedule(self, 2 + job, delay)


def job_process(env, machines, number, operations):
    for machine, ticks in operations:
        with machines[machine].request() as turn:
            yield turn
            yield JobTimeout(env, ticks, number)


def main():
    with open(sys.argv[1], encoding="ascii") as file:
        rows = [[int(word) for word in line.split()] for line in file]
    jobs = [list(zip(row[0::2], row[1::2])) for row in rows]

    start = time.process_time()
    env = simpy.Environment()
    count = 1 + max(machine for job in jobs for machine, _ in job)
    machines = [simpy.Resource(env) for _ in range(count)]
    for number, operations in enumerate(jobs):
        env.process(job_process(env, machines, number, operations))
    env.run()
    print(time.process_time() - start, env.now)


if __name__ == "__main__":
    main()
