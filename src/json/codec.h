// SPDX-License-Identifier: Apache-2.0
//
// Front door of the room: request bytes to structs, structs to response bytes.
//
//   RequestParser parser;                                     // one a worker thread
//   MAGNETO_ASSIGN_OR_RETURN(ParsedBody body, parser.parse(bytes));
//   MAGNETO_ASSIGN_OR_RETURN(auto input, decode<PutItemInput>(body, arena));
//   ...
//   encode(output, writer);
//
// `decode` answers for JSON (kSerialization: broken JSON, wrong types); the room `checks` for the
// model's constraints; what is wrong inside AttributeValues stands in the values themselves
// (model/attribute_value.h). Both work for every struct of shapes.h, inputs and outputs alike, so a
// client encodes the one and decodes the other.
//
// Nothing here is thread safe but the free functions on different arguments.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/arena.h"
#include "base/result.h"
#include "json/json_writer.h"
#include "model/shape.h"
#include "model/shapes.h"

namespace magneto::internal::json {

/// Readable bytes that must follow a body given to RequestParser::parse.
inline constexpr std::size_t kBodyPadding = 64;

/// The layer of the service whose words tell what is wrong in the content of AttributeValues.
enum class Layer : std::uint8_t { kOlder, kCurrent };

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
  /// UTF-8, nested over 1,024 levels; kServiceUnavailable when there is no memory for it.
  Result<ParsedBody> parse(std::string_view body);

  /// The work of `decode`: fills in the struct at `to`, which has shape `shape`.
  static Result<void> decode(ParsedBody body, const model::Shape& shape, Layer layer, Arena& arena,
                             void* to);

 private:
  struct Rep;
  std::unique_ptr<Rep> rep_;
};

/// Reads a struct. Unknown members are passed over, null members count as absent, of duplicates the
/// last one counts. The result and all it views live in `arena` alone. Errors: kSerialization, of
/// the first member in the body that has a wrong JSON type.
template <class T>
Result<T> decode(ParsedBody body, Arena& arena, Layer layer = Layer::kOlder) {
  T value{};
  MAGNETO_RETURN_IF_ERROR(RequestParser::decode(body, model::shape_of<T>(), layer, arena, &value));
  return value;
}

void encode(const model::Shape& shape, const void* value, JsonWriter& writer);

/// Writes a struct as a JSON object, absent members left out.
template <class T>
void encode(const T& value, JsonWriter& writer) {
  encode(model::shape_of<T>(), &value, writer);
}

}  // namespace magneto::internal::json

#include "model/generated/shape_tables.h"
