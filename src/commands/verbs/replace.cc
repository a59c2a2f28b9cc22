// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "commands/arguments.h"
#include "commands/exit_status.h"
#include "commands/item_input.h"
#include "commands/key_values.h"
#include "commands/print.h"
#include "commands/target.h"
#include "commands/verbs/verbs.h"
#include "magneto/transfer/tables.h"

namespace magneto::internal::commands {
namespace {

class Replace : public Command {
 public:
  void declare(Arguments& a) override {
    a.word("TABLE", table_, "Name of the table");
    a.words("KEY", key_, "The key's values of the item that is there");
    a.text("--with", item_, "The new item, with the same or another key: {...}, @FILE, or -",
           "ITEM");
  }

  magneto::Result<int> run(Session& session) override {
    if (item_.empty()) {
      return magneto::Error(ErrorCode::kInvalidArgument, "--with ITEM says what takes its place");
    }
    magneto::Result<Target> target = open_target(session, table_);
    if (!target) return target.error();
    magneto::Result<Item> key = key_of(target->info, key_);
    if (!key) return key.error();
    magneto::Result<Item> item = read_given_item(item_, "--with");
    if (!item) return item.error();
    if (auto keyed = check_keys(target->info, *item); !keyed) return keyed.error();
    const Tables tables(target->table.client());
    if (session.options().explain) {
      Outcome<std::string> request =
          tables.explain_replace_item(table_, std::move(*key), std::move(*item));
      if (!request) return *request.error;
      print_line(request.data);
      return kSuccess;
    }
    const Outcome<Item> done = tables.replace_item(table_, std::move(*key), std::move(*item));
    if (done) return kSuccess;
    const bool taken = done.code() == ErrorCode::kConditionalCheckFailed;
    if (!taken) return *done.error;
    std::fprintf(stderr, "magneto: %s\n", done.error_msg.c_str());
    return kConflict;
  }

 private:
  static magneto::Result<void> check_keys(const TableInfo& table, const Item& item) {
    std::vector<std::string> names = {table.partition_key.name};
    if (table.sort_key) names.push_back(table.sort_key->name);
    for (const std::string& name : names) {
      if (item.find(name) != nullptr) continue;
      return magneto::Error(ErrorCode::kSerialization,
                            "--with: the item has no " + name + ", which is of the table's key");
    }
    return {};
  }

  std::string table_;
  std::vector<std::string> key_;
  std::string item_;
};

}  // namespace

std::unique_ptr<Command> make_replace() { return std::make_unique<Replace>(); }

}  // namespace magneto::internal::commands
