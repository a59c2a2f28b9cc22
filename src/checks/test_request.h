// SPDX-License-Identifier: Apache-2.0
//
// For tests of this room: a JSON text decoded, checked and encoded again in one line.
#pragma once

#include <string>
#include <string_view>

#include "base/arena.h"
#include "checks/validate.h"
#include "json/codec.h"

namespace magneto::internal::checks {

class TestRequest {
 public:
  /// The decoded struct lives as long as this object.
  template <class T>
  Result<T> decode(std::string_view text) {
    const std::string padded = std::string(text) + std::string(json::kBodyPadding, '#');
    MAGNETO_ASSIGN_OR_RETURN(const json::ParsedBody body,
                             parser_.parse(std::string_view(padded).substr(0, text.size())));
    return json::decode<T>(body, arena_);
  }

  /// What decoding and then validation say; empty when nothing is wrong.
  template <class T>
  std::string error_of(std::string_view text, Wording wording = Wording::kPresent) {
    Result<T> input = decode<T>(text);
    if (!input.ok()) return input.error().message();
    const Result<void> valid = validate(*input, wording);
    return valid.ok() ? std::string() : valid.error().message();
  }

  /// The struct that `json` stands for, as JSON again.
  template <class T>
  std::string round_trip(std::string_view text) {
    Result<T> value = decode<T>(text);
    if (!value.ok()) return "error: " + value.error().message();
    json::JsonWriter writer;
    json::encode(*value, writer);
    return std::string(writer.text());
  }

  Arena& arena() { return arena_; }

 private:
  json::RequestParser parser_;
  Arena arena_;
};

}  // namespace magneto::internal::checks
