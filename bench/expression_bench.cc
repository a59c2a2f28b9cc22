// SPDX-License-Identifier: Apache-2.0
//
// What expressions cost: parsing, binding with the tree remembered, evaluating, applying,
// projecting. An argument "--count <name>" runs one of them 10,000 times and nothing else, for
// counting instructions:
//
//   valgrind --tool=callgrind --toggle-collect=measured expression_bench --count evaluate
#include <benchmark/benchmark.h>

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "expression/expression.h"
#include "expression/parse_cache.h"
#include "expression/parser.h"
#include "value/decimal.h"
#include "value/item_builder.h"

namespace {

using namespace magneto::internal;
using namespace magneto::internal::expression;
using value::Attribute;
using value::ValueView;

constexpr std::string_view kCondition =
    "attribute_exists(pk) AND #status = :open AND (amount BETWEEN :low AND :high OR "
    "contains(tags, :tag))";
constexpr std::string_view kUpdate =
    "SET #status = :open, amount = amount + :low, address.city = :tag ADD visits :low";
constexpr std::string_view kProjection = "pk, #status, address.city, tags";
constexpr NameBinding kNames[] = {{"#status", "status"}};

ValueView number(Arena& arena, std::int64_t value) {
  char bytes[value::Decimal::kMaxEncodedBytes];
  return value::make_number(arena, {bytes, value::Decimal::from_int(value).encode(bytes)});
}

value::ItemView values(Arena& arena) {
  Attribute all[] = {{":open", value::make_string(arena, "OPEN")},
                     {":low", number(arena, 10)},
                     {":high", number(arena, 20)},
                     {":tag", value::make_string(arena, "blue")}};
  return value::make_item(arena, all);
}

/// About 300 bytes, ten attributes.
value::ItemView item(Arena& arena) {
  std::string_view tags[] = {"red", "green", "blue"};
  Attribute address[] = {{"city", value::make_string(arena, "Turin")},
                         {"street", value::make_string(arena, "Via Garibaldi 17")},
                         {"zip", value::make_string(arena, "10122")}};
  Attribute all[] = {
      {"pk", value::make_string(arena, "customer#1029384756")},
      {"sk", number(arena, 1'699'999'999'123)},
      {"status", value::make_string(arena, "OPEN")},
      {"amount", number(arena, 42)},
      {"tags", value::make_set(arena, value::Type::kStringSet, tags)},
      {"address", value::make_map(arena, address)},
      {"note", value::make_string(arena, std::string(80, 'x'))},
      {"name", value::make_string(arena, "Ada Lovelace")},
      {"visits", number(arena, 7)},
      {"flag", value::make_bool(true)},
  };
  return value::make_item(arena, all);
}

/// One kind of work, ready to be repeated. Each step() is measured by itself.
struct Work {
  Arena arena;
  Arena scratch;
  ParseCache cache;
  value::ItemView request_values = values(arena);
  value::ItemView stored = item(arena);
  Placeholders placeholders{arena, kNames, request_values};
  const Condition* condition =
      *bind_condition(cache, arena, Role::kCondition, kCondition, placeholders);
  const Update* update = *bind_update(cache, arena, kUpdate, placeholders);
  const Projection* projection = *bind_projection(cache, arena, kProjection, placeholders);
};

bool parse_condition_step(Work&) { return parse_condition(kCondition).ok(); }

bool bind_condition_step(Work& work) {
  work.scratch.reset();
  Placeholders placeholders(work.scratch, kNames, work.request_values);
  return bind_condition(work.cache, work.scratch, Role::kCondition, kCondition, placeholders).ok();
}

bool evaluate_step(Work& work) { return evaluate(*work.condition, work.stored); }

bool parse_update_step(Work&) { return parse_update(kUpdate).ok(); }

bool bind_update_step(Work& work) {
  work.scratch.reset();
  Placeholders placeholders(work.scratch, kNames, work.request_values);
  return bind_update(work.cache, work.scratch, kUpdate, placeholders).ok();
}

bool apply_update_step(Work& work) {
  work.scratch.reset();
  return apply_update(work.scratch, *work.update, work.stored).ok();
}

bool project_step(Work& work) {
  work.scratch.reset();
  return !project(work.scratch, *work.projection, work.stored).empty();
}

struct Step {
  const char* name;
  bool (*run)(Work&);
};
constexpr Step kSteps[] = {
    {"parse_condition", parse_condition_step},
    {"bind_condition", bind_condition_step},
    {"evaluate", evaluate_step},
    {"parse_update", parse_update_step},
    {"bind_update", bind_update_step},
    {"apply_update", apply_update_step},
    {"project", project_step},
};

/// What callgrind collects. Not inlined, so that it has a name.
[[gnu::noinline]] void measured(const Step& step, Work& work, int times) {
  for (int i = 0; i < times; ++i) benchmark::DoNotOptimize(step.run(work));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::string_view(argv[1]) == "--count") {
    Work work;
    for (const Step& step : kSteps) {
      if (std::string_view(argv[2]) == step.name) measured(step, work, 10'000);
    }
    return 0;
  }
  for (const Step& step : kSteps) {
    benchmark::RegisterBenchmark(step.name, [&step](benchmark::State& state) {
      Work work;
      for (auto _ : state) benchmark::DoNotOptimize(step.run(work));
    });
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
