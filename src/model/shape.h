// SPDX-License-Identifier: Apache-2.0
//
// Shapes as data: what the service model says about every structure, list, map and scalar of the
// API. Decoder, validator and encoder are written once and walk these tables; the tables themselves
// are generated (model/generated) from the same model as the structs of shapes.h.
//
// A table reaches into a struct through two small functions for each member, so it needs neither the
// struct's type nor its layout. All of it is constant data: safe from any thread, at any time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

#include "base/arena.h"

namespace magneto::internal::model {

/// How a shape is held in C++ (see shapes.h) and written in JSON.
enum class Kind : std::uint8_t {
  kString,          ///< std::string_view
  kBoolean,         ///< bool
  kInteger,         ///< std::int64_t, 32 bits on the wire
  kLong,            ///< std::int64_t
  kDouble,          ///< double
  kTimestamp,       ///< double, seconds
  kStructure,       ///< the struct of that name
  kList,            ///< std::span<const Element>
  kMap,             ///< std::span<const MapEntry<Element>>
  kAttributeValue,  ///< AttributeValue
  kAttributeMap,    ///< AttributeMap
};

/// The patterns that occur in the model. What they match is in checks/pattern.cc.
enum class Pattern : std::uint8_t {
  kNone,
  kName,             ///< [a-zA-Z0-9_.-]+
  kPrintable,        ///< \p{Print}+
  kXmlText,          ///< what XML allows
  kHexWords,         ///< ([0-9a-f]{16})+
  kNoDollar,         ///< ^[^\$]+$
  kContributorRule,  ///< a word with - _ . inside
  kCsvDelimiter,     ///< one of , ; : | tab space
  kCsvHeader,        ///< printable ASCII but " and ,
  kS3Bucket,         ///< a word with . and - inside
  kTwelveDigits,     ///< [0-9]{12}
  kUuid,             ///< 8-4-4-4-12 hexadecimal digits
};

/// The member of an input that the service looks at before everything else, in words of its own
/// (checks/validator.cc).
enum class CheckedFirst : std::uint8_t { kNone, kTableName, kResourceArn };

struct Shape;

/// One member of a structure.
struct Member {
  std::string_view name;       ///< "TableName": in JSON.
  std::string_view path_name;  ///< "tableName": in error texts.
  const Shape* shape;
  bool required;
  /// Makes the member present in `structure`; where its value is to be put.
  void* (*emplace)(void* structure);
  /// The member's value in `structure`, or null when absent.
  const void* (*find)(const void* structure);
};

/// Reaches into the span of a list or map.
struct Sequence {
  /// Makes `count` elements in the arena and points `span` at them.
  void (*make)(void* span, Arena& arena, std::size_t count);
  std::size_t (*size)(const void* span);
  /// The element, or a map entry's value. REQUIRES: index < size.
  void* (*element)(const void* span, std::size_t index);
  /// A map entry's key. REQUIRES: index < size.
  std::string_view* (*key)(const void* span, std::size_t index);
};

inline constexpr std::int64_t kNoMinimum = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t kNoMaximum = std::numeric_limits<std::int64_t>::max();

struct Shape {
  std::string_view name;  ///< The model's.
  Kind kind;
  /// Bounds of a number's value, or of the length of a string, list or map.
  std::int64_t min = kNoMinimum;
  std::int64_t max = kNoMaximum;
  Pattern pattern = Pattern::kNone;
  std::string_view pattern_text = {};             ///< As error texts quote it.
  std::span<const std::string_view> values = {};  ///< Of an enum.
  std::span<const Member> members = {};           ///< Of a structure, in the order of validation.
  const Shape* key = nullptr;                     ///< Of a map, for its constraints.
  const Shape* element = nullptr;                 ///< Of a list or map.
  const Sequence* sequence = nullptr;             ///< Of a list or map.
  /// Nothing in it or below it can be wrong: validation passes it by.
  bool unconstrained = false;
  /// A string that is a table name or an ARN: names have bounds of their own (checks/validator.cc).
  bool table_name_or_arn = false;
  CheckedFirst checked_first = CheckedFirst::kNone;  ///< Of an input.
};

/// The shape of a struct of shapes.h. Declared for each in generated/shape_tables.h.
template <class T>
const Shape& shape_of();

}  // namespace magneto::internal::model
