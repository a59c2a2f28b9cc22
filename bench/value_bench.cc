// SPDX-License-Identifier: Apache-2.0
//
// What the values' hot paths cost.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "base/arena.h"
#include "value/decimal.h"
#include "value/encoded_item.h"
#include "value/item_builder.h"
#include "value/item_size.h"
#include "value/vector_distance.h"

namespace {

using namespace magneto::internal;
using namespace magneto::internal::value;

constexpr const char* kNumbers[] = {"7",         "-42",    "1699999999123",
                                    "12345.678", "-0.001", "3.14159265358979323846264338327950288",
                                    "1e100"};

void TextToBytes(benchmark::State& state) {
  const std::string text = kNumbers[state.range(0)];
  char room[Decimal::kMaxEncodedBytes];
  for (auto _ : state) {
    std::string_view input = text;
    benchmark::DoNotOptimize(input);
    benchmark::DoNotOptimize(*number_from_chars(input, room));
    benchmark::ClobberMemory();
  }
  state.SetLabel(text);
}
BENCHMARK(TextToBytes)->DenseRange(0, 6);

void BytesToText(benchmark::State& state) {
  const std::string bytes = Decimal::parse(kNumbers[state.range(0)])->encoded();
  char room[Decimal::kMaxTextBytes];
  for (auto _ : state) {
    std::string_view input = bytes;
    benchmark::DoNotOptimize(input);
    benchmark::DoNotOptimize(number_to_chars(input, room));
    benchmark::ClobberMemory();
  }
  state.SetLabel(kNumbers[state.range(0)]);
}
BENCHMARK(BytesToText)->DenseRange(0, 6);

/// An update's `SET n = n + :d`: two decodes, a sum, an encode.
void AddStored(benchmark::State& state) {
  const std::string one = Decimal::parse("1")->encoded();
  const std::string other = Decimal::parse(kNumbers[state.range(0)])->encoded();
  char room[Decimal::kMaxEncodedBytes];
  for (auto _ : state) {
    std::string_view a = one, b = other;
    benchmark::DoNotOptimize(a);
    benchmark::DoNotOptimize(b);
    const auto sum = Decimal::add(Decimal::decode(a), Decimal::decode(b));
    if (sum.ok()) benchmark::DoNotOptimize(sum->encode(room));
    benchmark::ClobberMemory();
  }
  state.SetLabel(kNumbers[state.range(0)]);
}
BENCHMARK(AddStored)->DenseRange(0, 5);

/// Names as programs give them, and every other value a number.
ItemView make_test_item(Arena& arena, int count) {
  std::vector<Attribute> attributes;
  const std::string_view number = arena.copy(Decimal::parse("1699999999123")->encoded());
  for (int i = 0; i < count; ++i) {
    const std::string name = "attribute" + std::to_string(i * 7 % 100);
    attributes.push_back({arena.copy(name), i % 2 == 0
                                                ? make_number(arena, number)
                                                : make_string(arena, "text of the usual length")});
  }
  return make_item(arena, attributes);
}

void FindLast(benchmark::State& state) {
  Arena arena;
  ItemView item = make_test_item(arena, static_cast<int>(state.range(0)));
  std::string_view last;
  for (const Attribute& each : item) last = each.name;
  for (auto _ : state) {
    benchmark::DoNotOptimize(item);
    benchmark::DoNotOptimize(item.find(last));
  }
}
BENCHMARK(FindLast)->Arg(4)->Arg(10)->Arg(50);

void Walk(benchmark::State& state) {
  Arena arena;
  ItemView item = make_test_item(arena, static_cast<int>(state.range(0)));
  for (auto _ : state) {
    benchmark::DoNotOptimize(item);
    for (const Attribute& each : item) benchmark::DoNotOptimize(each.value.scalar().size());
  }
}
BENCHMARK(Walk)->Arg(4)->Arg(10)->Arg(50);

void ItemSize(benchmark::State& state) {
  Arena arena;
  ItemView item = make_test_item(arena, static_cast<int>(state.range(0)));
  for (auto _ : state) {
    benchmark::DoNotOptimize(item);
    benchmark::DoNotOptimize(item_size(item));
  }
}
BENCHMARK(ItemSize)->Arg(4)->Arg(10)->Arg(50);

void CheckItem(benchmark::State& state) {
  Arena arena;
  const ItemView item = make_test_item(arena, static_cast<int>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(check_item(item.bytes()).ok());
}
BENCHMARK(CheckItem)->Arg(10)->Arg(50);

/// A vector of 1,024 dimensions against one that lies at any address.
template <auto distance>
void VectorDistance(benchmark::State& state) {
  std::vector<float> wanted(1024), stored(1025);
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    wanted[i] = 1.0F / static_cast<float>(i + 1);
    stored[i] = static_cast<float>(i % 7) - 3;
  }
  const std::string_view bytes = bytes_of(stored).substr(1, 4 * wanted.size());
  for (auto _ : state) benchmark::DoNotOptimize(distance(wanted, bytes));
}
BENCHMARK(VectorDistance<dot_product>);
BENCHMARK(VectorDistance<squared_distance>);
BENCHMARK(VectorDistance<product_and_length>);

}  // namespace

BENCHMARK_MAIN();
