// SPDX-License-Identifier: Apache-2.0
//
// Conflicts: which items are being written, for servers that refuse transactions as the service does
// (--conflicts service). Otherwise nobody has one, and requests that meet on an item wait for each
// other. Thread safe.
//
//   Conflicts::Hold hold;
//   const auto met = conflicts.begin(items, Conflicts::Writer::kTransaction, hold);
//   if (!met.empty()) refuse;   // the positions of the items that others write
//   ... write ...
//   hold.written();             // without it, nothing was written
//
// A write has its items until it is durable: until then its answer is held back, too.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/mutex.h"
#include "store/item_ref.h"

namespace magneto::internal::operations {

class Conflicts {
 public:
  /// A single write meets transactions only: others wait for it.
  enum class Writer : std::uint8_t { kSingle, kTransaction };

  /// The items of one write, until it goes.
  class Hold {
   public:
    Hold() = default;
    ~Hold();
    Hold(const Hold&) = delete;
    Hold& operator=(const Hold&) = delete;

    /// The items stay held until what the engine wrote up to now is durable.
    void written();

   private:
    friend class Conflicts;
    Conflicts* conflicts_ = nullptr;
    std::vector<std::string> keys_;
    std::uint64_t until_ = 0;
  };

  /// The engine's: what was written last, and how far all is durable.
  struct Commits {
    std::function<std::uint64_t()> last;
    std::function<std::uint64_t()> durable;
  };

  explicit Conflicts(Commits commits) : commits_(std::move(commits)) {}

  /// Gives the positions of the items that another write has, ascending. Where there are none,
  /// `hold` has all of them.
  std::vector<std::size_t> begin(std::span<const store::ItemRef> items, Writer writer, Hold& hold);
  /// The same for a client request token, which is no item. Whether `hold` has it.
  bool begin_token(std::string_view token, Hold& hold);
  /// What a transaction that only reads meets.
  std::vector<std::size_t> met_by_read(std::span<const store::ItemRef> items);

 private:
  struct Holder {
    std::uint32_t writers = 0;
    bool transaction = false;
    std::uint64_t until = 0;
  };

  const Holder* find(const std::string& key) MAGNETO_REQUIRES(mutex_);
  void take(std::string key, bool transaction, Hold& hold) MAGNETO_REQUIRES(mutex_);
  void sweep() MAGNETO_REQUIRES(mutex_);

  void end(const Hold& hold);

  const Commits commits_;
  Mutex mutex_;
  std::unordered_map<std::string, Holder> held_ MAGNETO_GUARDED_BY(mutex_);
  std::size_t sweep_at_ MAGNETO_GUARDED_BY(mutex_) = 1024;
};

}  // namespace magneto::internal::operations
