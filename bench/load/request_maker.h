// SPDX-License-Identifier: Apache-2.0
//
// The requests of a load: whole HTTP requests as an SDK sends them, with all of its headers and an
// Authorization of the right form (its signature is not one: servers that verify are not measured).
//
// The table has a partition key `pk` (S) and a sort key `sk` (N), ten items a partition, and items
// of 300 bytes as DynamoDB counts them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace magneto::internal::load {

enum class Operation : std::uint8_t {
  kFill,    ///< PutItem of every item once, in order.
  kPut,     ///< PutItem of a random item, with another text each time.
  kGet,     ///< GetItem of a random item, consistent.
  kUpdate,  ///< UpdateItem of a random item: adds 1 to a number, answers with it.
  kQuery,   ///< Query of a random partition: its ten items.
};

std::optional<Operation> operation_named(std::string_view name);

class RequestMaker {
 public:
  static constexpr std::uint64_t kItemsAPartition = 10;
  static constexpr std::size_t kItemBytes = 300;

  /// REQUIRES: items is a multiple of kItemsAPartition.
  RequestMaker(Operation operation, std::string_view host, std::string_view table,
               std::uint64_t items);

  /// Replaces `to` by the next request.
  void next(std::string& to);

  /// What the body of every right answer contains.
  std::string_view expected_in_body() const { return expected_; }

 private:
  std::uint64_t pick_item();
  std::string body(std::uint64_t item);

  Operation operation_;
  std::string head_;  ///< All of the head but the value of Content-Length.
  std::string table_;
  std::uint64_t items_;
  std::uint64_t filled_ = 0;
  std::uint64_t random_state_ = 0x9E3779B97F4A7C15;
  std::string text_;  ///< What the items' texts are cut from.
  std::uint64_t texts_ = 0;
  std::string_view expected_;
};

}  // namespace magneto::internal::load
