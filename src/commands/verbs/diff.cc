// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "commands/arguments.h"
#include "commands/exit_status.h"
#include "commands/interrupts.h"
#include "commands/print.h"
#include "commands/progress.h"
#include "commands/target.h"
#include "commands/verbs/verbs.h"
#include "magneto/batch_get.h"

namespace magneto::internal::commands {
namespace {

/// Memory: a hundred items of each table at a time.
constexpr std::size_t kChunk = 100;

class Diff : public Command {
 public:
  void declare(Arguments& a) override {
    a.word("LEFT", left_, "Table");
    a.word("RIGHT", right_, "Table that is compared with it");
    a.other_place(to_, "RIGHT");
    a.flag("--full", full_, "Print both items, not only the key and the attributes' names");
  }

  magneto::Result<int> run(Session& session) override {
    const Interrupts interrupts;
    magneto::Result<Target> left = open_target(session, left_);
    if (!left) return left.error();
    magneto::Result<Place> place = session.place_of(to_);
    if (!place) return place.error();
    session.about(right_);
    const Table right = place->client.table(right_);
    magneto::Result<TableInfo> right_info = right.info().get();
    if (!right_info) return right_info.error();
    if (right_info->partition_key != left->info.partition_key ||
        right_info->sort_key != left->info.sort_key) {
      return magneto::Error(ErrorCode::kInvalidArgument, "the tables have different keys");
    }
    keys_ = {left->info.partition_key.name};
    if (left->info.sort_key) keys_.push_back(left->info.sort_key->name);
    most_ = session.options().limit;
    Output output = output_of(session);
    output.first({"Difference", "Key", "Attributes"});
    magneto::Result<bool> forth = compare(left->table, right, true, output, interrupts);
    if (!forth) return forth.error();
    magneto::Result<bool> back = compare(right, left->table, false, output, interrupts);
    if (!back) return back.error();
    output.finish();
    if (interrupts.happened()) {
      std::fprintf(stderr,
                   "Stopped: %s, of the tables' first items. The same command begins "
                   "at the front.\n",
                   counted(found_, "difference").c_str());
      return interrupts.status();
    }
    std::fprintf(stderr, "%s\n", counted(found_, "difference").c_str());
    return found_ == 0 ? kSuccess : kFailure;
  }

 private:
  Item key_of(const Item& item) const {
    Item key;
    for (const std::string& name : keys_) {
      if (const Value* value = item.find(name)) key.set(name, *value);
    }
    return key;
  }
  bool done(const Interrupts& interrupts) const {
    return interrupts.happened() || (most_ && found_ >= static_cast<std::size_t>(*most_));
  }

  /// The items of `from` beside those of `other` with the same keys. On the way back only what the first
  /// way did not see counts.
  magneto::Result<bool> compare(const Table& from, const Table& other, bool forth, Output& output,
                                const Interrupts& interrupts) {
    Progress progress;
    ScanRange range = from.scan().consistent();
    if (!forth) range = range.projection(Projection(keys_));
    std::uint64_t read = 0;
    for (;;) {
      std::vector<Item> items;
      std::vector<Item> keys;
      while (items.size() < kChunk) {
        magneto::Result<std::optional<Item>> item = range.next().get();
        if (!item) return item.error();
        if (!*item) break;
        keys.push_back(key_of(**item));
        items.push_back(std::move(**item));
      }
      if (items.empty() || done(interrupts)) return true;
      read += items.size();
      BatchGet get(other);
      get.keys(keys).consistent();
      if (!forth) get.projection(Projection(keys_));
      magneto::Result<std::vector<std::optional<Item>>> found = get.get();
      if (!found) return found.error();
      for (std::size_t i = 0; i < items.size() && !done(interrupts); ++i) {
        const bool same = forth ? (*found)[i] == items[i] : (*found)[i].has_value();
        if (!same) tell(output, forth, std::move(keys[i]), items[i], (*found)[i]);
      }
      progress.tell(read, 0);
    }
  }

  void tell(Output& output, bool forth, Item key, const Item& item,
            const std::optional<Item>& other) {
    ++found_;
    Item line{{"Difference", other   ? "different"
                             : forth ? "only left"
                                     : "only right"},
              {"Key", std::move(key)}};
    if (other) {
      std::set<std::string> names;
      const auto compare = [&names](const Item& a, const Item& b) {
        for (const auto& [name, value] : a) {
          const Value* there = b.find(name);
          if (there == nullptr || !(*there == value)) names.insert(name);
        }
      };
      compare(item, *other);
      compare(*other, item);
      List list;
      for (const std::string& name : names) list.emplace_back(name);
      line.set("Attributes", std::move(list));
    }
    if (full_ && forth) line.set("Left", item);
    if (full_ && other) line.set("Right", *other);
    output.item(std::move(line));
  }

  std::string left_;
  std::string right_;
  Options to_;
  bool full_ = false;
  std::vector<std::string> keys_;
  std::optional<std::int64_t> most_;
  std::size_t found_ = 0;
};

}  // namespace

std::unique_ptr<Command> make_diff() { return std::make_unique<Diff>(); }

}  // namespace magneto::internal::commands
