// SPDX-License-Identifier: Apache-2.0
//
// Front door of the room: request bytes to structs, checks, structs to response bytes.
//
//   RequestParser parser;                                     // one a worker thread
//   MAGNETO_ASSIGN_OR_RETURN(ParsedBody body, parser.parse(bytes));
//   MAGNETO_ASSIGN_OR_RETURN(auto input, decode<PutItemInput>(body, arena));
//   MAGNETO_RETURN_IF_ERROR(validate(input, Wording::kPresent));
//   ...
//   encode(output, writer);
//
// `decode` answers for JSON (kSerialization: broken JSON, wrong types); `validate` for the model's
// constraints (kValidation); what is wrong inside AttributeValues stands in the values themselves
// (attribute_value.h). The same three work for every struct of shapes.h, inputs and outputs alike,
// so a client encodes the one and decodes the other.
//
// Nothing here is thread safe but the free functions on different arguments.
#pragma once

#include <memory>
#include <string_view>

#include "base/arena.h"
#include "base/result.h"
#include "wire/json_writer.h"
#include "wire/shape.h"
#include "wire/shapes.h"

namespace magneto::wire {

/// Readable bytes that must follow a body given to RequestParser::parse.
inline constexpr std::size_t kBodyPadding = 64;

class RequestParser;

/// A parsed body. Valid until its parser parses again or goes.
class ParsedBody {
 private:
  friend class RequestParser;
  explicit ParsedBody(RequestParser* parser) : parser_(parser) {}
  RequestParser* parser_;
};

/// Parses JSON bodies and keeps its buffers from one to the next.
class RequestParser {
 public:
  RequestParser();
  RequestParser(RequestParser&&) noexcept;
  RequestParser& operator=(RequestParser&&) noexcept;
  ~RequestParser();

  /// REQUIRES: kBodyPadding bytes behind `body` may be read (whatever they hold).
  /// Errors: kSerialization, without a text, when the body is no JSON object: broken or empty, not
  /// UTF-8, nested over 1,024 levels.
  Result<ParsedBody> parse(std::string_view body);

  /// The work of `decode`: fills in the struct at `to`, which has shape `shape`.
  static Result<void> decode(ParsedBody body, const Shape& shape, Arena& arena, void* to);

 private:
  struct Rep;
  std::unique_ptr<Rep> rep_;
};

/// Reads a struct. Unknown members are passed over, null members count as absent, of duplicates the
/// last one counts. The result and all it views live in `arena` alone. Errors: kSerialization, of
/// the first member in the body that has a wrong JSON type.
template <class T>
Result<T> decode(ParsedBody body, Arena& arena) {
  T value{};
  MAGNETO_RETURN_IF_ERROR(RequestParser::decode(body, shape_of<T>(), arena, &value));
  return value;
}

/// The service's words, by time. The order of checks is the same.
enum class Wording : std::uint8_t {
  kPresent,  ///< Late 2026: the first error is reported, and it alone.
  kLegacy,   ///< Before: up to ten errors in one text.
};

Result<void> validate(const Shape& shape, const void* value, Wording wording);

/// Checks what the model demands: required members, lengths, ranges, patterns, enums, at any depth.
/// Errors: kValidation.
template <class T>
Result<void> validate(const T& value, Wording wording) {
  return validate(shape_of<T>(), &value, wording);
}

void encode(const Shape& shape, const void* value, JsonWriter& writer);

/// Writes a struct as a JSON object, absent members left out.
template <class T>
void encode(const T& value, JsonWriter& writer) {
  encode(shape_of<T>(), &value, writer);
}

}  // namespace magneto::wire

#include "wire/generated/shape_tables.h"
