// SPDX-License-Identifier: Apache-2.0
//
// What decoding and encoding cost, for requests of about 300 bytes and 4 KB.
#include <benchmark/benchmark.h>

#include <string>

#include "base/arena.h"
#include "checks/validate.h"
#include "json/codec.h"

namespace {

using namespace magneto::internal;
using namespace magneto::internal::json;

/// An item as programs write it: strings, numbers, a flag, a list, a map.
std::string item_json(int attributes) {
  std::string json = R"({"pk":{"S":"customer#1029384756"},"sk":{"N":"1699999999123"})";
  for (int i = 0; i < attributes; ++i) {
    const std::string name = "attribute" + std::to_string(i * 7 % 100);
    switch (i % 5) {
      case 0:
        json += ",\"" + name + R"(":{"S":"some text of the usual length"})";
        break;
      case 1:
        json += ",\"" + name + R"(":{"N":"12345.678"})";
        break;
      case 2:
        json += ",\"" + name + R"(":{"BOOL":true})";
        break;
      case 3:
        json += ",\"" + name + R"(":{"L":[{"S":"one"},{"N":"2"}]})";
        break;
      default:
        json += ",\"" + name + R"(":{"M":{"city":{"S":"Turin"},"zip":{"S":"10121"}}})";
        break;
    }
  }
  return json + "}";
}

std::string put_item_json(int attributes) {
  return R"({"TableName":"customers","Item":)" + item_json(attributes) +
         R"(,"ReturnConsumedCapacity":"TOTAL"})";
}

/// 0: about 300 bytes; 1: about 4 KB.
int attributes_of(const benchmark::State& state) { return state.range(0) == 0 ? 4 : 90; }

std::string padded(const std::string& body) { return body + std::string(kBodyPadding, ' '); }

void parse(benchmark::State& state) {
  const std::string body = put_item_json(attributes_of(state));
  const std::string buffer = padded(body);
  RequestParser parser;
  for (auto _ : state) {
    benchmark::DoNotOptimize(parser.parse(std::string_view(buffer).substr(0, body.size())).ok());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(body.size()));
}
BENCHMARK(parse)->Arg(0)->Arg(1);

void parse_and_decode(benchmark::State& state) {
  const std::string body = put_item_json(attributes_of(state));
  const std::string buffer = padded(body);
  RequestParser parser;
  Arena arena;
  for (auto _ : state) {
    arena.reset();
    auto parsed = parser.parse(std::string_view(buffer).substr(0, body.size()));
    auto input = decode<model::PutItemInput>(*parsed, arena);
    benchmark::DoNotOptimize(input->item->bytes().data());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(body.size()));
}
BENCHMARK(parse_and_decode)->Arg(0)->Arg(1);

void check(benchmark::State& state) {
  const std::string body = put_item_json(attributes_of(state));
  const std::string buffer = padded(body);
  RequestParser parser;
  Arena arena;
  auto parsed = parser.parse(std::string_view(buffer).substr(0, body.size()));
  const auto input = decode<model::PutItemInput>(*parsed, arena);
  for (auto _ : state)
    benchmark::DoNotOptimize(checks::validate(*input, checks::Wording::kPresent).ok());
}
BENCHMARK(check)->Arg(0);

void encode_item(benchmark::State& state) {
  const std::string body = put_item_json(attributes_of(state));
  const std::string buffer = padded(body);
  RequestParser parser;
  Arena arena;
  auto parsed = parser.parse(std::string_view(buffer).substr(0, body.size()));
  const model::GetItemOutput output = {.item = decode<model::PutItemInput>(*parsed, arena)->item};
  JsonWriter writer;
  for (auto _ : state) {
    writer.clear();
    encode(output, writer);
    benchmark::DoNotOptimize(writer.text().data());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(writer.size()));
}
BENCHMARK(encode_item)->Arg(0)->Arg(1);

}  // namespace

BENCHMARK_MAIN();
