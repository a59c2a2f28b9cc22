// SPDX-License-Identifier: Apache-2.0
//
// What queries and scans find, item after item, over as many pages as it takes.
//
//   for (Result<Item>& song : songs.query(key("Artist") == "Nina").filter(attr("Year") > 1960)) {
//     if (!song) return report(song.error());          // the last thing that comes
//     ...
//   }
//   std::vector<Item> all = songs.scan().all().value();
//   std::optional<Item> one = (co_await range.next()).value();       // in a coroutine
//
// A page that is empty is no end: filters make such pages. Stopping anywhere and going on later,
// also in another process, is exact, in the middle of a page too:
//
//   auto range = songs.scan().limit(20);
//   ... take some ...
//   std::optional<std::string> cursor = range.cursor().value();      // none: there is nothing more
//   auto rest = songs.scan().starting_at(*cursor);
//
// A handle: copies share one progress. Nothing is sent before the first item is asked for. Not
// thread safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "magneto/client.h"
#include "magneto/operations.h"
#include "magneto/projection.h"

namespace magneto {

/// The three settings of boto3's paginators, by their names and with their meaning.
struct PaginationConfig {
  std::optional<std::size_t> max_items = {};  ///< MaxItems: as limit().
  std::optional<std::size_t> page_size = {};  ///< PageSize: as page_size().
  std::string starting_token = {};            ///< StartingToken: as starting_at().
};

/// How far a range has come.
struct RangeProgress {
  std::size_t items = 0;      ///< Taken.
  std::size_t pages = 0;      ///< Fetched.
  std::int64_t scanned = 0;   ///< Items that were read, before filters.
  double consumed_units = 0;  ///< Where capacity was asked for.
};

struct RangeCount {
  std::int64_t count = 0;
  std::int64_t scanned = 0;  ///< Before the filter.
};

struct RangeOptions {
  std::string index = {};
  Condition filter = {};
  Projection projection = {};
  std::optional<bool> consistent = {};
  std::optional<std::size_t> limit = {};
  std::optional<std::size_t> page_size = {};
  std::optional<std::size_t> max_pages = {};
  std::optional<double> max_capacity = {};
  bool capacity = false;
  bool prefetch = false;
  bool descending = false;
  std::string starting_token = {};
  std::optional<std::int64_t> segment = {};
  std::optional<std::int64_t> total_segments = {};
};

namespace internal::table {
struct RangeState;
class KeyNames;
}  // namespace internal::table

class ItemRange {
 public:
  /// Blocking. Of an error it is the last element; the range can be asked again behind it.
  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Result<Item>;
    using difference_type = std::ptrdiff_t;
    using pointer = Result<Item>*;
    using reference = Result<Item>&;

    Iterator() = default;
    explicit Iterator(std::shared_ptr<internal::table::RangeState> state);
    reference operator*() const { return *current_; }
    pointer operator->() const { return &*current_; }
    Iterator& operator++();
    void operator++(int) { ++*this; }
    bool operator==(const Iterator& other) const { return current_ == nullptr && !other.current_; }

   private:
    std::shared_ptr<internal::table::RangeState> state_;
    std::shared_ptr<Result<Item>> current_;
  };
  Iterator begin() const { return Iterator(state_); }
  Iterator end() const { return {}; }

  /// The next item; nothing at the end. After an error the same item can be asked for again.
  Call<std::optional<Item>> next() const;
  /// The items that are left, in memory.
  Call<std::vector<Item>> all() const;
  /// How many items are left. Fetches no items.
  Call<RangeCount> count() const;

  /// Where to go on: behind the last item taken. Nothing at the end. The text is what boto3's
  /// paginators take and give as StartingToken and NextToken. May ask for the table's key once
  /// (DescribeTable). Where a projection leaves out the key, a place in the middle of a page is
  /// told as boto3 does it, by counting, which is exact while nobody writes to that page.
  Call<std::optional<std::string>> cursor() const;
  RangeProgress progress() const;

  /// The first request. Sends nothing.
  Result<std::string> explain() const;

  /// For this library.
  const std::shared_ptr<internal::table::RangeState>& state() const { return state_; }

 protected:
  explicit ItemRange(std::shared_ptr<internal::table::RangeState> state)
      : state_(std::move(state)) {}
  RangeOptions& options() const;

  std::shared_ptr<internal::table::RangeState> state_;
};

/// REQUIRES (of each): nothing has been taken yet.
template <class Derived>
class RangeClauses : public ItemRange {
 public:
  Derived index(std::string name) const { return with(&RangeOptions::index, std::move(name)); }
  /// What is read and does not fulfil it does not come; it is read all the same.
  Derived filter(Condition filter) const { return with(&RangeOptions::filter, std::move(filter)); }
  Derived projection(Projection projection) const {
    return with(&RangeOptions::projection, std::move(projection));
  }
  Derived consistent(bool consistent = true) const {
    return with(&RangeOptions::consistent, consistent);
  }
  /// At most so many items, whatever the number of pages.
  Derived limit(std::size_t items) const { return with(&RangeOptions::limit, items); }
  /// At most so many items are read for a page: the service's Limit.
  Derived page_size(std::size_t items) const { return with(&RangeOptions::page_size, items); }
  Derived max_pages(std::size_t pages) const { return with(&RangeOptions::max_pages, pages); }
  /// No page is fetched once so many capacity units are consumed.
  Derived max_capacity(double units) const { return with(&RangeOptions::max_capacity, units); }
  /// Counts the capacity, in progress().
  Derived capacity() const { return with(&RangeOptions::capacity, true); }
  /// The next page is under way, on the client's event loop, while this one is being taken.
  Derived prefetch(bool prefetch = true) const { return with(&RangeOptions::prefetch, prefetch); }
  /// What cursor() gave. Errors, of the first item: kInvalidArgument.
  Derived starting_at(std::string cursor) const {
    return with(&RangeOptions::starting_token, std::move(cursor));
  }
  Derived pagination(PaginationConfig config) const {
    options().limit = config.max_items;
    options().page_size = config.page_size;
    options().starting_token = std::move(config.starting_token);
    return Derived(state_);
  }

 protected:
  using ItemRange::ItemRange;
  template <class Member, class T>
  Derived with(Member member, T value) const {
    options().*member = std::move(value);
    return Derived(state_);
  }
};

class QueryRange : public RangeClauses<QueryRange> {
 public:
  explicit QueryRange(std::shared_ptr<internal::table::RangeState> state)
      : RangeClauses(std::move(state)) {}
  /// The greatest sort key first.
  QueryRange descending(bool descending = true) const {
    return with(&RangeOptions::descending, descending);
  }
};

class ScanRange : public RangeClauses<ScanRange> {
 public:
  explicit ScanRange(std::shared_ptr<internal::table::RangeState> state)
      : RangeClauses(std::move(state)) {}
  /// One of `total` parts of the table, from 0.
  ScanRange segment(std::int64_t segment, std::int64_t total) const {
    options().total_segments = total;
    return with(&RangeOptions::segment, segment);
  }
};

}  // namespace magneto
