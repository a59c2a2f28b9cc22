// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as the body of a request: decoded, checked in both wordings, and written again. What
// was decoded must be well formed, and what was written must decode to the same text.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "checks/validate.h"
#include "json/codec.h"

namespace {

using namespace magneto::internal;
using namespace magneto::internal::json;
using magneto::internal::checks::validate;
using magneto::internal::checks::Wording;

template <class T>
void check_request(std::string_view body, Layer layer = Layer::kOlder) {
  static RequestParser parser;
  Arena arena;
  const std::string padded = std::string(body) + std::string(kBodyPadding, '}');
  Result<ParsedBody> parsed = parser.parse(std::string_view(padded).substr(0, body.size()));
  if (!parsed.ok()) return;
  Result<T> input = decode<T>(*parsed, arena, layer);
  if (!input.ok()) return;
  static_cast<void>(validate(*input, Wording::kPresent));
  static_cast<void>(validate(*input, Wording::kLegacy));

  JsonWriter first;
  encode(*input, first);
  const std::string again = std::string(first.text()) + std::string(kBodyPadding, '}');
  parsed = parser.parse(std::string_view(again).substr(0, first.size()));
  MAGNETO_CHECK(parsed.ok());
  input = decode<T>(*parsed, arena, layer);
  MAGNETO_CHECK(input.ok());
  JsonWriter second;
  encode(*input, second);
  MAGNETO_CHECK(first.text() == second.text());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 7) {
    case 0:
      check_request<model::PutItemInput>(body);
      break;
    case 1:
      check_request<model::QueryInput>(body);
      break;
    case 2:
      check_request<model::TransactWriteItemsInput>(body);
      break;
    case 3:
      check_request<model::CreateTableInput>(body);
      break;
    case 4:
      check_request<model::BatchWriteItemInput>(body);
      break;
    case 5:
      check_request<model::SearchVectorsInput>(body, Layer::kCurrent);
      break;
    default:
      check_request<model::UpdateItemInput>(body);
      break;
  }
  return 0;
}
