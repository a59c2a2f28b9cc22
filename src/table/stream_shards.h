// SPDX-License-Identifier: Apache-2.0
//
// StreamShards: which shards of a stream may be read, and how far each has been. Without network.
//
//   checkpoint := 1 { . shard : place }
//   place      := - (read to its end) | sequence number of the last record given
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "magneto/model.h"
#include "magneto/result.h"

namespace magneto::internal::table {

class StreamShards {
 public:
  struct Shard {
    std::string parent = {};
    std::string sequence = {};  ///< Of the last record given; empty: none.
    std::string iterator = {};  ///< Empty: to be asked for.
    bool at_end = false;        ///< Begins with what is new.
    bool done = false;
    bool listed = false;  ///< Is in the stream's description.
  };

  /// Errors: kInvalidArgument.
  magneto::Result<void> read_checkpoint(std::string_view text);
  std::string checkpoint() const;

  /// Takes a description's shards. `at_end`: those that are there already begin at their ends, and
  /// those that are closed are done.
  void learn(const std::vector<model::Shard>& shards, bool at_end);
  /// A description is complete: what it does not have is forgotten.
  void learned();

  /// The next shard to ask, in turn; null when none may be read.
  Shard* next();
  const std::string& name() const { return turn_; }
  bool all_done() const;

 private:
  bool may_be_read(const Shard& shard) const;

  std::map<std::string, Shard> shards_;
  std::string turn_;  // the shard that next() gave last
};

}  // namespace magneto::internal::table
