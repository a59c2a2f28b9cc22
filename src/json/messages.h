// SPDX-License-Identifier: Apache-2.0
//
// Every text of this room that a client can see.
#pragma once

#include <string>
#include <string_view>

#include "model/shape.h"

namespace magneto::internal::json::messages {

// Wrong JSON types: SerializationException. Observed on the service, type by type; it names the
// Java types it decodes into, and spells some things its own way.

/// A number, string or boolean where some other scalar must stand. `found` is "NUMBER_VALUE".
std::string cannot_be_converted(std::string_view found, const model::Shape& expected);
/// A JSON array where none may be.
std::string unexpected_array(const model::Shape& expected);
inline constexpr std::string_view kUnexpectedObject =
    "Start of structure or map found where not expected";
/// A scalar where a structure, list or map must stand: as a member, as an element of a list or map,
/// and as an element that is itself a list or map.
inline constexpr std::string_view kUnexpectedMember = "Unexpected field type";
inline constexpr std::string_view kUnexpectedElement = "Unexpected value type in payload";
inline constexpr std::string_view kUnexpectedCollection =
    "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class "
    "java.lang.Class (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and "
    "java.lang.Class "
    "are in module java.base of loader 'bootstrap')";
inline constexpr std::string_view kNoBoolean = "Unexpected token received from parser";
inline constexpr std::string_view kNoBase64 =
    "only base-64-encoded strings are convertible to bytes";
inline constexpr std::string_view kArrayForBinary =
    "Unrecognized collection type class java.nio.ByteBuffer";
/// A null where the layer takes none (SearchVectors), and where in the body it ends.
std::string unexpected_null(const model::Shape& expected, std::size_t line, std::size_t column);
/// An integer that is too large for its type.
std::string out_of_range(std::string_view number, const model::Shape& expected);

inline constexpr const char* kNoMemory = "There is no memory for the request now. Try again later.";

// Content of AttributeValues: ValidationException, later and with the operation's prefix.

inline constexpr std::string_view kNoType =
    "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";
inline constexpr std::string_view kManyTypes =
    "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the "
    "supported datatypes";
inline constexpr std::string_view kNullFalse =
    "One or more parameter values were invalid: Null attribute value types must have the value of "
    "true";
inline constexpr std::string_view kEmptyStringSet =
    "One or more parameter values were invalid: An string set  may not be empty";
inline constexpr std::string_view kEmptyNumberSet =
    "One or more parameter values were invalid: An number set  may not be empty";
inline constexpr std::string_view kEmptyBinarySet =
    "One or more parameter values were invalid: Binary sets should not be empty";
inline constexpr std::string_view kNullInStringSet =
    "One or more parameter values were invalid: An string set may not have a null string as a "
    "member";
inline constexpr std::string_view kNullInNumberSet =
    "One or more parameter values were invalid: An number set may not have a null string as a "
    "member";
inline constexpr std::string_view kNullInBinarySet =
    "One or more parameter values were invalid: Binary sets may not contain null values";
inline constexpr std::string_view kDuplicateNumbers = "Input collection contains duplicates";
/// The current layer's words.
inline constexpr std::string_view kDuplicateNumbersNow = "Input collection contains duplicates.";
/// `elements` as in "[a, b, a]"; in the current layer "["a", "a"]".
std::string duplicate_strings(std::string_view elements);
std::string duplicate_binaries(std::string_view elements);
inline constexpr std::string_view kEmptyName =
    "One or more parameter values were invalid: Empty attribute name";
inline constexpr std::string_view kTooDeep =
    "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels "
    "beyond "
    "supported limit";

}  // namespace magneto::internal::json::messages
