// SPDX-License-Identifier: Apache-2.0
#include "store/change_record.h"

#include <algorithm>
#include <cstring>
#include <optional>

namespace magneto::internal::store {
namespace {

using derive::Change;
using derive::ChangeEvent;
using derive::ChangeOrigin;
using value::ItemView;

constexpr char kChangeFormat = 1;
constexpr std::size_t kHeadBytes = 4;
constexpr std::size_t kLengthBytes = 4;
constexpr unsigned kAllParts = 7;

void put_big_endian(std::uint64_t number, std::size_t bytes, char* to) {
  for (std::size_t i = 0; i < bytes; ++i) {
    to[i] = static_cast<char>(number >> (8 * (bytes - 1 - i)));
  }
}

std::uint64_t get_big_endian(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char c : bytes) number = number << 8 | static_cast<unsigned char>(c);
  return number;
}

Error damaged() { return Error(ErrorCode::kCorruption, "damaged record of a stream"); }

// The parts, in the order of their bits.
std::array<const std::optional<ItemView>*, 3> parts_of(const Change& change) {
  return {&change.keys, &change.old_image, &change.new_image};
}

Result<ItemView> take_item(std::string_view& rest) {
  if (rest.size() < kLengthBytes) return damaged();
  const std::size_t size = get_big_endian(rest.substr(0, kLengthBytes));
  rest.remove_prefix(kLengthBytes);
  if (size == 0 || rest.size() < size) return damaged();
  const ItemView item(rest.substr(0, size));
  rest.remove_prefix(size);
  return item;
}

}  // namespace

ChangeKey::ChangeKey(keys::SpaceId space, derive::ChangeNumber number) {
  put_big_endian(space, 4, bytes_.data());
  put_big_endian(number, 8, bytes_.data() + 4);
}

Result<ChangeKey> ChangeKey::decode(std::string_view bytes) {
  ChangeKey key(0, 0);
  if (bytes.size() != key.bytes_.size()) {
    return Error(ErrorCode::kCorruption, "damaged key of a stream's record");
  }
  std::copy(bytes.begin(), bytes.end(), key.bytes_.begin());
  return key;
}

keys::SpaceId ChangeKey::space() const {
  return static_cast<keys::SpaceId>(get_big_endian(bytes().substr(0, 4)));
}

derive::ChangeNumber ChangeKey::number() const { return get_big_endian(bytes().substr(4)); }

std::string_view encode_change(Arena& arena, const Change& change) {
  std::size_t size = kHeadBytes;
  unsigned parts = 0;
  for (unsigned i = 0; const auto* part : parts_of(change)) {
    if (*part) {
      size += kLengthBytes + (*part)->bytes().size();
      parts |= 1u << i;
    }
    ++i;
  }
  char* const begin = static_cast<char*>(arena.allocate(size, 1));
  begin[0] = kChangeFormat;
  begin[1] = static_cast<char>(change.event);
  begin[2] = static_cast<char>(change.origin);
  begin[3] = static_cast<char>(parts);
  char* to = begin + kHeadBytes;
  for (const auto* part : parts_of(change)) {
    if (!*part) continue;
    const std::string_view bytes = (*part)->bytes();
    put_big_endian(bytes.size(), kLengthBytes, to);
    std::memcpy(to + kLengthBytes, bytes.data(), bytes.size());
    to += kLengthBytes + bytes.size();
  }
  return {begin, size};
}

Result<Change> decode_change(std::string_view record) {
  if (record.size() < kHeadBytes || record[0] != kChangeFormat) return damaged();
  const auto event = static_cast<unsigned char>(record[1]);
  const auto origin = static_cast<unsigned char>(record[2]);
  const auto parts = static_cast<unsigned char>(record[3]);
  if (event < 1 || event > 3 || origin > 1 || parts == 0 || parts > kAllParts) return damaged();
  Change change;
  change.event = static_cast<ChangeEvent>(event);
  change.origin = static_cast<ChangeOrigin>(origin);
  std::string_view rest = record.substr(kHeadBytes);
  if (parts & 1) {
    MAGNETO_ASSIGN_OR_RETURN(change.keys, take_item(rest));
  }
  if (parts & 2) {
    MAGNETO_ASSIGN_OR_RETURN(change.old_image, take_item(rest));
  }
  if (parts & 4) {
    MAGNETO_ASSIGN_OR_RETURN(change.new_image, take_item(rest));
  }
  if (!rest.empty()) return damaged();
  return change;
}

}  // namespace magneto::internal::store
