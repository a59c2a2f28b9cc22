// SPDX-License-Identifier: Apache-2.0
//
// The options that commands share: the same word means the same everywhere. A command says which of
// them it takes; another is a mistake, not silently nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace magneto::internal::commands {

struct Options {
  // Every command.
  std::string profile;
  std::string region;
  std::string endpoint;
  std::string data;
  std::string output;  ///< One of output.h's forms; empty: table on a terminal, else jsonl.
  // Those that say so.
  std::optional<std::int64_t> limit;
  std::string cursor;
  std::optional<std::string> select;
  std::string where;
  std::optional<double> rate_read;
  std::optional<double> rate_write;
  bool client_limits = false;  ///< The client keeps the rates. Otherwise the command does.
  std::optional<std::int64_t> parallel;
  bool dry_run = false;
  bool explain = false;
  bool yes = false;
};

/// Which of the shared options a command takes, or-ed.
enum Takes : unsigned {
  kTakesNothing = 0,
  kTakesLimit = 1U << 0,
  kTakesCursor = 1U << 1,
  kTakesSelect = 1U << 2,
  kTakesWhere = 1U << 3,
  kTakesRateRead = 1U << 4,
  kTakesRateWrite = 1U << 5,
  kTakesParallel = 1U << 6,
  kTakesDryRun = 1U << 7,
  kTakesExplain = 1U << 8,
  kTakesYes = 1U << 9,
  kClientLimits = 1U << 10,  ///< Options::client_limits
};

}  // namespace magneto::internal::commands
