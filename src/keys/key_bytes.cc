// SPDX-License-Identifier: Apache-2.0
#include "keys/key_bytes.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/check.h"
#include "keys/partition_hash.h"

namespace magneto::internal::keys {
namespace {

using value::Type;
using value::ValueView;

constexpr std::size_t kSpaceBytes = 4;
constexpr std::size_t kHashBytes = 8;
constexpr std::size_t kTieBytes = 4;
constexpr std::size_t kLengthBytes = 2;
constexpr std::size_t kMaxEncodedPartitionBytes = kMaxPartitionKeyBytes + 4 * kLengthBytes;

// Of "ordered": the terminator sorts below the escape, so a string sorts below its continuations.
constexpr char kEscaped = '\xFF';
constexpr char kEndOfString = '\x01';

char* put_big_endian(char* to, std::uint64_t value, std::size_t bytes) {
  for (std::size_t i = 0; i < bytes; ++i) {
    to[i] = static_cast<char>(value >> (8 * (bytes - 1 - i)));
  }
  return to + bytes;
}

char* put_bytes(char* to, std::string_view bytes) {
  if (!bytes.empty()) std::memcpy(to, bytes.data(), bytes.size());
  return to + bytes.size();
}

std::size_t partition_size(ValueView value) { return kLengthBytes + value.scalar().size(); }

char* put_partition(char* to, ValueView value) {
  const std::string_view scalar = value.scalar();
  MAGNETO_CHECK(scalar.size() <= 0xFFFF);
  return put_bytes(put_big_endian(to, scalar.size(), kLengthBytes), scalar);
}

/// An ordered scalar without its end: what all longer strings share.
std::size_t open_size(ValueView value) {
  const std::string_view scalar = value.scalar();
  if (value.type() == Type::kNumber) return scalar.size();
  return scalar.size() + static_cast<std::size_t>(std::count(scalar.begin(), scalar.end(), '\0'));
}

char* put_open(char* to, ValueView value) {
  std::string_view rest = value.scalar();
  if (value.type() == Type::kNumber) return put_bytes(to, rest);
  for (;;) {
    const std::size_t zero = rest.find('\0');
    if (zero == std::string_view::npos) return put_bytes(to, rest);
    to = put_bytes(to, rest.substr(0, zero + 1));
    *to++ = kEscaped;
    rest.remove_prefix(zero + 1);
  }
}

std::size_t ordered_size(ValueView value) {
  return open_size(value) + (value.type() == Type::kNumber ? 1 : 2);
}

char* put_ordered(char* to, ValueView value) {
  to = put_open(to, value);
  *to++ = '\0';
  if (value.type() != Type::kNumber) *to++ = kEndOfString;
  return to;
}

ValueView key_value(const KeyAttribute& attribute, value::ItemView item) {
  const std::optional<ValueView> found = item.find(attribute.name);
  MAGNETO_CHECK(found.has_value() && found->type() == attribute.type);
  return *found;
}

/// The values of `item` under `schema`, found once: a schema has at most eight attributes.
class KeyValues {
 public:
  KeyValues(const KeySchema& schema, value::ItemView item)
      : partition_count_(schema.partition.size()), count_(schema.size()) {
    MAGNETO_CHECK(count_ <= values_.size());
    auto to = values_.begin();
    for (const KeyAttribute& attribute : schema.partition) *to++ = key_value(attribute, item);
    for (const KeyAttribute& attribute : schema.sort) *to++ = key_value(attribute, item);
  }

  std::span<const ValueView> partition() const { return {values_.data(), partition_count_}; }
  std::span<const ValueView> sort() const {
    return {values_.data() + partition_count_, count_ - partition_count_};
  }

 private:
  std::array<ValueView, 8> values_;
  std::size_t partition_count_;
  std::size_t count_;
};

std::size_t partition_size(std::span<const ValueView> values) {
  std::size_t size = 0;
  for (ValueView value : values) size += partition_size(value);
  return size;
}

std::size_t sort_size(std::span<const ValueView> values) {
  std::size_t size = 0;
  for (ValueView value : values) size += ordered_size(value);
  return size;
}

char* put_partition(char* to, std::span<const ValueView> values) {
  for (ValueView value : values) to = put_partition(to, value);
  return to;
}

char* put_sort(char* to, std::span<const ValueView> values) {
  for (ValueView value : values) to = put_ordered(to, value);
  return to;
}

/// Space, hash and partition: what the keys of one item collection begin with.
char* put_collection(char* to, SpaceId space, std::span<const ValueView> partition) {
  to = put_big_endian(to, space, kSpaceBytes);
  to = put_big_endian(to, partition_hash(partition), kHashBytes);
  return put_partition(to, partition);
}

std::size_t collection_size(std::span<const ValueView> partition) {
  return kSpaceBytes + kHashBytes + partition_size(partition);
}

char* allocate(Arena& arena, std::size_t size) {
  return static_cast<char*>(arena.allocate(size, 1));
}

/// `prefix` followed by the operand, with or without its end.
std::string_view append(Arena& arena, std::string_view prefix, ValueView operand, bool open) {
  const std::size_t size = prefix.size() + (open ? open_size(operand) : ordered_size(operand));
  char* const key = allocate(arena, size);
  char* const to = put_bytes(key, prefix);
  open ? put_open(to, operand) : put_ordered(to, operand);
  return {key, size};
}

/// The first key behind all that begin with `prefix`. There is one, because no key begins with FF.
std::string_view behind_prefix(Arena& arena, std::string_view prefix) {
  std::size_t size = prefix.size();
  while (size > 0 && prefix[size - 1] == '\xFF') --size;
  MAGNETO_CHECK(size > 0);
  char* const key = allocate(arena, size);
  put_bytes(key, prefix.substr(0, size));
  ++key[size - 1];
  return {key, size};
}

/// Where segment `segment` begins among the 2^64 hash values. REQUIRES: segment < total.
std::uint64_t first_hash(std::uint32_t segment, std::uint32_t total) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint64_t>((static_cast<Wide>(segment) << 64) / total);
}

std::string_view hash_boundary(Arena& arena, SpaceId space, std::uint64_t hash) {
  char* const key = allocate(arena, kSpaceBytes + kHashBytes);
  put_big_endian(put_big_endian(key, space, kSpaceBytes), hash, kHashBytes);
  return {key, kSpaceBytes + kHashBytes};
}

}  // namespace

std::string_view item_key(Arena& arena, SpaceId space, const KeySchema& schema,
                          value::ItemView item) {
  const KeyValues values(schema, item);
  const std::size_t size = collection_size(values.partition()) + sort_size(values.sort());
  char* const key = allocate(arena, size);
  put_sort(put_collection(key, space, values.partition()), values.sort());
  return {key, size};
}

std::string_view index_key(Arena& arena, SpaceId space, const KeySchema& index_schema,
                           const KeySchema& table_schema, value::ItemView item) {
  const KeyValues entry(index_schema, item);
  const KeyValues owner(table_schema, item);
  const std::size_t size = collection_size(entry.partition()) + sort_size(entry.sort()) +
                           kTieBytes + partition_size(owner.partition()) + sort_size(owner.sort());
  char* const key = allocate(arena, size);
  char* to = put_sort(put_collection(key, space, entry.partition()), entry.sort());
  to = put_big_endian(to, partition_hash(owner.partition(), owner.sort()) >> 32, kTieBytes);
  put_sort(put_partition(to, owner.partition()), owner.sort());
  return {key, size};
}

std::string in_space(std::string_view key, SpaceId space) {
  MAGNETO_CHECK(space <= kMaxSpaceId && key.size() >= kSpaceBytes);
  std::string moved(key);
  put_big_endian(moved.data(), space, kSpaceBytes);
  return moved;
}

KeyRange whole_space(Arena& arena, SpaceId space) {
  MAGNETO_CHECK(space <= kMaxSpaceId);
  char* const keys = allocate(arena, 2 * kSpaceBytes);
  put_big_endian(keys, space, kSpaceBytes);
  put_big_endian(keys + kSpaceBytes, space + 1, kSpaceBytes);
  return {{keys, kSpaceBytes}, {keys + kSpaceBytes, kSpaceBytes}};
}

KeyRange segment_range(Arena& arena, SpaceId space, std::uint32_t segment, std::uint32_t total) {
  MAGNETO_CHECK(segment < total);
  KeyRange range = whole_space(arena, space);
  if (segment > 0) range.begin = hash_boundary(arena, space, first_hash(segment, total));
  if (segment + 1 < total) range.end = hash_boundary(arena, space, first_hash(segment + 1, total));
  return range;
}

KeyRange query_range(Arena& arena, SpaceId space, std::span<const ValueView> partition_values,
                     const SortCondition& sort) {
  MAGNETO_CHECK(space <= kMaxSpaceId);
  if (partition_size(partition_values) > kMaxEncodedPartitionBytes) {
    const std::string_view nowhere = whole_space(arena, space).begin;  // no item has such a key
    return {nowhere, nowhere};
  }
  const std::size_t size = collection_size(partition_values) + sort_size(sort.equal);
  char* const bytes = allocate(arena, size);
  put_sort(put_collection(bytes, space, partition_values), sort.equal);
  const std::string_view prefix(bytes, size);

  KeyRange range{prefix, behind_prefix(arena, prefix)};
  if (!sort.range) return range;
  switch (*sort.range) {
    case SortOperator::kLess:
      range.end = append(arena, prefix, sort.low, false);
      break;
    case SortOperator::kLessOrEqual:
      range.end = behind_prefix(arena, append(arena, prefix, sort.low, false));
      break;
    case SortOperator::kGreater:
      range.begin = behind_prefix(arena, append(arena, prefix, sort.low, false));
      break;
    case SortOperator::kGreaterOrEqual:
      range.begin = append(arena, prefix, sort.low, false);
      break;
    case SortOperator::kBetween:
      range.begin = append(arena, prefix, sort.low, false);
      range.end = behind_prefix(arena, append(arena, prefix, sort.high, false));
      break;
    case SortOperator::kEqual:
      range.begin = append(arena, prefix, sort.low, false);
      range.end = behind_prefix(arena, range.begin);
      break;
    case SortOperator::kBeginsWith:
      MAGNETO_CHECK(sort.low.type() != Type::kNumber);
      range.begin = append(arena, prefix, sort.low, true);
      range.end = behind_prefix(arena, range.begin);
      break;
  }
  return range;
}

std::string_view after(Arena& arena, std::string_view key) {
  char* const next = allocate(arena, key.size() + 1);
  *put_bytes(next, key) = '\0';
  return {next, key.size() + 1};
}

KeyRange resume(Arena& arena, KeyRange range, std::string_view key, bool backward) {
  if (backward) {
    if (key < range.end) range.end = key;
  } else if (key >= range.begin) {
    range.begin = after(arena, key);
  }
  return range;
}

}  // namespace magneto::internal::keys
