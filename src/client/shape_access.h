// SPDX-License-Identifier: Apache-2.0
//
// From C++ types to shapes, and from pointers to members to Members. For the generated tables.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <type_traits>
#include <vector>

#include "client/generated/tables.h"
#include "client/shape.h"
#include "magneto/model.h"

namespace magneto::internal::client {

template <Kind kKind>
inline constexpr Shape kScalar{.kind = kKind};

constexpr const Shape* shape_of(std::type_identity<std::string>) { return &kScalar<Kind::kString>; }
constexpr const Shape* shape_of(std::type_identity<Binary>) { return &kScalar<Kind::kBlob>; }
constexpr const Shape* shape_of(std::type_identity<bool>) { return &kScalar<Kind::kBoolean>; }
constexpr const Shape* shape_of(std::type_identity<std::int64_t>) {
  return &kScalar<Kind::kInteger>;
}
constexpr const Shape* shape_of(std::type_identity<double>) { return &kScalar<Kind::kDouble>; }
constexpr const Shape* shape_of(std::type_identity<magneto::model::Timestamp>) {
  return &kScalar<Kind::kTimestamp>;
}
constexpr const Shape* shape_of(std::type_identity<Value>) { return &kScalar<Kind::kValue>; }
constexpr const Shape* shape_of(std::type_identity<Item>) { return &kScalar<Kind::kItem>; }

template <class E>
inline constexpr Shape kEnumOf{.kind = Kind::kEnum, .words = [] { return words_of(E{}); }};
template <class E>
constexpr const Shape* shape_of(std::type_identity<Enum<E>>) {
  return &kEnumOf<E>;
}

template <class T>
inline constexpr Sequence kListSequence{
    .size = [](const void* list) { return static_cast<const std::vector<T>*>(list)->size(); },
    .add = [](void* list, std::string_view) -> void* {
      return &static_cast<std::vector<T>*>(list)->emplace_back();
    },
    .each =
        [](const void* list, void* context, void (*visit)(void*, std::string_view, const void*)) {
          for (const T& element : *static_cast<const std::vector<T>*>(list)) {
            visit(context, {}, &element);
          }
        },
};
template <class T>
inline constexpr Sequence kMapSequence{
    .size =
        [](const void* map) { return static_cast<const std::map<std::string, T>*>(map)->size(); },
    .add = [](void* map, std::string_view key) -> void* {
      return &(*static_cast<std::map<std::string, T>*>(map))[std::string(key)];
    },
    .each =
        [](const void* map, void* context, void (*visit)(void*, std::string_view, const void*)) {
          for (const auto& [key, element] : *static_cast<const std::map<std::string, T>*>(map)) {
            visit(context, key, &element);
          }
        },
};

template <class T>
struct ShapeOf {
  static constexpr const Shape* get() { return shape_of(std::type_identity<T>()); }
};
template <class T>
inline constexpr Shape kListOf{
    .kind = Kind::kList, .element = ShapeOf<T>::get(), .sequence = &kListSequence<T>};
template <class T>
inline constexpr Shape kMapOf{
    .kind = Kind::kMap, .element = ShapeOf<T>::get(), .sequence = &kMapSequence<T>};
template <class T>
struct ShapeOf<std::vector<T>> {
  static constexpr const Shape* get() { return &kListOf<T>; }
};
template <class T>
struct ShapeOf<std::map<std::string, T>> {
  static constexpr const Shape* get() { return &kMapOf<T>; }
};

template <class>
struct MemberPointer;
template <class S, class T>
struct MemberPointer<T S::*> {
  using Structure = S;
  using Held = T;
};
template <class T>
struct Contained {
  using Type = T;
};
template <class T>
struct Contained<std::optional<T>> {
  using Type = T;
};
template <class T>
struct Contained<Optional<T>> {
  using Type = T;
};

/// `member_of<&model::GetItemInput::table_name>("TableName")`: an optional member, or a plain one,
/// which is always present.
template <auto kPointer>
constexpr Member member_of(std::string_view name) {
  using Structure = typename MemberPointer<decltype(kPointer)>::Structure;
  using Held = typename MemberPointer<decltype(kPointer)>::Held;
  using Type = typename Contained<Held>::Type;
  constexpr bool kOptional = !std::is_same_v<Held, Type>;
  return {name, ShapeOf<Type>::get(),
          [](void* structure) -> void* {
            Held& member = static_cast<Structure*>(structure)->*kPointer;
            if constexpr (kOptional) {
              return &member.emplace();
            } else {
              return &member;
            }
          },
          [](const void* structure) -> const void* {
            const Held& member = static_cast<const Structure*>(structure)->*kPointer;
            if constexpr (kOptional) {
              return member.has_value() ? &*member : nullptr;
            } else {
              return &member;
            }
          }};
}

}  // namespace magneto::internal::client
