// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <string>
#include <vector>

#include "commands/arguments.h"
#include "commands/exit_status.h"
#include "commands/expression_text.h"
#include "commands/key_values.h"
#include "commands/messages.h"
#include "commands/print.h"
#include "commands/target.h"
#include "commands/verbs/verbs.h"

namespace magneto::internal::commands {
namespace {

class Get : public Command {
 public:
  void declare(Arguments& arguments) override {
    arguments.word("TABLE", table_, "Name of the table");
    arguments.words("KEY", key_, kKeyHelp);
    arguments.flag("--consistent", consistent_, kConsistentHelp);
  }

  magneto::Result<int> run(Session& session) override {
    magneto::Result<Target> target = open_target(session, table_);
    if (!target) return target.error();
    magneto::Result<Item> key = key_of(target->info, key_);
    if (!key) return key.error();
    magneto::Result<magneto::Projection> projection = read_projection(session.options().select);
    if (!projection) return projection.error();
    GetCall call = target->table.get(std::move(*key));
    if (!projection->empty()) call.projection(std::move(*projection));
    if (consistent_) call.consistent();
    if (session.options().explain) return print_request(call.explain());
    magneto::Result<std::optional<Item>> item = call.get();
    if (!item) return item.error();
    if (!*item) {
      std::fprintf(stderr, "magneto: table %s has no item with this key\n", table_.c_str());
      return kNotFound;
    }
    Output output = output_of(session, target->info);
    output.item(std::move(**item));
    output.finish();
    return kSuccess;
  }

 private:
  std::string table_;
  std::vector<std::string> key_;
  bool consistent_ = false;
};

}  // namespace

std::unique_ptr<Command> make_get() { return std::make_unique<Get>(); }

}  // namespace magneto::internal::commands
