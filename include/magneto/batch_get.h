// SPDX-License-Identifier: Apache-2.0
//
// BatchGet: many items by their keys, in the order of the keys.
//
//   std::vector<std::optional<Item>> found = BatchGet(songs).keys({key1, key2, key1}).value();
//
// Each key is asked for once, however often it is given; requests hold up to 100 keys; what the
// service leaves unprocessed is asked for again after a wait with jitter. So the result is
// complete: one element for each key, in order (empty without such an item), or it is an error.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "magneto/table.h"

namespace magneto {

class BatchGet : public CallBuilder<BatchGet, std::vector<std::optional<Item>>> {
 public:
  using Items = std::vector<std::optional<Item>>;

  /// Keys are those of `table` unless another is named.
  explicit BatchGet(Table table) : table_(std::move(table)) {}

  BatchGet& key(Item key) { return this->key(table_, std::move(key)); }
  BatchGet& keys(std::vector<Item> keys) {
    for (Item& one : keys) key(std::move(one));
    return *this;
  }
  /// Of another table of the same client.
  BatchGet& key(const Table& table, Item key) {
    keys_.push_back({table.name(), std::move(key)});
    return *this;
  }
  BatchGet& consistent(bool consistent = true) {
    consistent_ = consistent;
    return *this;
  }
  /// Of every item. The key is read even if it is not among it, and left out of the result.
  BatchGet& projection(Projection projection) {
    projection_ = std::move(projection);
    return *this;
  }
  /// Errors: kThrottling when keys were left unprocessed so often.
  BatchGet& max_attempts(int attempts) {
    max_attempts_ = attempts;
    return *this;
  }
  BatchGet& waits(std::chrono::milliseconds first, std::chrono::milliseconds longest) {
    first_wait_ = first;
    longest_wait_ = longest;
    return *this;
  }

  Call<Items> call() const;

 private:
  friend class BatchGetWork;

  struct Wanted {
    std::string table;
    Item key;
  };

  Table table_;
  std::vector<Wanted> keys_;
  std::optional<bool> consistent_;
  Projection projection_;
  int max_attempts_ = 10;
  std::chrono::milliseconds first_wait_{50};
  std::chrono::milliseconds longest_wait_{5'000};
};

}  // namespace magneto
