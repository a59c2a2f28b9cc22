// SPDX-License-Identifier: Apache-2.0
#include "operations/core/conflicts.h"

#include <algorithm>

namespace magneto::internal::operations {

Conflicts::Hold::~Hold() {
  if (conflicts_ != nullptr) conflicts_->end(*this);
}

void Conflicts::Hold::written() {
  if (conflicts_ != nullptr) until_ = conflicts_->commits_.last();
}

// Null when nobody has it any more.
const Conflicts::Holder* Conflicts::find(const std::string& key) {
  const auto found = held_.find(key);
  if (found == held_.end()) return nullptr;
  const Holder& holder = found->second;
  if (holder.writers > 0 || holder.until > commits_.durable()) return &holder;
  held_.erase(found);
  return nullptr;
}

void Conflicts::take(std::string key, bool transaction, Hold& hold) {
  Holder& holder = held_[key];
  ++holder.writers;
  holder.transaction |= transaction;
  hold.conflicts_ = this;
  hold.keys_.push_back(std::move(key));
}

// Items that nobody writes again would stay for ever.
void Conflicts::sweep() {
  if (held_.size() < sweep_at_) return;
  const std::uint64_t durable = commits_.durable();
  std::erase_if(held_, [durable](const auto& each) {
    return each.second.writers == 0 && each.second.until <= durable;
  });
  sweep_at_ = std::max<std::size_t>(1024, held_.size() * 2);
}

std::vector<std::size_t> Conflicts::begin(std::span<const store::ItemRef> items, Writer writer,
                                          Hold& hold) {
  const bool transaction = writer == Writer::kTransaction;
  const MutexLock lock(mutex_);
  sweep();
  std::vector<std::size_t> met;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Holder* const holder = find(std::string(items[i].key));
    if (holder != nullptr && (transaction || holder->transaction)) met.push_back(i);
  }
  if (!met.empty()) return met;
  for (const store::ItemRef& item : items) take(std::string(item.key), transaction, hold);
  return met;
}

bool Conflicts::begin_token(std::string_view token, Hold& hold) {
  // No key of an item begins so: those begin with the number of their space.
  std::string key = "token " + std::string(token);
  const MutexLock lock(mutex_);
  if (find(key) != nullptr) return false;
  take(std::move(key), true, hold);
  return true;
}

std::vector<std::size_t> Conflicts::met_by_read(std::span<const store::ItemRef> items) {
  const MutexLock lock(mutex_);
  std::vector<std::size_t> met;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (find(std::string(items[i].key)) != nullptr) met.push_back(i);
  }
  return met;
}

void Conflicts::end(const Hold& hold) {
  const MutexLock lock(mutex_);
  for (const std::string& key : hold.keys_) {
    const auto found = held_.find(key);
    if (found == held_.end()) continue;
    Holder& holder = found->second;
    --holder.writers;
    holder.until = std::max(holder.until, hold.until_);
    if (holder.writers == 0 && holder.until <= commits_.durable()) held_.erase(found);
  }
}

}  // namespace magneto::internal::operations
