// SPDX-License-Identifier: Apache-2.0
#include <cstddef>

#include "commands/arguments.h"
#include "commands/exit_status.h"
#include "commands/messages.h"
#include "commands/print.h"
#include "commands/verbs/verbs.h"
#include "magneto/operations.h"
#include "magneto/table.h"

namespace magneto::internal::commands {
namespace {

class Tables : public Command {
 public:
  void declare(Arguments& arguments) override {
    arguments.flag("--long", long_, "Also status, items and bytes, as the service describes them");
  }

  magneto::Result<int> run(Session& session) override {
    magneto::Result<Client> client = session.client();
    if (!client) return client.error();
    const Options& options = session.options();
    model::ListTablesInput input;
    if (!options.cursor.empty()) input.exclusive_start_table_name = options.cursor;
    Output output = output_of(session);
    output.first({"Table", "Status", "Items", "Bytes"});
    std::int64_t left = options.limit.value_or(-1);
    for (;;) {
      if (left >= 0) input.limit = std::min<std::int64_t>(left, kPage);
      const auto page = client->call<operation::ListTables>(input).get();
      if (!page) return page.error();
      for (const std::string& name : page->table_names) {
        magneto::Result<Item> row = describe(*client, name);
        if (!row) return row.error();
        output.item(std::move(*row));
      }
      if (left >= 0) left -= static_cast<std::int64_t>(page->table_names.size());
      input.exclusive_start_table_name = page->last_evaluated_table_name;
      if (!page->last_evaluated_table_name || left == 0) break;
    }
    output.finish();
    if (output.items() == 0 && output_form(session) == "table") {
      std::fprintf(stderr,
                   "there are no tables in %s; `magneto create NAME KEY` makes one, `magneto load "
                   "NAME --sample` one with items\n",
                   session.where().c_str());
    }
    if (input.exclusive_start_table_name) {
      tell_cursor(*input.exclusive_start_table_name);
    }
    return kSuccess;
  }

 private:
  static constexpr std::int64_t kPage = 100;

  magneto::Result<Item> describe(const Client& client, const std::string& name) const {
    Item row{{"Table", name}};
    if (!long_) return row;
    magneto::Result<TableInfo> info = client.table(name).info().get();
    if (!info) return info.error();
    row.set("Status", std::string(info->status.text()));
    row.set("Items", info->item_count);
    row.set("Bytes", info->size_bytes);
    return row;
  }

  bool long_ = false;
};

}  // namespace

std::unique_ptr<Command> make_tables() { return std::make_unique<Tables>(); }

}  // namespace magneto::internal::commands
