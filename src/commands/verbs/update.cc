// SPDX-License-Identifier: Apache-2.0
#include <string>
#include <utility>
#include <vector>

#include "commands/arguments.h"
#include "commands/attribute_updates.h"
#include "commands/exit_status.h"
#include "commands/expression_text.h"
#include "commands/key_values.h"
#include "commands/messages.h"
#include "commands/print.h"
#include "commands/target.h"
#include "commands/verbs/verbs.h"

namespace magneto::internal::commands {
namespace {

class Update : public Command {
 public:
  void declare(Arguments& a) override {
    a.word("TABLE", table_, "Name of the table");
    a.words("KEY", key_, kKeyHelp);
    a.texts("--set", set_, "Plays = if_not_exists(Plays, 0) + 1", "ACTIONS");
    a.texts("--remove", remove_, "Label, Takes[0]", "PATHS");
    a.texts("--add", add_, "To a number or a set: Plays 1, Tags <<'live'>>", "ACTIONS");
    a.texts("--delete", delete_, "From a set: Tags <<'calm'>>", "ACTIONS");
    a.text("--attribute-updates", updates_,
           "The older form: {\"Plays\":{\"Value\":1,\"Action\":\"ADD\"}}, also PUT and DELETE",
           "JSON");
    a.flag("--must-exist", must_exist_, "Make no new item");
  }

  magneto::Result<int> run(Session& session) override {
    magneto::Result<Target> target = open_target(session, table_);
    if (!target) return target.error();
    magneto::Result<Item> key = key_of(target->info, key_);
    if (!key) return key.error();
    if (!updates_.empty()) return update_attributes(session, *target, std::move(*key));
    magneto::Result<ExpressionText> actions = read_expression(text());
    if (!actions) return actions.error();
    if (actions->text.empty()) {
      return magneto::Error(ErrorCode::kInvalidArgument,
                            "nothing is to be changed: say --set, --remove, --add or --delete");
    }
    magneto::Result<magneto::Condition> condition = read_condition(session.options().where);
    if (!condition) return condition.error();
    if (must_exist_) *condition = *condition && attr(target->info.partition_key.name).exists();
    auto call = target->table.update(std::move(*key)).returning(ReturnValues::kAllNew);
    call.apply(update_expression(std::move(actions->text), std::move(actions->values),
                                 std::move(actions->names)));
    if (!condition->empty()) call.when(std::move(*condition));
    if (session.options().explain) return print_request(call.explain());
    magneto::Result<std::optional<Item>> item = call.get();
    if (!item) return item.error();
    Output output = output_of(session, target->info);
    if (*item) output.item(std::move(**item));
    output.finish();
    return kSuccess;
  }

 private:
  /// By AttributeUpdates, which the service does not take together with expressions.
  magneto::Result<int> update_attributes(Session& session, const Target& target, Item key) const {
    if (!text().empty() || !session.options().where.empty() || must_exist_) {
      return magneto::Error(
          ErrorCode::kInvalidArgument,
          "--attribute-updates excludes expressions: --set and the like, --where, "
          "--must-exist");
    }
    magneto::Result<AttributeUpdates> updates = read_attribute_updates(updates_);
    if (!updates) return updates.error();
    model::UpdateItemInput input{.table_name = table_, .key = std::move(key)};
    input.attribute_updates = std::move(*updates);
    input.return_values = model::ReturnValue::kAllNew;
    if (session.options().explain) {
      return print_request(magneto::explain<operation::UpdateItem>(input));
    }
    magneto::Result<model::UpdateItemOutput> done =
        target.table.client().call<operation::UpdateItem>(input).get();
    if (!done) return done.error();
    Output output = output_of(session, target.info);
    if (done->attributes) output.item(std::move(*done->attributes));
    output.finish();
    return kSuccess;
  }

  std::string text() const {
    std::string text;
    const auto section = [&text](const char* word, const std::vector<std::string>& actions) {
      for (std::size_t i = 0; i < actions.size(); ++i) {
        text += i == 0 ? (text.empty() ? "" : " ") + std::string(word) + " " : ", ";
        text += actions[i];
      }
    };
    section("SET", set_);
    section("REMOVE", remove_);
    section("ADD", add_);
    section("DELETE", delete_);
    return text;
  }

  std::string table_;
  std::vector<std::string> key_;
  std::vector<std::string> set_;
  std::vector<std::string> remove_;
  std::vector<std::string> add_;
  std::vector<std::string> delete_;
  std::string updates_;
  bool must_exist_ = false;
};

}  // namespace

std::unique_ptr<Command> make_update() { return std::make_unique<Update>(); }

}  // namespace magneto::internal::commands
