// SPDX-License-Identifier: Apache-2.0
#include <string>

#include "commands/arguments.h"
#include "commands/exit_status.h"
#include "commands/json_call.h"
#include "commands/print.h"
#include "commands/verbs/verbs.h"
#include "magneto/json.h"
#include "magneto/table.h"

namespace magneto::internal::commands {
namespace {

std::string keys_text(const std::vector<KeyAttribute>& partition,
                      const std::vector<KeyAttribute>& sort) {
  std::string text;
  const auto add = [&text](const KeyAttribute& key, const char* role) {
    text += (text.empty() ? "" : ", ") + key.name + " (" +
            std::string(Enum<AttributeType>(key.type).text()) + ", " + role + ")";
  };
  for (const KeyAttribute& key : partition) add(key, "partition");
  for (const KeyAttribute& key : sort) add(key, "sort");
  return text;
}

void print_field(const std::string& name, const std::string& value) {
  constexpr std::size_t kWidth = 14;
  print_line(name + std::string(kWidth - std::min(kWidth, name.size()), ' ') + value);
}

void print_summary(const TableInfo& table) {
  print_field("Table", table.name);
  print_field("Status", std::string(table.status.text()));
  print_field("Keys",
              keys_text({table.partition_key}, table.sort_key ? std::vector{*table.sort_key}
                                                              : std::vector<KeyAttribute>()));
  print_field("Billing", table.paid_per_request ? "per request" : "provisioned");
  if (const auto& units = table.description.provisioned_throughput;
      units && !table.paid_per_request) {
    print_field("Capacity", std::to_string(units->read_capacity_units.value_or(0)) + " read, " +
                                std::to_string(units->write_capacity_units.value_or(0)) + " write");
  }
  print_field("Items", std::to_string(table.item_count));
  print_field("Bytes", std::to_string(table.size_bytes));
  for (const IndexInfo& index : table.indexes) {
    print_field("Index", index.name + ": " + keys_text(index.partition_keys, index.sort_keys) +
                             ", " + (index.global ? "global" : "local") + ", " +
                             std::string(index.projection.text()));
  }
  if (!table.stream_arn.empty()) print_field("Stream", table.stream_arn);
  if (table.description.deletion_protection_enabled.value_or(false)) {
    print_field("Protected", "against deletion");
  }
  print_field("ARN", table.arn);
}

class Describe : public Command {
 public:
  void declare(Arguments& arguments) override {
    arguments.word("TABLE", table_, "Name or ARN of the table");
  }

  magneto::Result<int> run(Session& session) override {
    session.about(table_);
    magneto::Result<Client> client = session.client();
    if (!client) return client.error();
    const std::string form = output_form(session);
    if (form == "table") {
      magneto::Result<TableInfo> info = client->table(table_).info().get();
      if (!info) return info.error();
      print_summary(*info);
      return kSuccess;
    }
    magneto::Result<Map> answer = call_operation(*client, "DescribeTable", {{"TableName", table_}});
    if (!answer) return answer.error();
    const Map* table = (*answer)["Table"].source()->get_if<Map>();
    if (table == nullptr) return magneto::Error(ErrorCode::kBadAnswer, "the answer has no Table");
    if (form == "json") {
      print_line(to_plain_json(*table));
    } else {
      Output output = output_of(session);
      output.item(*table);
      output.finish();
    }
    return kSuccess;
  }

 private:
  std::string table_;
};

}  // namespace

std::unique_ptr<Command> make_describe() { return std::make_unique<Describe>(); }

}  // namespace magneto::internal::commands
