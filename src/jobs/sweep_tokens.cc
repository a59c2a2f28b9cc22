// SPDX-License-Identifier: Apache-2.0
#include "jobs/sweep_tokens.h"

#include <string>
#include <vector>

#include "store/token.h"

namespace magneto::internal::jobs {
namespace {

using storage::Batch;
using storage::Family;
using storage::Key;
using storage::Values;

struct Chunk {
  std::vector<std::string> expired;
  std::string next;  ///< Where to go on; empty at the end.
};

Result<bool> is_expired(std::string_view record, std::int64_t now_ms) {
  MAGNETO_ASSIGN_OR_RETURN(const store::StoredToken token, store::decode_token(record));
  return token.expired(now_ms);
}

// The expired ones of the next few tokens.
Result<Chunk> read_chunk(const JobContext& work, const std::string& from, std::int64_t now_ms) {
  constexpr std::size_t kMostRead = 1024;
  Chunk chunk;
  const auto view = work.engine.newest_view();
  const auto cursor = view->range({Family::kTokens, from, {}});
  for (std::size_t read = 0; cursor->valid(); cursor->next(), ++read) {
    if (read == kMostRead || chunk.expired.size() == kChunkKeys) {
      chunk.next = cursor->key();
      return chunk;
    }
    MAGNETO_ASSIGN_OR_RETURN(const bool expired, is_expired(cursor->value(), now_ms));
    if (expired) chunk.expired.emplace_back(cursor->key());
  }
  MAGNETO_RETURN_IF_ERROR(cursor->status());
  return chunk;
}

// Looks again under the latch: a token may just have been used anew.
Result<std::uint64_t> erase(const JobContext& work, const std::vector<std::string>& tokens,
                            std::int64_t now_ms) {
  if (tokens.empty()) return std::uint64_t{0};
  std::vector<Key> keys;
  for (const std::string& token : tokens) keys.push_back({Family::kTokens, token});
  std::uint64_t erased = 0;
  const auto write = [&](Values values, Batch& batch) -> Result<void> {
    erased = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!values[i]) continue;
      MAGNETO_ASSIGN_OR_RETURN(const bool expired, is_expired(*values[i], now_ms));
      if (!expired) continue;
      batch.erase(keys[i]);
      ++erased;
    }
    return {};
  };
  MAGNETO_RETURN_IF_ERROR(work.engine.modify(keys, write, storage::Blocking::kAllowed));
  return erased;
}

}  // namespace

Result<std::uint64_t> sweep_expired_tokens(const JobContext& work) {
  const std::int64_t now_ms = work.clock.now_ms();
  std::uint64_t erased = 0;
  std::string from;
  while (!work.stopped()) {
    const Step step(work);
    MAGNETO_ASSIGN_OR_RETURN(Chunk chunk, read_chunk(work, from, now_ms));
    MAGNETO_ASSIGN_OR_RETURN(const std::uint64_t now_erased, erase(work, chunk.expired, now_ms));
    erased += now_erased;
    if (chunk.next.empty()) break;
    from = std::move(chunk.next);
  }
  return erased;
}

}  // namespace magneto::internal::jobs
