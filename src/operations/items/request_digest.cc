// SPDX-License-Identifier: Apache-2.0
#include "operations/items/request_digest.h"

#include <xxhash.h>

#include "json/codec.h"

namespace magneto::internal::operations {

namespace {

template <class Input>
std::string_view digest_of(Arena& arena, const Input& written) {
  json::JsonWriter writer;
  json::encode(written, writer);
  XXH128_canonical_t digest;
  XXH128_canonicalFromHash(&digest, XXH3_128bits(writer.text().data(), writer.text().size()));
  return arena.copy({reinterpret_cast<const char*>(digest.digest), sizeof digest.digest});
}

}  // namespace

std::string_view request_digest(Arena& arena, const model::TransactWriteItemsInput& input) {
  model::TransactWriteItemsInput written;
  written.transact_items = input.transact_items;
  return digest_of(arena, written);
}

std::string_view request_digest(Arena& arena, const model::ExecuteTransactionInput& input) {
  model::ExecuteTransactionInput written;
  written.transact_statements = input.transact_statements;
  return digest_of(arena, written);
}

std::string_view request_digest(Arena& arena, const model::ParameterizedStatement& statement) {
  return digest_of(arena, statement);
}

}  // namespace magneto::internal::operations
