// SPDX-License-Identifier: Apache-2.0
//
// The functions behind Member and Sequence, made from pointers to members. For the generated
// tables.
#pragma once

#include "model/shape.h"
#include "model/shapes.h"

namespace magneto::internal::model {

template <class>
struct MemberPointer;
template <class S, class T>
struct MemberPointer<std::optional<T> S::*> {
  using Structure = S;
};

/// `member_of<&PutItemInput::table_name>("TableName", "tableName", table::kTableArn, required)`.
template <auto kPointer>
constexpr Member member_of(std::string_view name, std::string_view path_name, const Shape& shape,
                           bool required = false) {
  using Structure = typename MemberPointer<decltype(kPointer)>::Structure;
  return {name,
          path_name,
          &shape,
          required,
          [](void* structure) -> void* {
            return &(static_cast<Structure*>(structure)->*kPointer).emplace();
          },
          [](const void* structure) -> const void* {
            const auto& member = static_cast<const Structure*>(structure)->*kPointer;
            return member.has_value() ? &*member : nullptr;
          }};
}

template <class T>
T& element_of(const void* span, std::size_t index) {
  return const_cast<T&>((*static_cast<const std::span<const T>*>(span))[index]);
}

template <class T>
inline constexpr Sequence kListOf = {
    .make =
        [](void* span, Arena& arena, std::size_t count) {
          *static_cast<std::span<const T>*>(span) = arena.make_span<T>(count);
        },
    .size = [](const void* span) { return static_cast<const std::span<const T>*>(span)->size(); },
    .element = [](const void* span, std::size_t index) -> void* {
      return &element_of<T>(span, index);
    },
    .key = nullptr,
};

template <class T>
inline constexpr Sequence kMapOf = {
    .make = kListOf<MapEntry<T>>.make,
    .size = kListOf<MapEntry<T>>.size,
    .element = [](const void* span, std::size_t index) -> void* {
      return &element_of<MapEntry<T>>(span, index).value;
    },
    .key = [](const void* span,
              std::size_t index) { return &element_of<MapEntry<T>>(span, index).key; },
};

}  // namespace magneto::internal::model
