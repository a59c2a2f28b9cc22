// SPDX-License-Identifier: Apache-2.0
//
// What searching a vector index costs: 100,000 entries, on one thread, when the blocks are in the
// cache.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "storage/rocksdb/rocksdb_engine.h"
#include "store/vector_record.h"
#include "store/vector_search.h"
#include "value/item_builder.h"

namespace {

using namespace magneto::internal;
using catalog::DistanceFunction;

constexpr int kEntries = 100'000;
constexpr std::size_t kTopK = 10;

std::vector<float> random_vector(std::mt19937& random, std::size_t dimensions) {
  std::uniform_real_distribution<float> any(-1, 1);
  std::vector<float> vector(dimensions);
  for (float& each : vector) each = any(random);
  return vector;
}

std::unique_ptr<storage::Engine> filled(std::size_t dimensions) {
  auto engine = storage::open_rocksdb({.cache_bytes = std::size_t{2} << 30}).value();
  std::mt19937 random(1);
  for (int n = 0; n < kEntries; ++n) {
    Arena arena;
    char key[32];
    std::snprintf(key, sizeof key, "key %08d", n);
    value::Attribute attributes[] = {{"p", value::make_string(arena, key)}};
    const std::string_view record = store::encode_vector_record(
        arena, random_vector(random, dimensions), value::make_item(arena, attributes));
    const auto put = [&](storage::Values, storage::Batch& batch) -> Result<void> {
      batch.put({storage::Family::kIndexes, key}, record);
      return {};
    };
    if (!engine->modify({}, put, storage::Blocking::kAllowed).ok()) std::abort();
  }
  if (!engine->flush().ok()) std::abort();
  return engine;
}

void Search(benchmark::State& state) {
  const auto dimensions = static_cast<std::size_t>(state.range(0));
  const auto engine = filled(dimensions);
  catalog::VectorIndex index;
  index.distance = static_cast<DistanceFunction>(state.range(1));
  std::mt19937 random(2);
  const std::vector<float> wanted = random_vector(random, dimensions);
  for (auto _ : state) {
    Arena arena;
    const auto view = engine->view(storage::Blocking::kAllowed);
    const auto hits = store::search_vectors(arena, *view, {&index, {"key ", "key!"}, wanted, kTopK},
                                            [](value::ItemView) { return true; });
    if (!hits.ok() || hits->hits.size() != kTopK) std::abort();
    benchmark::DoNotOptimize(hits->hits.data());
  }
  state.SetItemsProcessed(state.iterations() * kEntries);
}
BENCHMARK(Search)
    ->ArgNames({"dimensions", "function"})
    ->ArgsProduct({{128, 1024},
                   {static_cast<int>(DistanceFunction::kCosine),
                    static_cast<int>(DistanceFunction::kDotProduct),
                    static_cast<int>(DistanceFunction::kEuclidean)}})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
