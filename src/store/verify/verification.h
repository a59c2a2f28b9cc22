// SPDX-License-Identifier: Apache-2.0
//
// Verification: whether what is stored of the tables fits together. Every item is decoded and lies
// where its key says; the entries of every index are those of the items; counters are what they
// count; the records of streams and histories follow one another and lead to the items as they are.
//
// Indexes are compared by sums over their entries, in two walks without searching; only where the
// sums differ are entries looked up one by one. The memory used does not grow with the tables.
//
// Not looked at: indexes that are being filled, backups that are being made, and records that are
// old enough to be trimmed.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "catalog/catalog.h"
#include "storage/engine.h"

namespace magneto::internal::store {

struct VerifyOptions {
  /// Writes index entries and counters again that are wrong. Not those of a table with a damaged
  /// item: what belongs to that is not known.
  bool repair_indexes = false;
  /// Told now and then: what is being looked at, how much of it has been, and about how much there
  /// is (0: not known).
  std::function<void(std::string_view what, std::uint64_t done, std::uint64_t total)> progress;
};

struct Verification {
  std::uint64_t items = 0;    ///< That were looked at, those of backups too.
  std::uint64_t entries = 0;  ///< The same of indexes.
  std::uint64_t changes = 0;  ///< The same of streams and histories.
  std::uint64_t wrong = 0;    ///< Places that are wrong.
  std::uint64_t repaired = 0;
  /// What is wrong, one text a place; of each table, index and stream the first kMostTexts only.
  std::vector<std::string> texts;
};
inline constexpr std::size_t kMostTexts = 20;

/// REQUIRES: nobody writes to the engine meanwhile. Waits for the disk. Errors: kIo; what cannot be
/// read because it is damaged is in the Verification.
Result<Verification> verify_tables(storage::Engine& engine, const catalog::Catalog& catalog,
                                   const Clock& clock, const VerifyOptions& options);

}  // namespace magneto::internal::store
