// SPDX-License-Identifier: Apache-2.0
//
// Searches against a search that is as simple as can be: a map of items, distances of doubles, a
// stable sort. Random vectors, updates and filters; all three distance functions.
#include "store/vector_search.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include "store/store_fixture.h"
#include "value/float_vector.h"

namespace magneto::internal::store {
namespace {

using catalog::DistanceFunction;
using Vector = std::vector<float>;

constexpr std::size_t kDimensions = 13;

struct ModelItem {
  std::optional<Vector> vector;
  std::string group;  // Empty: the attribute is not there.
  int colour = 0;
};

double model_score(DistanceFunction function, const Vector& a, const Vector& b) {
  double product = 0, a_length = 0, b_length = 0, difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double x = a[i], y = b[i];
    product += x * y;
    a_length += x * x;
    b_length += y * y;
    difference += (x - y) * (x - y);
  }
  if (function == DistanceFunction::kDotProduct) return product;
  if (function == DistanceFunction::kEuclidean) return std::sqrt(difference);
  return 1 - product / (std::sqrt(a_length) * std::sqrt(b_length));
}

class VectorSearchTest : public StoreFixture,
                         public ::testing::WithParamInterface<DistanceFunction> {
 protected:
  value::ItemView stored(const std::string& key, const ModelItem& item) {
    std::vector<value::Attribute> attributes = {
        {"p", value::make_string(arena, arena.copy(key))},
        {"colour", test_value(arena, "N:" + std::to_string(item.colour))}};
    if (!item.group.empty()) attributes.push_back({"g", test_value(arena, "S:" + item.group)});
    if (item.vector) attributes.push_back({"v", value::list_of_floats(arena, *item.vector)});
    return value::make_item(arena, attributes);
  }

  Vector random_vector() {
    std::uniform_real_distribution<float> any(-1, 1);
    Vector vector(kDimensions);
    for (float& each : vector) each = any(random);
    return vector;
  }

  int any(int count) { return std::uniform_int_distribution<int>(0, count - 1)(random); }

  VectorHits search(const catalog::VectorIndex& index, const keys::KeyRange& range,
                    const Vector& wanted, std::size_t top_k, VectorFilter filter) {
    return snapshot().search_vectors(arena, {&index, range, wanted, top_k}, filter).value();
  }

  std::mt19937 random{42};
  std::map<std::string, ModelItem> model;
};

// The scores of the model's answer, nearest first.
std::vector<double> model_search(const std::map<std::string, ModelItem>& model,
                                 DistanceFunction function, const Vector& wanted,
                                 const std::string& group, int colour, std::size_t top_k) {
  std::vector<double> scores;
  for (const auto& [key, item] : model) {
    if (!item.vector || (!group.empty() && item.group != group)) continue;
    if (colour >= 0 && item.colour != colour) continue;
    scores.push_back(model_score(function, wanted, *item.vector));
  }
  std::ranges::sort(scores);
  if (function == DistanceFunction::kDotProduct) std::ranges::reverse(scores);
  scores.resize(std::min(top_k, scores.size()));
  return scores;
}

TEST_P(VectorSearchTest, FindsWhatALookAtEverythingFinds) {
  catalog::Table described = test_table("T", {s("p")}, {});
  add_vector_index(described, "whole", kDimensions).distance = GetParam();
  add_vector_index(described, "parts", kDimensions, {{s("g"), true}}).distance = GetParam();
  const catalog::TablePtr table = create(std::move(described));
  const catalog::VectorIndex& whole = *table->find_vector_index("whole");
  const catalog::VectorIndex& parts = *table->find_vector_index("parts");

  for (int step = 0; step < 600; ++step) {
    const std::string key = std::to_string(any(80));
    if (any(6) == 0) {
      model.erase(key);
      ASSERT_TRUE(erase(table, item({{"p", "S:" + key}})).ok());
    } else {
      ModelItem& one = model[key];
      one.group = any(5) == 0 ? "" : "g" + std::to_string(any(3));
      one.colour = any(3);
      if (any(6) == 0) {
        one.vector.reset();
      } else if (!one.vector || any(2) == 0) {
        one.vector = random_vector();
      }
      ASSERT_TRUE(put(table, stored(key, one)).ok());
    }
    if (step % 10 != 0) continue;

    const Vector wanted = random_vector();
    const std::size_t top_k = 1 + static_cast<std::size_t>(any(30));
    const int colour = any(4) - 1;
    const auto filter = [&](value::ItemView entry) {
      return colour < 0 || entry.find("colour") == test_value(arena, "N:" + std::to_string(colour));
    };
    const std::string group = "g" + std::to_string(any(3));
    const value::ValueView hash = test_value(arena, "S:" + group);
    const VectorHits of_part =
        search(parts, keys::query_range(arena, parts.space, {&hash, 1}, {}), wanted, top_k, filter);
    const VectorHits of_whole =
        search(whole, keys::whole_space(arena, whole.space), wanted, top_k, filter);
    const auto check = [&](const VectorHits& hits, const std::string& in_group) {
      const std::vector<double> expected =
          model_search(model, GetParam(), wanted, in_group, colour, top_k);
      ASSERT_EQ(hits.hits.size(), expected.size());
      for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_NEAR(hits.hits[i].score, expected[i], 1e-12);
        const std::string hit(hits.hits[i].item.find("p")->scalar());
        ASSERT_TRUE(model.contains(hit));
        EXPECT_TRUE(std::ranges::equal(hits.hits[i].vector, *model[hit].vector));
        EXPECT_FALSE(hits.hits[i].item.contains("v"));
      }
    };
    check(of_part, group);
    check(of_whole, "");
  }

  // Counted as they lie there.
  const auto indexed =
      std::ranges::count_if(model, [](const auto& each) { return each.second.vector.has_value(); });
  EXPECT_EQ(live(*whole.statistics), counters(whole.space));
  EXPECT_EQ(live(*whole.statistics).first, indexed);
}

INSTANTIATE_TEST_SUITE_P(AllFunctions, VectorSearchTest,
                         ::testing::Values(DistanceFunction::kCosine, DistanceFunction::kDotProduct,
                                           DistanceFunction::kEuclidean));

class VectorOrderTest : public VectorSearchTest {};

TEST_F(VectorOrderTest, EqualOnesAreAlwaysInTheSameOrderWhateverTheirNumber) {
  catalog::Table described = test_table("T", {s("p")}, {});
  add_vector_index(described, "whole", 1);
  const catalog::TablePtr table = create(std::move(described));
  for (int i = 0; i < 40; ++i) {
    ASSERT_TRUE(put(table, item({{"p", "S:" + std::to_string(i)}, {"v", "V:1"}})).ok());
  }
  const catalog::VectorIndex& index = *table->find_vector_index("whole");
  const auto all = [](value::ItemView) { return true; };
  const keys::KeyRange range = keys::whole_space(arena, index.space);
  const VectorHits many = search(index, range, {2}, 40, all);
  const VectorHits few = search(index, range, {2}, 7, all);
  ASSERT_EQ(few.hits.size(), 7U);
  for (std::size_t i = 0; i < 7; ++i) EXPECT_EQ(few.hits[i].item, many.hits[i].item);
}

TEST_F(VectorOrderTest, AVectorWithoutADirectionIsNoErrorOfCosine) {
  catalog::Table described = test_table("T", {s("p")}, {});
  add_vector_index(described, "whole", 2);
  const catalog::TablePtr table = create(std::move(described));
  ASSERT_TRUE(put(table, item({{"p", "S:zero"}, {"v", "V:0 0"}})).ok());
  const catalog::VectorIndex& index = *table->find_vector_index("whole");
  const auto all = [](value::ItemView) { return true; };
  const VectorHits hits = search(index, keys::whole_space(arena, index.space), {1, 1}, 1, all);
  ASSERT_EQ(hits.hits.size(), 1U);
  EXPECT_EQ(hits.hits[0].score, 1);
}

}  // namespace
}  // namespace magneto::internal::store
