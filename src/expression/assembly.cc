// SPDX-License-Identifier: Apache-2.0

#include "expression/assembly.h"

#include <algorithm>
#include <cstring>

#include "base/bytes.h"
#include "base/check.h"

namespace magneto::internal::expression {
namespace {

std::uint32_t size32(std::size_t size) {
  MAGNETO_CHECK(size <= UINT32_MAX);
  return static_cast<std::uint32_t>(size);
}

}  // namespace

std::string_view attribute_head(const value::Attribute& attribute) {
  const char* begin = attribute.name.data() - varint_size(size32(attribute.name.size()));
  return {begin, static_cast<std::size_t>(attribute.value.bytes().data() - begin)};
}

std::string_view attribute_bytes(const value::Attribute& attribute) {
  const std::string_view head = attribute_head(attribute);
  return {head.data(), head.size() + attribute.value.bytes().size()};
}

void Assembly::push(std::string_view piece) {
  if (used_ == pieces_.size()) {
    const std::span<std::string_view> more =
        arena_.make_span<std::string_view>(std::max(kFirstPieces, 2 * pieces_.size()));
    std::ranges::copy(pieces_, more.begin());
    pieces_ = more;
  }
  pieces_[used_++] = piece;
}

void Assembly::append(std::string_view bytes) {
  if (bytes.empty()) return;
  bytes_ += bytes.size();
  if (used_ > 0) {
    std::string_view& last = pieces_[used_ - 1];
    if (!last.empty() && last.data() + last.size() == bytes.data()) {
      last = {last.data(), last.size() + bytes.size()};
      return;
    }
  }
  push(bytes);
}

void Assembly::append_name(std::string_view name) {
  char* const start = static_cast<char*>(arena_.allocate(kMaxVarintBytes + name.size(), 1));
  char* end = write_varint(start, size32(name.size()));
  end = std::ranges::copy(name, end).out;
  append({start, static_cast<std::size_t>(end - start)});
}

Assembly::Mark Assembly::begin() {
  const Mark here = mark();
  push({});  // The head; never joined with a neighbour while it is empty.
  return here;
}

void Assembly::end(const Mark& mark, value::Tag tag, std::uint32_t count) {
  const std::size_t content = bytes_ - mark.bytes + varint_size(count);
  char* const start = static_cast<char*>(arena_.allocate(1 + 2 * kMaxVarintBytes, 1));
  *start = static_cast<char>(tag);
  char* end = write_varint(start + 1, size32(content));
  end = write_varint(end, count);
  pieces_[mark.pieces] = {start, static_cast<std::size_t>(end - start)};
  bytes_ += pieces_[mark.pieces].size();
}

Assembly::Mark Assembly::mark() const {
  return {
      .pieces = used_, .last_piece = used_ > 0 ? pieces_[used_ - 1].size() : 0, .bytes = bytes_};
}

void Assembly::rewind(const Mark& mark) {
  used_ = mark.pieces;
  bytes_ = mark.bytes;
  if (used_ > 0) pieces_[used_ - 1] = pieces_[used_ - 1].substr(0, mark.last_piece);
}

value::ItemView Assembly::item(std::uint32_t count) {
  const std::size_t total = varint_size(count) + bytes_;
  char* const start = static_cast<char*>(arena_.allocate(total, 1));
  const char* const end = copy_pieces(write_varint(start, count));
  MAGNETO_CHECK(end == start + total);
  return value::ItemView({start, total});
}

char* Assembly::copy_pieces(char* to) const {
  for (std::string_view piece : pieces_.first(used_)) {
    std::memcpy(to, piece.data(), piece.size());
    to += piece.size();
  }
  return to;
}

}  // namespace magneto::internal::expression
