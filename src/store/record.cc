// SPDX-License-Identifier: Apache-2.0
#include "store/record.h"

#include <cstring>
#include <string>

namespace magneto::internal::store {
namespace {

std::string hex(std::string_view bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    text += kDigits[static_cast<unsigned char>(c) >> 4];
    text += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return text;
}

}  // namespace

Error damaged_record(std::string_view record, std::string_view key) {
  const std::string what = record.empty()
                               ? "empty record"
                               : "record of unknown format " +
                                     std::to_string(static_cast<unsigned char>(record.front()));
  return Error(ErrorCode::kCorruption, what + " at key " + hex(key));
}

std::string_view encode_record(Arena& arena, value::ItemView item) {
  const std::string_view bytes = item.bytes();
  char* record = static_cast<char*>(arena.allocate(1 + bytes.size(), 1));
  record[0] = kRecordFormat;
  std::memcpy(record + 1, bytes.data(), bytes.size());
  return {record, 1 + bytes.size()};
}

Result<value::ItemView> decode_record(std::string_view record, std::string_view key) {
  if (record.size() < 2 || record.front() != kRecordFormat) [[unlikely]]
    return damaged_record(record, key);
  return value::ItemView(record.substr(1));
}

}  // namespace magneto::internal::store
