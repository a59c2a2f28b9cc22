// SPDX-License-Identifier: Apache-2.0
//
// What all work on whole tables has in common: how fast, how it is watched, stopped and gone on
// with. Value types.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>

#include "magneto/client.h"

namespace magneto {

/// How far the work has come, from its beginning on, work before a resumption included.
struct TransferProgress {
  std::uint64_t read = 0;     ///< Items, from the table or the file.
  std::uint64_t written = 0;  ///< Items, to the table or the file.
  std::uint64_t skipped = 0;  ///< Left out by the program's function, or put to the rejects.
  std::uint64_t deleted = 0;  ///< While a table was cleared.
  std::uint64_t bytes = 0;    ///< Of the files, as they are stored.
  /// How many items there are; of tables as their description has it, which may be hours old. 0
  /// where that is not known.
  std::uint64_t expected = 0;
  double read_units = 0;  ///< Capacity consumed in this run.
  double write_units = 0;
};

struct TransferReport {
  TransferProgress counts = {};
  bool complete = false;  ///< All of it is done.
  bool resumed = false;   ///< It went on from a state file, or from an unfinished backup.
};

/// Changes an item on its way, or leaves it out (nothing). Called on several threads at once.
using ItemFunction = std::function<std::optional<Item>(Item)>;

/// pynamo's data_update: sets these attributes in each item.
inline ItemFunction set_attributes(Item attributes) {
  return [attributes = std::move(attributes)](Item item) {
    for (const Member& member : attributes) item.set(member.name, member.value);
    return std::optional<Item>(std::move(item));
  };
}

struct TransferOptions {
  /// Parts of the table that are read, or written, at once; also the number of threads.
  std::size_t segments = 4;
  /// At most so many capacity units a second; 0 does not limit.
  double read_rate = 0;
  double write_rate = 0;
  /// Told after each page or chunk; one call at a time, on the threads of the work. Quick.
  std::function<void(const TransferProgress&)> progress = {};
  /// Stops the work at the next page: the outcome is kCancelled, and says how far it came.
  Cancellation cancellation = Cancellation::never();
  /// A local file that says how far the work has come while it is not complete; removed when it is.
  /// Work that finds its file goes on from there. Empty: the work begins at the front each time.
  std::string state_file = {};
};

}  // namespace magneto
