// SPDX-License-Identifier: Apache-2.0
//
// A random list of operations on the engine and on plain maps, which must agree: what is newest,
// what views that were made at some moment still show, and what is there after opening again. See
// contract_test.h.
#pragma once

#include <array>
#include <random>

#include "storage/contract_test.h"

namespace magneto::internal::storage {

class EngineModel : public EngineContract {
 protected:
  using Model = std::array<std::map<std::string, std::string>, kFamilyCount>;

  static constexpr std::array kFamilies = {Family::kCatalog, Family::kItems, Family::kIndexes};

  std::size_t below(std::size_t bound) { return random_() % bound; }
  Family family() { return kFamilies[below(kFamilies.size())]; }
  std::map<std::string, std::string>& of(Family family) {
    return model_[static_cast<std::size_t>(family)];
  }

  /// Few keys, so that they meet; with the delicate bytes.
  std::string key() {
    static constexpr std::string_view kBytes(
        "\0\x01"
        "ab\xFE\xFF",
        6);
    std::string bytes(1 + below(3), '\0');
    for (char& c : bytes) c = kBytes[below(kBytes.size())];
    return bytes;
  }
  std::string value() { return std::string(below(5) == 0 ? below(5000) : below(30), 'v') + key(); }

  void write_something() {
    // The keys are read first: decide must see what the model has.
    std::vector<std::pair<Family, std::string>> named;
    for (std::size_t i = below(4); i > 0; --i) named.emplace_back(family(), key());
    std::vector<Key> keys;
    for (const auto& [family, bytes] : named) keys.push_back({family, bytes});
    const auto decide = [&](Values values, Batch& batch) -> Result<void> {
      for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto found = of(keys[i].family).find(named[i].second);
        const bool has = found != of(keys[i].family).end();
        EXPECT_EQ(values[i].has_value(), has);
        if (has && values[i]) {
          EXPECT_EQ(*values[i], found->second);
        }
      }
      for (std::size_t i = 1 + below(4); i > 0; --i) fill(batch);
      return {};
    };
    ASSERT_TRUE(engine_->modify(keys, decide, Blocking::kAllowed).ok());
  }

  void drop_something() {
    const Family f = family();
    const std::string begin = key();
    const std::string end = key();
    ASSERT_TRUE(engine_->drop_range(f, begin, end).ok());
    if (begin < end) of(f).erase(of(f).lower_bound(begin), of(f).lower_bound(end));
  }

  void fill(Batch& batch) {
    const Family f = family();
    const std::string k = key();
    switch (below(7)) {
      case 0:
      case 1:
        batch.erase({f, k});
        of(f).erase(k);
        break;
      case 2: {
        const std::int64_t deltas[] = {static_cast<std::int64_t>(below(100)) - 50, 1};
        batch.add({Family::kCounters, k}, deltas);
        std::int64_t sums[] = {counter_at(of(Family::kCounters)[k], 0) + deltas[0],
                               counter_at(of(Family::kCounters)[k], 1) + deltas[1]};
        char bytes[2 * kCounterBytes];
        of(Family::kCounters)[k] = encode_counters(sums, bytes);
        break;
      }
      default: {
        const std::string v = value();
        batch.put({f, k}, v);
        of(f)[k] = v;
      }
    }
  }

  void expect_same(View& view, const Model& model) {
    const Family f = below(5) == 0 ? Family::kCounters : family();
    const auto& map = model[static_cast<std::size_t>(f)];
    const std::string begin = below(3) == 0 ? "" : key();
    const std::string end = below(3) == 0 ? "" : key();
    const bool backward = below(2) == 0;

    Pairs expected;
    if (end.empty() || begin < end) {
      expected.assign(map.lower_bound(begin), end.empty() ? map.end() : map.lower_bound(end));
    }
    if (backward) std::reverse(expected.begin(), expected.end());
    ASSERT_EQ(read(view, {f, begin, end, backward}), expected);

    const std::string k = key();
    const auto found = map.find(k);
    ASSERT_EQ(get(view, k, f), found == map.end() ? std::nullopt : std::optional(found->second));
  }

  std::mt19937 random_{42};
  Model model_;
};

TEST_P(EngineModel, AgreesWithMapsAlsoInOldViewsAndAfterOpeningAgain) {
  struct Pinned {
    std::unique_ptr<View> view;
    Model model;
  };
  std::vector<Pinned> pinned;
  for (int step = 0; step < 6000 && !HasFatalFailure(); ++step) {
    write_something();
    if (below(50) == 0) {
      pinned.clear();  // they might see some of it
      drop_something();
    }
    if (below(3) == 0) expect_same(*engine_->newest_view(), model_);
    if (below(20) == 0) {
      flush();
      expect_same(*engine_->view(Blocking::kAllowed), model_);
      if (pinned.size() == 5) pinned.erase(pinned.begin() + static_cast<std::ptrdiff_t>(below(5)));
      pinned.push_back({engine_->view(Blocking::kAllowed), model_});
    }
    if (!pinned.empty() && below(5) == 0) {
      const Pinned& old = pinned[below(pinned.size())];
      expect_same(*old.view, old.model);
    }
    if (GetParam().survives_closing && below(600) == 0) {
      pinned.clear();
      reopen();
      for (int i = 0; i < 20; ++i) expect_same(*engine_->view(Blocking::kAllowed), model_);
    }
  }
}

}  // namespace magneto::internal::storage
