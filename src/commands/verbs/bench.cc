// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "commands/arguments.h"
#include "commands/exit_status.h"
#include "commands/interrupts.h"
#include "commands/print.h"
#include "commands/random_items.h"
#include "commands/target.h"
#include "commands/verbs/verbs.h"

namespace magneto::internal::commands {
namespace {

using Clock = std::chrono::steady_clock;

/// What one thread saw.
struct Seen {
  std::vector<std::uint32_t> micros;
  std::optional<magneto::Error> error;
};

double at(const std::vector<std::uint32_t>& sorted, double part) {
  if (sorted.empty()) return 0;
  const auto index = static_cast<std::size_t>(part * static_cast<double>(sorted.size() - 1));
  return static_cast<double>(sorted[index]) / 1000.0;
}

class Bench : public Command {
 public:
  void declare(Arguments& a) override {
    a.word("TABLE", table_, "Name of the table: items of load's keys are written to it and read");
    a.choice("--mix", mix_, {"get", "put", "mixed"}, "Operations; half and half without it");
    a.number("--seconds", seconds_, "How long; 10 without it");
    a.number("--items", items_, "How many different keys; 10000 without it");
    a.number("--bytes", bytes_, "About how large an item is; 300 without it");
  }

  magneto::Result<int> run(Session& session) override {
    const Interrupts interrupts;
    magneto::Result<Target> target = open_target(session, table_);
    if (!target) return target.error();
    if (mix_ != "get") {
      magneto::Result<void> confirmed =
          session.confirm("overwrite items of table " + table_, table_);
      if (!confirmed) return confirmed.error();
    }
    const auto threads = static_cast<std::size_t>(session.options().parallel.value_or(8));
    const RandomItems items(target->info, 1, static_cast<std::size_t>(bytes_.value_or(300)));
    std::vector<Seen> seen(threads);
    const Clock::time_point start = Clock::now();
    const Clock::time_point end = start + std::chrono::seconds(seconds_.value_or(10));
    {
      std::vector<std::jthread> working;
      for (std::size_t i = 0; i < threads; ++i) {
        working.emplace_back([&, i] { work(*target, items, i, end, interrupts, seen[i]); });
      }
    }
    const double took = std::chrono::duration<double>(Clock::now() - start).count();
    for (const Seen& each : seen) {
      if (each.error) return *each.error;
    }
    print(session, seen, took);
    return interrupts.happened() ? interrupts.status() : kSuccess;
  }

 private:
  /// One operation after the other until the end.
  void work(const Target& target, const RandomItems& items, std::size_t thread,
            Clock::time_point end, const Interrupts& interrupts, Seen& seen) const {
    const auto different = static_cast<std::uint64_t>(items_.value_or(10'000));
    constexpr std::uint64_t kStep = 7919;  // a prime: threads do not follow one another
    std::uint64_t number = thread * 1'000'003;
    for (bool put = true; Clock::now() < end && !interrupts.happened(); put = !put) {
      number += kStep;
      const std::uint64_t item = number % different;
      const bool writes = mix_ == "put" || (mix_ == "mixed" && put);
      Item written = writes ? items.item(item) : items.key(item);
      const Clock::time_point begin = Clock::now();
      if (writes) {
        const magneto::Result<void> done = target.table.put(std::move(written)).get();
        if (!done) seen.error = done.error();
      } else {
        const auto done = target.table.get(std::move(written)).get();
        if (!done) seen.error = done.error();
      }
      if (seen.error) return;
      const auto micros =
          std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin).count();
      seen.micros.push_back(static_cast<std::uint32_t>(micros));
    }
  }

  void print(const Session& session, const std::vector<Seen>& seen, double took) const {
    std::vector<std::uint32_t> all;
    for (const Seen& each : seen) all.insert(all.end(), each.micros.begin(), each.micros.end());
    std::sort(all.begin(), all.end());
    Output output = output_of(session);
    output.first({"Operations", "PerSecond", "MedianMs", "P99Ms", "P999Ms", "MostMs"});
    output.item({{"Operations", static_cast<std::int64_t>(all.size())},
                 {"PerSecond", std::llround(static_cast<double>(all.size()) / took)},
                 {"MedianMs", at(all, 0.5)},
                 {"P99Ms", at(all, 0.99)},
                 {"P999Ms", at(all, 0.999)},
                 {"MostMs", at(all, 1)}});
    output.finish();
  }

  std::string table_;
  std::string mix_ = "mixed";
  std::optional<std::int64_t> seconds_;
  std::optional<std::int64_t> items_;
  std::optional<std::int64_t> bytes_;
};

}  // namespace

std::unique_ptr<Command> make_bench() { return std::make_unique<Bench>(); }

}  // namespace magneto::internal::commands
