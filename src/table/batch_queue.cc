// SPDX-License-Identifier: Apache-2.0
#include "table/batch_queue.h"

#include <utility>

namespace magneto::internal::table {

BatchQueue::Lines::iterator BatchQueue::line_of(const Write& write) {
  const auto line = lines_.find(write.id);
  line->second.under_way = false;
  return line;
}

void BatchQueue::make_ready(Lines::iterator line) {
  ready_.push_back(line);
  ready_bytes_ += line->second.writes.front().bytes;
}

void BatchQueue::remove_first(Lines::iterator line) {
  size_ -= 1;
  bytes_ -= line->second.writes.front().bytes;
  line->second.writes.pop_front();
  if (line->second.writes.empty()) {
    lines_.erase(line);
  } else {
    make_ready(line);
  }
}

void BatchQueue::add(Write write) {
  const auto line = lines_.try_emplace(write.id).first;
  std::deque<Write>& writes = line->second.writes;
  const std::size_t sent = line->second.under_way ? 1 : 0;
  bytes_ += write.bytes;
  if (overwrite_ && writes.size() > sent) {
    report.overwritten += 1;
    Write& old = writes.back();
    bytes_ -= old.bytes;
    if (sent == 0) ready_bytes_ = ready_bytes_ - old.bytes + write.bytes;
    old = std::move(write);
    return;
  }
  writes.push_back(std::move(write));
  size_ += 1;
  if (writes.size() == 1) make_ready(line);
}

void BatchQueue::refuse(Write write, magneto::Error error) {
  report.failed.push_back(
      {std::move(write.table), write.put, std::move(write.item), std::move(error)});
}

BatchQueue::Batch BatchQueue::take() {
  Batch batch;
  std::size_t bytes = 0;
  while (!ready_.empty() && batch.size() < kMaxWrites) {
    Line& line = ready_.front()->second;
    const Write& write = line.writes.front();
    if (!batch.empty() && (write.alone || bytes + write.bytes > kMaxBytes)) break;
    bytes += write.bytes;
    ready_bytes_ -= write.bytes;
    line.under_way = true;
    ready_.pop_front();
    batch.push_back(&write);
    if (write.alone) break;
  }
  return batch;
}

void BatchQueue::written(const Write& write) {
  report.written += 1;
  remove_first(line_of(write));
}

void BatchQueue::unprocessed(const Write& write, const magneto::Error& error) {
  report.unprocessed += 1;
  const auto line = line_of(write);
  Write& first = line->second.writes.front();
  if (overwrite_ && line->second.writes.size() > 1) {
    report.overwritten += 1;
    remove_first(line);
    return;
  }
  first.attempts += 1;
  if (first.attempts < max_attempts_) {
    make_ready(line);
    return;
  }
  refuse(first, error);
  remove_first(line);
}

void BatchQueue::failed(const Write& write, magneto::Error error) {
  const auto line = line_of(write);
  refuse(line->second.writes.front(), std::move(error));
  remove_first(line);
}

void BatchQueue::single_out(const Write& write) {
  const auto line = line_of(write);
  line->second.writes.front().alone = true;
  make_ready(line);
}

void BatchQueue::give_up(const magneto::Error& error) {
  for (auto& [id, line] : lines_) {
    for (Write& write : line.writes) refuse(std::move(write), error);
  }
  lines_.clear();
  ready_.clear();
  size_ = bytes_ = ready_bytes_ = 0;
}

}  // namespace magneto::internal::table
