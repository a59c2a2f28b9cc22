// SPDX-License-Identifier: Apache-2.0
//
// CheckContext: what the parts of a verification share: the moment they look at, and where they say
// what they found.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "catalog/table.h"
#include "storage/engine.h"
#include "store/space_walk.h"
#include "store/verify/verification.h"
#include "value/encoded_item.h"

namespace magneto::internal::store {

struct CheckContext {
  storage::Engine& engine;
  storage::View& view;
  const VerifyOptions& options;
  std::int64_t now_ms;
  Verification& found;
};

/// One place with a name (a table, an index, a stream) and what is wrong there.
class CheckedPlace {
 public:
  CheckedPlace(CheckContext& context, std::string name)
      : context_(context), name_(std::move(name)) {}

  void add(std::string_view what);
  void repaired() { ++context_.found.repaired; }
  /// To be called for each thing that is looked at.
  void step(std::uint64_t total);

 private:
  CheckContext& context_;
  const std::string name_;
  std::uint64_t wrong_ = 0;
  std::uint64_t done_ = 0;
};

/// Sees all records of a space, or of a part of it, as of the moment that is looked at. Errors: `see`'s,
/// kIo, kCorruption.
Result<void> see_all(CheckContext& context, SpaceWalk walk, SeeRecord see);

/// `pk = "abc", sk = 12`. REQUIRES: the item has the schema's attributes.
std::string describe_key(const keys::KeySchema& schema, value::ItemView item);

/// The item of a record (record.h), looked at byte by byte. Errors: kCorruption.
Result<value::ItemView> decode_checked(std::string_view record, std::string_view key);

}  // namespace magneto::internal::store
