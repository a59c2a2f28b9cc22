// SPDX-License-Identifier: Apache-2.0
#include "operations/items/long_work.h"

#include "expression/evaluation_cost.h"

namespace magneto::internal::operations {
namespace {

/// All other requests of the loop wait meanwhile.
constexpr std::chrono::milliseconds kLongestOnLoop{10};
/// Bytes that expressions look at in about this time: contains() takes two nanoseconds each.
constexpr std::uint64_t kMostBytesOnLoop = 4 * store::kPageBytes;
constexpr std::uint64_t kBytesBetweenLooks = kMostBytesOnLoop / 8;

}  // namespace

std::optional<std::chrono::steady_clock::time_point> page_deadline(const Context& context) {
  if (context.blocking == Blocking::kAllowed) return std::nullopt;
  return std::chrono::steady_clock::now() + kLongestOnLoop;
}

Result<void> WriteWork::add(const expression::Condition* condition,
                            const expression::Update* update,
                            const std::optional<value::ItemView>& old_item) {
  if (context_.blocking == Blocking::kAllowed) return {};
  const value::ItemView item = old_item.value_or(value::ItemView());
  if (condition != nullptr) bytes_ += expression::most_bytes_read(*condition, item);
  if (update != nullptr) bytes_ += expression::most_bytes_read(*update, item);
  if (bytes_ > kMostBytesOnLoop) return Error(ErrorCode::kWouldBlock, {});
  return {};
}

bool PageFilter::keeps(value::ItemView item) {
  if (condition_ == nullptr) return true;
  return !takes_too_long(item) && expression::evaluate(*condition_, item);
}

Result<void> PageFilter::check() const {
  if (too_long_) return Error(ErrorCode::kWouldBlock, {});
  return {};
}

bool PageFilter::takes_too_long(value::ItemView item) {
  if (too_long_ || !deadline_) return too_long_;
  const std::uint64_t bytes = expression::most_bytes_read(*condition_, item);
  bytes_since_look_ += bytes;
  if (bytes > kMostBytesOnLoop) {
    too_long_ = true;
  } else if (bytes_since_look_ > kBytesBetweenLooks) {
    bytes_since_look_ = 0;
    too_long_ = std::chrono::steady_clock::now() >= *deadline_;
  }
  return too_long_;
}

}  // namespace magneto::internal::operations
