// SPDX-License-Identifier: Apache-2.0
#include "magneto/transfer/copy.h"

#include <algorithm>
#include <utility>

#include "client/core.h"
#include "magneto/json.h"
#include "transfer/messages.h"
#include "transfer/places.h"
#include "transfer/scan_pages.h"
#include "transfer/target_table.h"
#include "transfer/write_items.h"

namespace magneto {
namespace {

namespace messages = internal::transfer::messages;
using internal::transfer::Places;
using internal::transfer::ScanPages;
using internal::transfer::Work;
using internal::transfer::WorkState;
using internal::transfer::Writing;

std::string full_name(const Table& table) { return table.client().endpoint() + "/" + table.name(); }

/// Databases in this process have no endpoint that tells them apart, accounts no other than ARNs.
bool are_same(const Table& a, const TableInfo& a_info, const Table& b, const TableInfo& b_info) {
  const bool same_place = a.client().core()->connection == b.client().core()->connection ||
                          (a.client().endpoint() == b.client().endpoint() &&
                           a.client().endpoint().find(':') != std::string::npos);
  return same_place && a_info.arn == b_info.arn && a_info.name == b_info.name;
}

class Copy {
 public:
  Copy(Table source, Table target, const CopyOptions& options)
      : source_(std::move(source)),
        target_(std::move(target)),
        options_(options),
        work_(options.work) {}

  Outcome<TransferReport> run() {
    Result<void> done = prepare();
    if (done) done = clear_first();
    if (done) done = copy();
    report_.counts = work_.counts();
    report_.complete = done.has_value();
    if (!done) {
      if (places_) places_->forget_unless_begun(done.error(), report_);
      return {std::move(done).error(), report_};
    }
    places_->forget();
    return report_;
  }

 private:
  Result<void> prepare() {
    Result<TableInfo> source = internal::transfer::described(source_);
    if (!source) return std::move(source).error();
    if (Result<void> taken = take_state(); !taken) return taken;
    Result<TableInfo> target = internal::transfer::ready_target(
        target_, options_.create_target ? &source->description : nullptr);
    if (!target) return std::move(target).error();
    if (are_same(source_, *source, target_, *target)) return messages::same_table(source_.name());
    Result<model::ScanInput> input = internal::transfer::scan_input(source_, options_.filter);
    if (!input) return std::move(input).error();
    input_ = std::move(*input);
    work_.count([&](TransferProgress& counts) {
      counts.expected = static_cast<std::uint64_t>(source->item_count);
    });
    return {};
  }

  /// Work whose state cannot be saved is refused before anything is made or written.
  Result<void> take_state() {
    const std::string of = full_name(source_) + " to " + full_name(target_);
    Result<std::optional<WorkState>> state =
        internal::transfer::load_state(options_.work.state_file, "copy", of);
    if (!state) return std::move(state).error();
    report_.resumed = state->has_value();
    if (!*state) *state = WorkState{.work = "copy", .of = of};
    if ((*state)->places.empty()) {
      (*state)->places.resize(std::max<std::size_t>(options_.work.segments, 1));
    }
    places_.emplace(options_.work.state_file, std::move(**state), work_);
    return places_->save();
  }

  Result<void> clear_first() {
    if (!options_.clear_target || places_->cleared()) return {};
    if (Result<void> done = internal::transfer::clear(target_, work_); !done) return done;
    return places_->set_cleared();
  }

  Result<void> copy() {
    Result<void> done =
        work_.run(places_->size(), [&](std::size_t segment) { return copy_segment(segment); });
    if (done) return done;
    const Result<void> saved = places_->save();
    return saved ? done : saved;
  }

  Result<void> copy_segment(std::size_t segment) {
    const std::string place = places_->place(segment);
    if (place == WorkState::kDone) return {};
    ScanPages pages(source_.client(), input_, segment, places_->size(), work_);
    if (!place.empty()) {
      Result<Item> key = item_from_json(place);
      if (!key) return messages::bad_state(options_.work.state_file);
      pages.start_at(std::move(*key));
    }
    while (!pages.ended()) {
      Result<ScanPages::Page> page = pages.next();
      if (!page) return std::move(page).error();
      if (Result<void> written = write(page->items); !written) return written;
      Result<void> noted =
          places_->set(segment, page->next ? to_json(*page->next) : WorkState::kDone);
      if (!noted) return noted;
    }
    return {};
  }

  /// A part of them at a time: as items they take several times the memory of the page.
  Result<void> write(const EncodedItems& encoded) {
    constexpr std::size_t kAtOnce = 500;
    std::vector<Item> items;
    for (std::size_t i = 0; i < encoded.size(); ++i) {
      items.push_back(encoded[i].to_item());
      if (items.size() < kAtOnce && i + 1 < encoded.size()) continue;
      items = internal::transfer::updated(std::exchange(items, {}), options_.update, work_);
      Result<void> written =
          internal::transfer::write_items(target_, Writing::kPut, std::exchange(items, {}), work_);
      if (!written) return written;
    }
    return {};
  }

  const Table source_;
  const Table target_;
  const CopyOptions options_;
  Work work_;
  model::ScanInput input_;
  std::optional<Places> places_;
  TransferReport report_;
};

}  // namespace

Outcome<TransferReport> copy_table(const Table& source, const Table& target,
                                   const CopyOptions& options) {
  return Copy(source, target, options).run();
}

Outcome<TransferReport> clear_table(const Table& table, const TransferOptions& options) {
  Work work(options);
  Result<TableInfo> info = internal::transfer::described(table);
  if (!info) return std::move(info).error();
  work.count([&](TransferProgress& counts) {
    counts.expected = static_cast<std::uint64_t>(info->item_count);
  });
  Result<void> done = internal::transfer::clear(table, work);
  TransferReport report{.counts = work.counts(), .complete = done.has_value()};
  if (!done) return {std::move(done).error(), report};
  return report;
}

}  // namespace magneto
