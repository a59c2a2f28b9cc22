// SPDX-License-Identifier: Apache-2.0
//
// Random operations on a table with local and global indexes, done by the store and by a model that
// is a std::map: items, index contents and their order, counts and sizes must agree.
#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <utility>

#include "keys/partition_hash.h"
#include "store/store_fixture.h"
#include "value/decimal.h"

namespace magneto::internal::store {
namespace {

using value::ItemView;

// Attribute names to texts like "S:abc" and "N:12".
using ModelItem = std::map<std::string, std::string>;
using ModelKey = std::pair<std::string, std::string>;

struct ModelIndex {
  std::string name;
  std::vector<std::string> partition;
  std::vector<std::string> sort;
  bool all = false;
  std::set<std::string> attributes;  // Of an entry, but with `all`.
};

// Sizes by the guide: numbers here are 1 to 99 and take two bytes.
std::int64_t model_size(const ModelItem& item) {
  std::size_t size = 0;
  for (const auto& [name, text] : item) {
    size += name.size() + (text[0] == 'N' ? 2 : text.size() - 2);
  }
  return static_cast<std::int64_t>(size);
}

// Something that orders like DynamoDB orders values of one type.
std::string ordered(const std::string& text) {
  if (text[0] != 'N') return text;
  std::string digits = text.substr(2);
  return std::string(4 - digits.size(), '0') + digits;
}

// What orders entries whose index keys are equal: the hash of the item's key.
std::uint32_t tie(const ModelKey& key) {
  Arena arena;
  const value::ValueView partition = value::make_string(arena, key.first.substr(2));
  const value::ValueView sort =
      value::make_number(arena, value::Decimal::parse(key.second.substr(2)).value().encoded());
  return static_cast<std::uint32_t>(keys::partition_hash({&partition, 1}, {&sort, 1}) >> 32);
}

class Model {
 public:
  std::map<ModelKey, ModelItem> items;

  static ModelKey key(const ModelItem& item) { return {item.at("p"), item.at("r")}; }

  static bool indexed(const ModelIndex& index, const ModelItem& item) {
    const auto has = [&](const std::string& name) { return item.contains(name); };
    return std::all_of(index.partition.begin(), index.partition.end(), has) &&
           std::all_of(index.sort.begin(), index.sort.end(), has);
  }

  static ModelItem entry(const ModelIndex& index, const ModelItem& item) {
    if (index.all) return item;
    ModelItem entry;
    for (const auto& [name, text] : item) {
      if (index.attributes.contains(name)) entry[name] = text;
    }
    return entry;
  }

  // Entries by partition, each in order: sort attributes, then the hash of the item's key.
  std::map<std::vector<std::string>, std::vector<ModelItem>> entries(
      const ModelIndex& index) const {
    using Order = std::pair<std::vector<std::string>, std::uint32_t>;
    std::map<std::vector<std::string>, std::map<Order, ModelItem>> sorted;
    for (const auto& [item_key, item] : items) {
      if (!indexed(index, item)) continue;
      std::vector<std::string> partition, sort;
      for (const auto& name : index.partition) partition.push_back(item.at(name));
      for (const auto& name : index.sort) sort.push_back(ordered(item.at(name)));
      sorted[partition][Order{sort, tie(item_key)}] = entry(index, item);
    }
    std::map<std::vector<std::string>, std::vector<ModelItem>> result;
    for (const auto& [partition, list] : sorted) {
      for (const auto& [order, item] : list) result[partition].push_back(item);
    }
    return result;
  }
};

class StoreModelTest : public StoreFixture, public ::testing::WithParamInterface<unsigned> {
 protected:
  StoreModelTest() : random(GetParam()) {
    catalog::Table description = test_table("Music", {s("p")}, {n("r")});
    add_index(description, "local", {s("p")}, {s("l")}, keys_only(), true);
    add_index(description, "all", {s("g")}, {n("y")});
    add_index(description, "some", {s("g")}, {}, include({"x"}));
    add_index(description, "multi", {s("g"), n("y")}, {s("l"), s("x")}, keys_only());
    table = create(std::move(description));
    indexes = {{"local", {"p"}, {"l"}, false, {"p", "r", "l"}},
               {"all", {"g"}, {"y"}, true, {}},
               {"some", {"g"}, {}, false, {"p", "r", "g", "x"}},
               {"multi", {"g", "y"}, {"l", "x"}, false, {"p", "r", "g", "y", "l", "x"}}};
  }

  std::size_t below(std::size_t bound) { return random() % bound; }
  bool chance(std::size_t in) { return below(in) == 0; }

  std::string text(std::size_t different) {
    static const std::string kWords[] = {"a", "b", "bb", "c", "ca", "d"};
    return "S:" + kWords[below(different)];
  }
  std::string number(std::size_t different) { return "N:" + std::to_string(1 + below(different)); }

  ModelItem random_key() { return {{"p", text(4)}, {"r", number(12)}}; }

  ModelItem random_item(const ModelItem& key) {
    ModelItem made = key;
    if (!chance(3)) made["g"] = text(3);
    if (!chance(3)) made["y"] = number(12);
    if (!chance(2)) made["l"] = text(6);
    if (!chance(2)) made["x"] = text(2);
    if (!chance(2)) made["other"] = "S:" + std::string(below(5), 'o');
    return made;
  }

  ItemView encoded(const ModelItem& model_item) {
    return item(TestAttributes(model_item.begin(), model_item.end()));
  }

  // One to four different items, each put or erased, or left alone; sometimes with a value that an
  // index refuses: then nothing may happen.
  void write_some() {
    std::map<ModelKey, ModelItem> touched;
    const std::size_t count = chance(3) ? 1 + below(4) : 1;
    while (touched.size() < count) {
      const ModelItem key = random_key();
      touched[Model::key(key)] = key;
    }
    std::vector<ItemRef> refs;
    std::vector<ItemChange> wanted;
    Model after = model;
    bool refused = false;
    for (auto& [key, key_item] : touched) {
      refs.push_back(ref(table, encoded(key_item)));
      if (chance(4)) {
        wanted.push_back({ItemChange::Kind::kErase, {}});
        after.items.erase(key);
      } else if (chance(8)) {
        wanted.push_back({});
      } else {
        ModelItem made = random_item(key_item);
        if (chance(20)) {
          made["y"] = "S:wrong";
          refused = true;
        }
        wanted.push_back({ItemChange::Kind::kPut, encoded(made)});
        after.items[key] = made;
      }
    }
    const auto written = store.modify(
        arena, refs,
        [&](auto old, std::span<ItemChange> changes) -> Result<void> {
          check_old(touched, old);
          std::copy(wanted.begin(), wanted.end(), changes.begin());
          return {};
        },
        storage::Blocking::kAllowed);
    EXPECT_EQ(written.ok(), !refused);
    if (written.ok()) model = after;
  }

  void check_old(const std::map<ModelKey, ModelItem>& touched,
                 std::span<const std::optional<ItemView>> old) {
    std::size_t i = 0;
    for (const auto& [key, unused] : touched) {
      const auto found = model.items.find(key);
      if (found == model.items.end()) {
        EXPECT_EQ(old[i], std::nullopt);
      } else {
        EXPECT_EQ(old[i], encoded(found->second));
      }
      ++i;
    }
  }

  void check_items() {
    std::map<std::string, std::vector<std::pair<std::string, ItemView>>> sorted;
    std::int64_t bytes = 0;
    for (const auto& [key, model_item] : model.items) {
      sorted[key.first].emplace_back(ordered(key.second), encoded(model_item));
      bytes += model_size(model_item);
    }
    std::size_t seen = 0;
    for (auto& [partition, list] : sorted) {
      std::sort(list.begin(), list.end(), [](auto& a, auto& b) { return a.first < b.first; });
      const std::vector<ItemView> found = query(nullptr, {partition});
      ASSERT_EQ(found.size(), list.size());
      for (std::size_t i = 0; i < list.size(); ++i) EXPECT_EQ(found[i], list[i].second);
      seen += found.size();
    }
    EXPECT_EQ(all(table).size(), seen);
    const auto expected_counts = std::pair(static_cast<std::int64_t>(seen), bytes);
    EXPECT_EQ(live(*table->statistics), expected_counts);
    EXPECT_EQ(counters(table->space), expected_counts);
  }

  void check_index(const ModelIndex& expected) {
    const catalog::Index* index = table->find_index(expected.name);
    std::int64_t count = 0;
    std::int64_t bytes = 0;
    for (const auto& [partition, entries] : model.entries(expected)) {
      const std::vector<ItemView> found = query(index, partition);
      ASSERT_EQ(found.size(), entries.size()) << expected.name;
      for (std::size_t i = 0; i < entries.size(); ++i) {
        EXPECT_EQ(found[i], encoded(entries[i])) << expected.name;
        count += 1;
        bytes += model_size(entries[i]);
      }
    }
    EXPECT_EQ(all(table, expected.name).size(), static_cast<std::size_t>(count));
    EXPECT_EQ(live(*index->statistics), std::pair(count, bytes)) << expected.name;
    EXPECT_EQ(counters(index->space), std::pair(count, bytes)) << expected.name;
  }

  void check_collections() {
    std::map<std::string, std::int64_t> bytes;
    for (const auto& [key, model_item] : model.items) {
      bytes[key.first] += model_size(model_item);
      if (Model::indexed(indexes[0], model_item)) {
        bytes[key.first] += model_size(Model::entry(indexes[0], model_item));
      }
    }
    for (const auto& [partition, expected] : bytes) {
      const ItemRef any = ref(table, encoded({{"p", partition}, {"r", "N:1"}}));
      EXPECT_EQ(snapshot().item_collection_bytes(any).value(),
                static_cast<std::uint64_t>(expected));
    }
  }

  std::vector<ItemView> query(const catalog::Index* index,
                              const std::vector<std::string>& partition) {
    std::vector<value::ValueView> values;
    for (const std::string& text : partition) values.push_back(test_value(arena, text));
    RangeRequest request;
    request.table = table.get();
    request.index = index;
    request.range = keys::query_range(arena, index ? index->space : table->space, values, {});
    const Page page = snapshot().read_range(arena, request).value();
    return {page.items.begin(), page.items.end()};
  }

  std::mt19937 random;
  catalog::TablePtr table;
  std::vector<ModelIndex> indexes;
  Model model;
};

TEST_P(StoreModelTest, AgreesWithTheModel) {
  for (int round = 0; round < 30; ++round) {
    for (int i = 0; i < 20; ++i) write_some();
    check_items();
    for (const ModelIndex& index : indexes) check_index(index);
    check_collections();
    if (HasFailure()) FAIL() << "seed " << GetParam() << ", round " << round;
    arena.reset();
  }
  EXPECT_FALSE(model.items.empty());
}

INSTANTIATE_TEST_SUITE_P(Seeds, StoreModelTest, ::testing::Range(1u, 9u));

}  // namespace
}  // namespace magneto::internal::store
