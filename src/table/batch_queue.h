// SPDX-License-Identifier: Apache-2.0
//
// BatchQueue: the writes of a BatchWriter between put() and the report: which are sent together,
// in which order, and what is counted. Without threads, clocks and network. Not thread safe.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "magneto/batch_writer.h"

namespace magneto::internal::table {

class BatchQueue {
 public:
  static constexpr std::size_t kMaxWrites = 25;
  static constexpr std::size_t kMaxBytes = 15 << 20;  // of 16 MB, names and brackets among them

  struct Write {
    std::string table;
    std::string id;  ///< Of table and key.
    bool put = true;
    Item item;
    std::size_t bytes = 0;  ///< Of its JSON.
    int attempts = 0;
    bool alone = false;  ///< Was refused in company.
    std::optional<magneto::Error> error = {};
  };
  /// Of writes that are under way. Pointers: valid until they are settled.
  using Batch = std::vector<const Write*>;

  BatchQueue(bool overwrite, int max_attempts)
      : overwrite_(overwrite), max_attempts_(max_attempts) {}

  void add(Write write);
  /// A write that was never queued.
  void refuse(Write write, magneto::Error error);

  /// Writes that could be sent at once.
  std::size_t ready() const { return ready_.size(); }
  /// All that is buffered or under way.
  std::size_t size() const { return size_; }
  std::size_t bytes() const { return bytes_; }
  bool has_whole_batch() const { return ready_.size() >= kMaxWrites || ready_bytes_ >= kMaxBytes; }

  /// The next request's; their keys are not given again until they are settled. REQUIRES: ready()
  Batch take();
  void written(const Write& write);
  void unprocessed(const Write& write, const magneto::Error& error);
  void failed(const Write& write, magneto::Error error);
  /// To be sent without others.
  void single_out(const Write& write);
  /// All that is left has failed. REQUIRES: nothing is under way.
  void give_up(const magneto::Error& error);

  BatchReport report;

 private:
  /// The writes of one key, in their order. The first may be under way.
  struct Line {
    std::deque<Write> writes;
    bool under_way = false;
  };
  using Lines = std::map<std::string, Line, std::less<>>;

  void make_ready(Lines::iterator line);
  void remove_first(Lines::iterator line);
  Lines::iterator line_of(const Write& write);

  bool overwrite_;
  int max_attempts_;
  Lines lines_;
  std::deque<Lines::iterator> ready_;
  std::size_t ready_bytes_ = 0;
  std::size_t size_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace magneto::internal::table
