// SPDX-License-Identifier: Apache-2.0
//
// The public structs of magneto/model.h as data, for one encoder and one decoder that walk them all.
// The tables of the members are generated (client/generated); everything else follows from the
// members' C++ types (shape_access.h). Constant data: safe from any thread, at any time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace magneto::internal::client {

/// How a shape is held in C++.
enum class Kind : std::uint8_t {
  kString,     ///< std::string
  kEnum,       ///< Enum<E>, as detail::EnumText
  kBlob,       ///< Binary
  kBoolean,    ///< bool
  kInteger,    ///< std::int64_t
  kDouble,     ///< double
  kTimestamp,  ///< model::Timestamp
  kStructure,  ///< the struct of that name
  kList,       ///< std::vector
  kMap,        ///< std::map<std::string, ...>
  kValue,      ///< Value
  kItem,       ///< Item
};

struct Shape;

struct Member {
  std::string_view name;  ///< In JSON.
  const Shape* shape;
  /// Makes the member present in `structure`; where its value is to be put.
  void* (*emplace)(void* structure);
  /// The member's value in `structure`, or null when absent.
  const void* (*find)(const void* structure);
};

/// Reaches into a std::vector or a std::map.
struct Sequence {
  std::size_t (*size)(const void* sequence);
  /// Adds an element to a list; of a map the element with that key.
  void* (*add)(void* sequence, std::string_view key);
  /// Calls `visit` for each element; keys of lists are empty.
  void (*each)(const void* sequence, void* context,
               void (*visit)(void* context, std::string_view key, const void* element));
};

struct Shape {
  Kind kind;
  std::span<const Member> members = {};                    ///< Of a structure.
  const Shape* element = nullptr;                          ///< Of a list or map.
  const Sequence* sequence = nullptr;                      ///< Of a list or map.
  std::span<const std::string_view> (*words)() = nullptr;  ///< Of an enum.
};

}  // namespace magneto::internal::client
