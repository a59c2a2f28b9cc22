// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as an item in JSON. What decodes is canonical; an item without problems goes to JSON
// and back to the same bytes.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "json/codec.h"
#include "value/encoded_item.h"

namespace {

using namespace magneto::internal;
using namespace magneto::internal::json;

Result<model::PutItemInput> decode_item(RequestParser& parser, Arena& arena,
                                        std::string_view item) {
  const std::string body = R"({"Item":)" + std::string(item) + "}";
  const std::string padded = body + std::string(kBodyPadding, ' ');
  MAGNETO_ASSIGN_OR_RETURN(const ParsedBody parsed,
                           parser.parse(std::string_view(padded).substr(0, body.size())));
  return decode<model::PutItemInput>(parsed, arena);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static RequestParser parser;
  Arena arena;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Result<model::PutItemInput> input = decode_item(parser, arena, text);
  if (!input.ok() || !input->item.has_value()) return 0;
  const model::AttributeMap item = *input->item;
  MAGNETO_CHECK(value::check_item(item.bytes()).ok());
  if (!item.problem.empty()) return 0;

  JsonWriter writer;
  write_item(writer, item);
  Result<model::PutItemInput> again = decode_item(parser, arena, writer.text());
  MAGNETO_CHECK(again.ok() && again->item.has_value());
  MAGNETO_CHECK(again->item->problem.empty());
  MAGNETO_CHECK(again->item->bytes() == item.bytes());
  return 0;
}
