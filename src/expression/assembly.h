// SPDX-License-Identifier: Apache-2.0
//
// Assembly: new encoded bytes out of ranges of existing ones. What an update or a projection leaves
// as it is goes over in whole ranges (neighbours are joined), however many attributes it holds;
// each byte is copied once, at the end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "value/encoded_item.h"

namespace magneto::internal::expression {

/// An attribute as it stands in its map: length, name, value.
std::string_view attribute_bytes(const value::Attribute& attribute);
/// The same without the value.
std::string_view attribute_head(const value::Attribute& attribute);

class Assembly {
 public:
  /// A map or list whose content is being appended; and a state to go back to.
  struct Mark {
    std::size_t pieces = 0;
    std::size_t last_piece = 0;  ///< Length of the last one.
    std::size_t bytes = 0;
  };

  explicit Assembly(Arena& arena) : arena_(arena) {}

  /// Appends bytes that outlive the assembly.
  void append(std::string_view bytes);
  /// The length and the name of an attribute; its value is to follow.
  void append_name(std::string_view name);

  /// Begins a map or list value; its content is what is appended until end().
  Mark begin();
  /// Ends it, now that the number of its elements is known. `tag` is kMap or kList.
  void end(const Mark& mark, value::Tag tag, std::uint32_t count);

  Mark mark() const;
  /// Forgets what was appended since.
  void rewind(const Mark& mark);

  /// The whole as the attributes of an item.
  value::ItemView item(std::uint32_t count);

 private:
  void push(std::string_view piece);
  char* copy_pieces(char* to) const;

  static constexpr std::size_t kFirstPieces = 32;

  Arena& arena_;
  std::span<std::string_view> pieces_;
  std::size_t used_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace magneto::internal::expression
