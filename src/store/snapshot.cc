// SPDX-License-Identifier: Apache-2.0
#include "store/snapshot.h"

#include <algorithm>

#include "catalog/counter_keys.h"
#include "derive/capacity.h"
#include "derive/index_entry.h"
#include "storage/counters.h"
#include "store/record.h"
#include "value/item_builder.h"
#include "value/item_size.h"

namespace magneto::internal::store {
namespace {

using storage::Family;
using value::ItemView;

// The kept items of a page: a list that grows in the arena.
class KeptItems {
 public:
  explicit KeptItems(Arena& arena) : arena_(arena) {}

  void add(ItemView item) {
    if (count_ == room_.size()) grow();
    room_[count_++] = item;
  }
  std::span<const ItemView> items() const { return room_.first(count_); }

 private:
  void grow() {
    std::span<ItemView> larger = arena_.make_span<ItemView>(std::max<std::size_t>(16, 2 * count_));
    std::copy(room_.begin(), room_.end(), larger.begin());
    room_ = larger;
  }

  Arena& arena_;
  std::span<ItemView> room_;
  std::size_t count_ = 0;
};

// Looking at the clock costs about as much as looking at a small item. To look into a large one may
// take long.
constexpr std::uint64_t kItemsBetweenLooks = 16;
constexpr std::uint64_t kBytesBetweenLooks = 32 * 1024;

// One page in the making.
class PageReader {
 public:
  PageReader(Arena& arena, storage::View& view, const RangeRequest& request, const Select& select)
      : arena_(arena), view_(view), request_(request), select_(select), kept_(arena) {}

  Result<Page> read() {
    const Family family = request_.index ? Family::kIndexes : Family::kItems;
    const auto cursor =
        view_.range({family, request_.range.begin, request_.range.end, request_.backward});
    for (; cursor->valid(); cursor->next()) {
      if (is_too_late()) return Error(ErrorCode::kWouldBlock, {});
      MAGNETO_ASSIGN_OR_RETURN(const ItemView stored,
                               decode_record(cursor->value(), cursor->key()));
      MAGNETO_RETURN_IF_ERROR(take(stored));
      if (page_.scanned == request_.limit || cut_bytes_ >= request_.max_bytes) {
        page_.last_evaluated_key =
            derive::key_attributes(arena_, *request_.table, request_.index, stored);
        break;
      }
    }
    if (!page_.last_evaluated_key) MAGNETO_RETURN_IF_ERROR(cursor->status());
    page_.items = kept_.items();
    return page_;
  }

 private:
  bool is_too_late() {
    if (!request_.deadline) return false;
    if (page_.scanned % kItemsBetweenLooks != kItemsBetweenLooks - 1 &&
        cut_bytes_ - cut_bytes_at_look_ < kBytesBetweenLooks) {
      return false;
    }
    cut_bytes_at_look_ = cut_bytes_;
    return std::chrono::steady_clock::now() >= *request_.deadline;
  }

  Result<void> take(ItemView stored) {
    const std::uint64_t bytes = value::item_size(stored);
    ++page_.scanned;
    page_.bytes += bytes;
    if (!request_.fetch_items) {
      cut_bytes_ += bytes;
      keep(stored);
      return {};
    }
    MAGNETO_ASSIGN_OR_RETURN(const ItemView item, fetch(stored));
    const std::uint64_t item_bytes = value::item_size(item);
    page_.fetched_blocks += derive::blocks(item_bytes, derive::kReadBlockBytes);
    cut_bytes_ += item_bytes;
    keep(item);
    return {};
  }

  // The whole item of an index entry.
  Result<ItemView> fetch(ItemView entry) {
    const catalog::Table& table = *request_.table;
    const std::string_view key = keys::item_key(arena_, table.space, table.schema, entry);
    MAGNETO_ASSIGN_OR_RETURN(const std::optional<std::string_view> record,
                             view_.get({Family::kItems, key}));
    if (!record) return Error(ErrorCode::kCorruption, "an index entry without its item");
    return decode_record(*record, key);
  }

  void keep(ItemView item) {
    const std::optional<ItemView> selected = select_(item);
    if (!selected) return;
    ++page_.count;
    if (request_.count_only) return;
    // The item itself lies in the engine; a projection of it lies in the arena already.
    const bool borrowed = selected->bytes().data() == item.bytes().data();
    kept_.add(borrowed ? value::copy_item(arena_, item) : *selected);
  }

  Arena& arena_;
  storage::View& view_;
  const RangeRequest& request_;
  const Select& select_;
  KeptItems kept_;
  Page page_;
  std::uint64_t cut_bytes_ = 0;  // What max_bytes limits: the items that were looked at.
  std::uint64_t cut_bytes_at_look_ = 0;
};

}  // namespace

Result<std::optional<ItemView>> Snapshot::get(Arena& arena, ItemRef ref) {
  MAGNETO_ASSIGN_OR_RETURN(const std::optional<std::string_view> record,
                           view_->get({Family::kItems, ref.key}));
  if (!record) return std::optional<ItemView>();
  MAGNETO_ASSIGN_OR_RETURN(const ItemView item, decode_record(*record, ref.key));
  return std::optional(value::copy_item(arena, item));
}

Result<Page> Snapshot::read_range(Arena& arena, const RangeRequest& request) {
  return read_range(arena, request, [](ItemView item) { return std::optional(item); });
}

Result<Page> Snapshot::read_range(Arena& arena, const RangeRequest& request, Select select) {
  if (request.range.empty()) return Page();
  return PageReader(arena, *view_, request, select).read();
}

Result<std::uint64_t> Snapshot::item_collection_bytes(ItemRef ref) {
  MAGNETO_ASSIGN_OR_RETURN(
      const std::optional<std::string_view> counters,
      view_->get({Family::kCounters, catalog::collection_counter_key(ref.key)}));
  if (!counters) return std::uint64_t{0};
  return static_cast<std::uint64_t>(std::max<std::int64_t>(0, storage::counter_at(*counters, 0)));
}

Result<std::optional<std::string>> Snapshot::progress(const std::string& key) {
  MAGNETO_ASSIGN_OR_RETURN(const auto stored, view_->get({Family::kCatalog, key}));
  if (!stored) return std::optional<std::string>();
  return std::optional<std::string>(*stored);
}

}  // namespace magneto::internal::store
