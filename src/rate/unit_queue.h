// SPDX-License-Identifier: Apache-2.0
//
// UnitQueue: a token bucket with a queue. Whoever wants units joins at the end and gets a place;
// the place says when its turn comes. Supply and demand are counted as two totals that only grow:
//
//   demand  units asked for by all places so far
//   supply  units that came in, at most `burst` ahead of the demand
//
// A place that begins at `start` has its turn when supply >= start + min(units, burst). Nobody is
// overtaken, and a place for more than the burst has its turn with a full bucket and leaves a debt
// that those behind it wait for. A changed rate and corrected costs move all who wait, because the
// time of a turn is computed when it is asked for.
#pragma once

#include <algorithm>
#include <chrono>

namespace magneto::internal::rate {

/// Not thread safe.
class UnitQueue {
 public:
  using Time = std::chrono::nanoseconds;

  struct Place {
    double start = 0;
    double units = 0;
  };

  /// `rate` is in units a second. Starts with a full bucket. REQUIRES: rate > 0, burst > 0.
  UnitQueue(double rate, double burst, Time now)
      : rate_(rate), burst_(burst), supply_(burst), as_of_(now) {}

  double rate() const { return rate_; }
  double burst() const { return burst_; }
  /// Units that could go at once; negative is a debt or a queue.
  double available() const { return supply_ - demand_; }

  /// Lets time pass. The other functions speak of the moment of the latest `advance`.
  void advance(Time now);
  void set_rate(double rate, double burst);

  Place join(double units) {
    Place place{demand_, units};
    demand_ += units;
    return place;
  }
  /// When the turn of `place` comes; not after the moment of `advance` if it has come.
  Time turn(const Place& place) const;
  /// When the turn of a place that joined now would come.
  Time turn_of_next(double units) const { return turn({demand_, units}); }
  /// Units that were not needed after all, or with a negative number more that were.
  void give_back(double units);
  /// Forgets what a pause has saved up.
  void drain() { supply_ = std::min(supply_, demand_); }

 private:
  void cap() { supply_ = std::min(supply_, demand_ + burst_); }

  double rate_;
  double burst_;
  double supply_;
  double demand_ = 0;
  Time as_of_;
};

}  // namespace magneto::internal::rate
