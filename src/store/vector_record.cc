// SPDX-License-Identifier: Apache-2.0
#include "store/vector_record.h"

#include <cstring>

#include "base/check.h"
#include "store/record.h"
#include "value/vector_distance.h"

namespace magneto::internal::store {
namespace {

constexpr std::size_t kHeadBytes = 3;
constexpr std::size_t kMaxDimensions = 0xFFFF;

}  // namespace

std::string_view encode_vector_record(Arena& arena, std::span<const float> vector,
                                      value::ItemView item) {
  MAGNETO_CHECK(vector.size() <= kMaxDimensions);
  const std::string_view floats = value::bytes_of(vector);
  const std::string_view attributes = item.bytes();
  const std::size_t size = kHeadBytes + floats.size() + attributes.size();
  char* const record = static_cast<char*>(arena.allocate(size, 1));
  record[0] = kVectorRecordFormat;
  record[1] = static_cast<char>(vector.size() & 0xFF);
  record[2] = static_cast<char>(vector.size() >> 8);
  if (!floats.empty()) std::memcpy(record + kHeadBytes, floats.data(), floats.size());
  std::memcpy(record + kHeadBytes + floats.size(), attributes.data(), attributes.size());
  return {record, size};
}

Result<VectorRecord> decode_vector_record(std::string_view record, std::string_view key) {
  if (record.size() <= kHeadBytes || record.front() != kVectorRecordFormat) [[unlikely]]
    return damaged_record(record, key);
  const std::size_t dimensions = static_cast<unsigned char>(record[1]) |
                                 static_cast<std::size_t>(static_cast<unsigned char>(record[2]))
                                     << 8;
  const std::size_t bytes = dimensions * sizeof(float);
  if (record.size() <= kHeadBytes + bytes) [[unlikely]]
    return damaged_record(record, key);
  return VectorRecord{record.substr(kHeadBytes, bytes),
                      value::ItemView(record.substr(kHeadBytes + bytes))};
}

}  // namespace magneto::internal::store
