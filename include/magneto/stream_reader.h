// SPDX-License-Identifier: Apache-2.0
//
// StreamReader: the changes of a table, from its stream, shard after shard.
//
//   const std::string arn = songs.info().value().stream_arn;
//   StreamReader reader(client, arn, {.checkpoint = saved, .wait = 20s});
//   while (!reader.finished()) {
//     std::vector<model::Record> records = reader.next().value();  // none: nothing new in 20 s
//     for (model::Record& record : records) apply(record);
//     save(reader.checkpoint());               // behind all that next() has given
//   }
//
// The changes of one item come in their order: a shard is read only when the shards that it came
// from have been read to their ends. Going on from a checkpoint gives nothing twice and leaves
// nothing out, as long as the stream still has it (24 hours): `gaps` counts the shards whose next
// records were gone. Not thread safe.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "magneto/client.h"
#include "magneto/operations.h"

namespace magneto {

struct StreamOptions {
  /// What checkpoint() gave. Empty: from the oldest record on.
  std::string checkpoint = {};
  /// Without a checkpoint: only what is written from the first next() on.
  bool only_new = false;
  /// At most so many records at once, up to 1000.
  std::size_t page_size = 1'000;
  /// Where there is nothing new, next() looks again, at last once a second, for so long. An awaited
  /// one keeps no thread waiting.
  std::chrono::milliseconds wait{0};
};

class StreamReader {
 public:
  StreamReader(Client client, std::string stream_arn, StreamOptions options = {});

  /// The next records of one shard; none when there is nothing new in any, or the stream is
  /// finished. Errors: those of the
  /// streams' operations; kInvalidArgument for a checkpoint that is none.
  Call<std::vector<model::Record>> next();

  /// From the next call on, at most so many records at once, from 1 to 1000.
  void page_size(std::size_t records);

  /// A text. Of a shard that `only_new` has given nothing of, it begins with what is new again.
  std::string checkpoint() const;
  /// Whether the stream is closed and all of it has been given.
  bool finished() const;
  std::size_t gaps() const;

  class State;

 private:
  std::shared_ptr<State> state_;
};

}  // namespace magneto
