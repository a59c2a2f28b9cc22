// SPDX-License-Identifier: Apache-2.0
#include "store/verify/change_check.h"

#include <xxhash.h>

#include <optional>
#include <string>
#include <unordered_map>

#include "store/change_record.h"

namespace magneto::internal::store {
namespace {

using derive::Change;
using derive::ChangeEvent;
using storage::Family;
using value::ItemView;

/// Of an item at a moment.
struct State {
  bool exists = false;
  std::optional<std::uint64_t> hash;  ///< Of its bytes, where a record has them.

  bool agrees_with(const State& other) const {
    return exists == other.exists && (!hash || !other.hash || *hash == *other.hash);
  }
};

/// Items that are remembered at a time: some 200 MB. Streams of more are walked several times.
constexpr std::uint64_t kMostRemembered = 4'000'000;

std::uint64_t hash_of(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

std::optional<std::uint64_t> hash_of(const std::optional<ItemView>& item) {
  return item ? std::optional(hash_of(item->bytes())) : std::nullopt;
}

State before(const Change& change) {
  return {change.event != ChangeEvent::kInsert, hash_of(change.old_image)};
}
State after(const Change& change) {
  return {change.event != ChangeEvent::kRemove, hash_of(change.new_image)};
}

class ChangeWalk {
 public:
  ChangeWalk(CheckContext& context, CheckedPlace& place, const catalog::Table& table,
             const CheckedChanges& changes)
      : context_(context), place_(place), table_(table), changes_(changes) {}

  Result<void> run() {
    MAGNETO_ASSIGN_OR_RETURN(total_, count());
    passes_ = 1 + total_ / kMostRemembered;
    for (pass_ = 0; pass_ < passes_; ++pass_) {
      later_.clear();
      MAGNETO_RETURN_IF_ERROR(walk());
    }
    context_.found.changes += total_;
    return {};
  }

 private:
  Result<void> newest_first(SeeRecord see) {
    return see_all(context_,
                   SpaceWalk::all_changes(changes_.space, changes_.first, WalkOrder::kBackward),
                   see);
  }

  Result<std::uint64_t> count() {
    std::uint64_t records = 0;
    const auto see = [&](auto, auto) -> Result<WalkStep> {
      ++records;
      return WalkStep::kNext;
    };
    MAGNETO_RETURN_IF_ERROR(newest_first(see));
    return records;
  }

  Result<void> walk() {
    const auto see = [&](std::string_view stored, std::string_view record) -> Result<WalkStep> {
      place_.step(total_ * passes_);
      arena_.reset();
      MAGNETO_ASSIGN_OR_RETURN(const ChangeKey key, ChangeKey::decode(stored));
      const Result<Change> change = decode(record);
      if (change.ok()) {
        MAGNETO_RETURN_IF_ERROR(look_at(*change, key.number()));
      } else if (pass_ == 0) {
        place_.add("record " + std::to_string(key.number()) + ": " + change.error().message());
      }
      return WalkStep::kNext;
    };
    return newest_first(see);
  }

  Result<Change> decode(std::string_view record) const {
    MAGNETO_ASSIGN_OR_RETURN(const Change change, decode_change(record));
    for (const auto& part : {change.keys, change.old_image, change.new_image}) {
      if (!part) continue;
      MAGNETO_RETURN_IF_ERROR(value::check_item(part->bytes()));
      if (keys::find_key_problem(table_.schema, *part)) {
        return Error(ErrorCode::kCorruption, "without the key of an item");
      }
    }
    return change;
  }

  Result<void> look_at(const Change& change, derive::ChangeNumber number) {
    const ItemView keys = derive::change_keys(arena_, table_, change);
    const std::string_view item_key = keys::item_key(arena_, table_.space, table_.schema, keys);
    const std::uint64_t name = hash_of(item_key);
    if (name % passes_ != pass_) return {};
    const auto [later, is_last] = later_.try_emplace(name);
    if (!is_last) {
      if (!after(change).agrees_with(later->second)) say(number, keys, "the record behind it");
    } else if (changes_.to_the_present) {
      MAGNETO_ASSIGN_OR_RETURN(const State present, state_of(item_key));
      if (!after(change).agrees_with(present)) say(number, keys, "the table");
    }
    later->second = before(change);
    return {};
  }

  Result<State> state_of(std::string_view item_key) {
    MAGNETO_ASSIGN_OR_RETURN(const auto record, context_.view.get({Family::kItems, item_key}));
    if (!record) return State{};
    return State{true, record->empty() ? std::nullopt : std::optional(hash_of(record->substr(1)))};
  }

  void say(derive::ChangeNumber number, ItemView keys, const char* what) {
    place_.add("record " + std::to_string(number) + " of the item " +
               describe_key(table_.schema, keys) + " does not lead to " + what);
  }

  CheckContext& context_;
  CheckedPlace& place_;
  const catalog::Table& table_;
  const CheckedChanges changes_;
  Arena arena_;
  std::uint64_t total_ = 0, passes_ = 1, pass_ = 0;
  std::unordered_map<std::uint64_t, State> later_;  // What items were before later changes.
};

}  // namespace

Result<void> check_changes(CheckContext& context, CheckedPlace& place, const catalog::Table& table,
                           const CheckedChanges& changes) {
  return ChangeWalk(context, place, table, changes).run();
}

}  // namespace magneto::internal::store
