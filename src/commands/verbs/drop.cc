// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "commands/arguments.h"
#include "commands/exit_status.h"
#include "commands/json_call.h"
#include "commands/print.h"
#include "commands/verbs/verbs.h"
#include "magneto/table.h"

namespace magneto::internal::commands {
namespace {

class Drop : public Command {
 public:
  void declare(Arguments& arguments) override {
    arguments.word("TABLE", table_, "Name of the table");
    arguments.flag("--if-exists", if_exists_, "Succeed where there is none");
    arguments.flag("--no-wait", no_wait_, "Do not wait until it is gone");
  }

  magneto::Result<int> run(Session& session) override {
    session.about(table_);
    magneto::Result<Client> client = session.client();
    if (!client) return client.error();
    if (session.options().explain) {
      print_line(request_text("DeleteTable", {{"TableName", table_}}));
      return kSuccess;
    }
    magneto::Result<void> confirmed = session.confirm("drop the table " + table_, table_);
    if (!confirmed) return confirmed.error();
    const Table table = client->table(table_);
    const magneto::Result<TableInfo> dropped = table.drop().get();
    if (!dropped) {
      if (if_exists_ && dropped.error().code() == ErrorCode::kResourceNotFound) return kSuccess;
      return dropped.error();
    }
    if (no_wait_) return kSuccess;
    const magneto::Result<void> gone = table.wait_until_not_exists().get();
    if (!gone) return gone.error();
    return kSuccess;
  }

 private:
  std::string table_;
  bool if_exists_ = false;
  bool no_wait_ = false;
};

}  // namespace

std::unique_ptr<Command> make_drop() { return std::make_unique<Drop>(); }

}  // namespace magneto::internal::commands
