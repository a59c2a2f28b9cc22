// SPDX-License-Identifier: Apache-2.0
#include "store/index_records.h"

#include "store/record.h"
#include "store/vector_record.h"
#include "value/item_size.h"

namespace magneto::internal::store {

using storage::Family;

std::string_view index_record(Arena& arena, const derive::IndexEntry& entry) {
  return encode_record(arena, entry.item);
}

std::string_view index_record(Arena& arena, const derive::VectorEntry& entry) {
  return encode_vector_record(arena, entry.vector, entry.item);
}

void put_index_entry(Arena& arena, const derive::IndexEntry& entry, storage::Batch& batch) {
  batch.put({Family::kIndexes, entry.key}, index_record(arena, entry));
}

void put_vector_entry(Arena& arena, const derive::VectorEntry& entry, storage::Batch& batch) {
  batch.put({Family::kIndexes, entry.key}, index_record(arena, entry));
}

void erase_index_entry(std::string_view key, storage::Batch& batch) {
  batch.erase({Family::kIndexes, key});
}

// A record's first byte says which kind it is.
Result<std::size_t> index_entry_bytes(std::string_view key, std::string_view record) {
  if (record.starts_with(kVectorRecordFormat)) {
    MAGNETO_ASSIGN_OR_RETURN(const VectorRecord entry, decode_vector_record(record, key));
    return entry.vector.size() + value::item_size(entry.item);
  }
  MAGNETO_ASSIGN_OR_RETURN(const value::ItemView entry, decode_record(record, key));
  return value::item_size(entry);
}

}  // namespace magneto::internal::store
