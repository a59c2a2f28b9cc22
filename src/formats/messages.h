// SPDX-License-Identifier: Apache-2.0
//
// What is wrong with a record or an object. The service's words for these are not known; they stand
// in reports and logs of imports and bulk operations only.
#pragma once

#include <string_view>

namespace magneto::internal::formats::messages {

inline constexpr std::string_view kNoJson = "The record is not a JSON object";
inline constexpr std::string_view kNoItem = "The record has no Item";
inline constexpr std::string_view kTooLong = "The record is too long";
inline constexpr std::string_view kNotUtf8 = "The record is not UTF-8";

inline constexpr std::string_view kQuoteInField =
    "A double quote in a field must be escaped by another one, and the field be quoted";
inline constexpr std::string_view kOpenQuote = "A quoted field does not end";
inline constexpr std::string_view kColumns =
    "The number of columns does not match the number of headers";
inline constexpr std::string_view kEmptyHeader = "A header is empty";
inline constexpr std::string_view kDuplicateHeader = "A header is given twice";

inline constexpr std::string_view kNoIon = "The object is not in Ion's text form";
inline constexpr std::string_view kIonType =
    "An Ion value has a type that does not stand for a DynamoDB type";
inline constexpr std::string_view kNoStruct = "The record is not an Ion struct";

}  // namespace magneto::internal::formats::messages
