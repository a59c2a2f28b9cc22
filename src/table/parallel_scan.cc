// SPDX-License-Identifier: Apache-2.0
#include "magneto/parallel_scan.h"

#include <deque>
#include <thread>
#include <vector>

#include "table/changes.h"
#include "table/checkpoint.h"
#include "table/messages.h"
#include "table/range_state.h"

namespace magneto {

using internal::table::Changes;
using internal::table::fill;
using internal::table::key_of;
using internal::table::Keys;
using internal::table::RangePointer;
using internal::table::RangeState;
using internal::table::SegmentPlace;
using internal::table::SegmentPlaces;

namespace {

/// One page of a segment, being taken.
struct Portion {
  std::size_t segment = 0;
  std::vector<Item> items = {};
  std::size_t taken = 0;
  std::optional<Item> start = {};  ///< Where the page begins; nothing is the beginning.
  std::optional<Item> end = {};    ///< Where the next one does; nothing at the segment's end.
  std::optional<Keys> names = {};  ///< Of the key.
};

}  // namespace

class ParallelScan::Work {
 public:
  Work(const ScanRange& scan, ParallelScanOptions options);
  ~Work() { stop(); }

  static Call<std::optional<Item>> next(std::shared_ptr<Work> work);
  std::string checkpoint();
  void stop();

 private:
  using Lock = Changes::Lock;

  void start();
  bool has_next() const { return !portions_.empty() || reading_ == 0 || stopping_; }
  Result<std::optional<Item>> take();
  void read(std::size_t segment);
  /// Whether the segment goes on.
  bool read_page(std::size_t segment, const RangePointer& state);

  RangeState model_;
  ParallelScanOptions options_;
  Changes changes_;  // its mutex guards all below
  std::optional<Error> error_;
  SegmentPlaces places_;
  std::deque<Portion> portions_;
  std::size_t buffered_ = 0;
  std::size_t reading_ = 0;
  bool started_ = false;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

ParallelScan::Work::Work(const ScanRange& scan, ParallelScanOptions options)
    : model_(*scan.state()), options_(std::move(options)) {
  places_.resize(std::max<std::size_t>(options_.segments, 1));
  if (options_.checkpoint.empty()) return;
  Result<SegmentPlaces> places = internal::table::read_checkpoint(options_.checkpoint);
  if (places) {
    places_ = std::move(*places);
  } else {
    error_ = places.error();
  }
}

void ParallelScan::Work::start() {
  started_ = true;
  for (std::size_t segment = 0; segment < places_.size(); ++segment) {
    if (places_[segment].done) continue;
    ++reading_;
    threads_.emplace_back([this, segment] { read(segment); });
  }
}

void ParallelScan::Work::read(std::size_t segment) {
  auto state = std::make_shared<RangeState>(
      RangeState{.client = model_.client, .key_names = model_.key_names, .input = model_.input});
  state->options = model_.options;
  state->options.limit.reset();
  state->options.max_pages.reset();
  state->options.max_capacity.reset();
  state->options.segment = static_cast<std::int64_t>(segment);
  state->options.total_segments = static_cast<std::int64_t>(places_.size());
  {
    const Lock lock(changes_.mutex);
    state->options.starting_token = cursor_text(places_[segment].cursor);
  }
  while (read_page(segment, state)) {
  }
  const Lock lock(changes_.mutex);
  --reading_;
  changes_.notify();
}

bool ParallelScan::Work::read_page(std::size_t segment, const RangePointer& state) {
  Portion portion{.segment = segment};
  const Result<bool> filled = fill(state).get();
  if (filled && *filled) {
    portion.start = state->page_start;
    portion.end = state->next;
    portion.names = state->names;
    portion.taken = state->position;  // of a cursor that counts
    portion.items = std::move(state->items);
    state->items.clear();
    state->position = 0;
  }
  Lock lock(changes_.mutex);
  if (!filled && !error_) error_ = filled.error();
  if (!filled || stopping_) return false;
  if (portion.items.empty()) {
    places_[segment].done = true;
    return false;
  }
  changes_.wait(lock, [&] {
    return stopping_ || buffered_ == 0 || buffered_ + portion.items.size() <= options_.max_buffered;
  });
  if (stopping_) return false;
  buffered_ += portion.items.size() - portion.taken;
  const bool more = portion.end.has_value();
  portions_.push_back(std::move(portion));
  changes_.notify();
  return more;
}

Call<std::optional<Item>> ParallelScan::Work::next(std::shared_ptr<Work> work) {
  bool is_there = false;
  {
    const Lock lock(work->changes_.mutex);
    if (!work->started_ && !work->error_) work->start();
    is_there = work->has_next();
  }
  if (!is_there) {
    const Work* const of = work.get();
    Call<void> waiting =
        Changes::until(work->model_.client, work, work->changes_, [of] { return of->has_next(); });
    const Result<void> come = co_await waiting;
    if (!come) co_return come.error();
  }
  const Lock lock(work->changes_.mutex);
  co_return work->take();
}

Result<std::optional<Item>> ParallelScan::Work::take() {
  if (portions_.empty() || stopping_) {
    if (error_) return *error_;
    return std::optional<Item>();
  }
  Portion& portion = portions_.front();
  Item item = std::move(portion.items[portion.taken++]);
  --buffered_;
  SegmentPlace& place = places_[portion.segment];
  if (portion.taken == portion.items.size()) {
    place = {.cursor = {.start_key = portion.end}, .done = !portion.end.has_value()};
    portions_.pop_front();
  } else if (std::optional<Item> key =
                 portion.names ? key_of(item, *portion.names) : std::nullopt) {
    place = {.cursor = {.start_key = std::move(key)}};
  } else {
    place = {.cursor = {.start_key = portion.start, .skip = portion.taken}};
  }
  changes_.notify();
  return std::optional<Item>(std::move(item));
}

std::string ParallelScan::Work::checkpoint() {
  const Lock lock(changes_.mutex);
  return internal::table::checkpoint_text(places_);
}

void ParallelScan::Work::stop() {
  {
    const Lock lock(changes_.mutex);
    stopping_ = true;
    changes_.notify();
  }
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

ParallelScan::ParallelScan(const ScanRange& scan, ParallelScanOptions options)
    : work_(std::make_shared<Work>(scan, std::move(options))) {}
ParallelScan::ParallelScan(ParallelScan&& other) noexcept = default;
ParallelScan::~ParallelScan() = default;

Call<std::optional<Item>> ParallelScan::next() { return Work::next(work_); }
std::string ParallelScan::checkpoint() const { return work_->checkpoint(); }
void ParallelScan::stop() { work_->stop(); }

}  // namespace magneto
