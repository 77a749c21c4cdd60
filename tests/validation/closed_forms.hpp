#pragma once

namespace takt::test {

// Exact results of queueing theory, in whatever unit of time the arguments have.

/// Mean wait in the queue of M/M/c: Erlang's C formula.
double mmc_wait(double arrival_rate, double service_rate, int servers);

/// First two moments of a time.
struct Moments {
  double mean = 0, second = 0;
};
Moments constant_moments(double value);
Moments exponential_moments(double mean);
Moments gamma_moments(double mean, double cv);
/// Of a mixture that is `x` with this chance and `y` otherwise.
Moments mixture(double chance, Moments x, Moments y);

/// Mean wait of M/G/1, first come first served: Pollaczek and Khinchine.
double mg1_wait(double arrival_rate, Moments service);

/// From start to end of an operation that failures at this rate of processing time interrupt and that goes on
/// after each repair (Gaver 1962).
Moments resumed(Moments service, double failure_rate, Moments repair);

/// The same for an operation of constant length that begins anew after each repair.
Moments repeated_constant(double length, double failure_rate, Moments repair);

/// How long an exponential operation keeps the machine, repair included, if a failure scraps it.
Moments scrapped_exponential(double mean, double failure_rate, Moments repair);

/// Mean wait of M/G/1 whose machine fails at this rate of calendar time, working or not, and whose operations
/// go on after each repair: P-K on the completion time, plus what is met by those who find the machine down
/// and nobody before them (White and Christie 1958; by the decomposition of Fuhrmann and Cooper 1985).
double mg1_calendar_wait(double arrival_rate, Moments service, double failure_rate, Moments repair);

/// Mean wait of M/M/1 when the shortest operation is served first (Phipps 1956), integrated numerically.
double mm1_spt_wait(double arrival_rate, double mean_service);

}  // namespace takt::test
