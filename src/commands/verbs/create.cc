// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <string>
#include <vector>

#include "commands/arguments.h"
#include "commands/exit_status.h"
#include "commands/item_input.h"
#include "commands/json_call.h"
#include "commands/messages.h"
#include "commands/print.h"
#include "commands/table_schema.h"
#include "commands/verbs/verbs.h"
#include "magneto/json.h"
#include "magneto/table.h"

namespace magneto::internal::commands {
namespace {

class Create : public Command {
 public:
  void declare(Arguments& a) override {
    a.word("TABLE", table_, "Name of the table");
    a.words("KEYS", keys_, "Its partition key and, if it has one, its sort key: Artist Year:N");
    a.texts("--index", global_, kGlobalIndexHelp, "INDEX");
    a.texts("--local-index", local_, "Local index: the table's partition key, another sort key",
            "INDEX");
    a.number("--rcu", rcu_, "Read capacity units; without both, it is paid per request");
    a.number("--wcu", wcu_, "Write capacity units");
    a.choice("--stream", stream_, {"KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"},
             "What its stream has");
    a.text("--ttl", ttl_, "Attribute with the time, in seconds since 1970, when an item expires",
           "NAME");
    a.texts("--tag", tags_, "A tag", "KEY=VALUE");
    a.flag("--protect", protect_, "Refuse to drop it");
    a.text("--from", from_, "JSON of a CreateTable request: {...}, @FILE, or - for stdin", "JSON");
    a.flag("--if-not-exists", if_not_exists_, "Succeed where there is one already");
    a.flag("--no-wait", no_wait_, "Do not wait until it is ACTIVE");
  }

  magneto::Result<int> run(Session& session) override {
    session.about(table_);
    magneto::Result<Client> client = session.client();
    if (!client) return client.error();
    magneto::Result<Map> request = this->request();
    if (!request) return request.error();
    if (session.options().explain) {
      print_line(request_text("CreateTable", *request));
      return kSuccess;
    }
    const magneto::Result<Map> made = call_operation(*client, "CreateTable", *request);
    if (!made) {
      if (if_not_exists_ && made.error().code() == ErrorCode::kResourceInUse) return kSuccess;
      return made.error();
    }
    const Table table = client->table(table_);
    if (!no_wait_ || !ttl_.empty()) {
      const magneto::Result<TableInfo> active = table.wait_until_exists().get();
      if (!active) return active.error();
    }
    if (!ttl_.empty()) {
      const magneto::Result<void> enabled = table.enable_ttl(ttl_).get();
      if (!enabled) return enabled.error();
    }
    return kSuccess;
  }

 private:
  magneto::Result<Map> request() const {
    Map request;
    if (!from_.empty()) {
      magneto::Result<std::string> text = read_text(from_);
      if (!text) return text.error();
      magneto::Result<Map> given = item_from_plain_json(*text);
      if (!given) return given.error().in("--from");
      request = std::move(*given);
    }
    request.set("TableName", table_);
    magneto::Result<void> schema = add_schema(request);
    if (!schema) return schema.error();
    if (rcu_.has_value() != wcu_.has_value()) {
      return magneto::Error(ErrorCode::kInvalidArgument, kUnitsTogether);
    }
    if (rcu_) {
      request.set("ProvisionedThroughput",
                  Map{{"ReadCapacityUnits", *rcu_}, {"WriteCapacityUnits", *wcu_}});
    } else if (!request.contains("ProvisionedThroughput")) {
      request.set("BillingMode", "PAY_PER_REQUEST");
    }
    if (!stream_.empty()) {
      request.set("StreamSpecification", Map{{"StreamEnabled", true}, {"StreamViewType", stream_}});
    }
    if (protect_) request.set("DeletionProtectionEnabled", true);
    if (!tags_.empty()) {
      magneto::Result<List> tags = read_tags(tags_);
      if (!tags) return tags.error();
      request.set("Tags", std::move(*tags));
    }
    return request;
  }

  magneto::Result<void> add_schema(Map& request) const {
    if (keys_.empty()) {
      if (request.contains("KeySchema")) return {};
      return magneto::Error(ErrorCode::kInvalidArgument,
                            "a table has a partition key: magneto create " + table_ + " NAME");
    }
    std::vector<KeyWords> keys;
    for (const std::string& text : keys_) {
      magneto::Result<KeyWords> key = read_key_words(text);
      if (!key) return key.error();
      keys.push_back(std::move(*key));
    }
    if (keys.size() > 2) {
      return magneto::Error(ErrorCode::kInvalidArgument,
                            "a table has a partition key and at most one sort key, not " +
                                std::to_string(keys.size()) + " keys");
    }
    List definitions;
    magneto::Result<void> defined = define(definitions, keys);
    if (!defined) return defined;
    request.set("KeySchema", key_schema(keys));
    magneto::Result<void> global =
        add_indexes(request, "GlobalSecondaryIndexes", global_, definitions);
    if (!global) return global;
    magneto::Result<void> local =
        add_indexes(request, "LocalSecondaryIndexes", local_, definitions);
    if (!local) return local;
    request.set("AttributeDefinitions", std::move(definitions));
    return {};
  }

  magneto::Result<void> add_indexes(Map& request, const char* member,
                                    const std::vector<std::string>& texts,
                                    List& definitions) const {
    List indexes;
    for (const std::string& text : texts) {
      magneto::Result<IndexWords> index = read_index_words(text);
      if (!index) return index.error();
      magneto::Result<void> defined = define(definitions, index->keys);
      if (!defined) return defined;
      Map map = index_map(*index);
      if (rcu_ && std::string_view(member).starts_with("Global")) {
        map.set("ProvisionedThroughput",
                Map{{"ReadCapacityUnits", *rcu_}, {"WriteCapacityUnits", wcu_.value_or(1)}});
      }
      indexes.emplace_back(std::move(map));
    }
    if (!indexes.empty()) request.set(member, std::move(indexes));
    return {};
  }

  std::string table_;
  std::vector<std::string> keys_;
  std::vector<std::string> global_;
  std::vector<std::string> local_;
  std::vector<std::string> tags_;
  std::optional<std::int64_t> rcu_;
  std::optional<std::int64_t> wcu_;
  std::string stream_;
  std::string ttl_;
  std::string from_;
  bool protect_ = false;
  bool if_not_exists_ = false;
  bool no_wait_ = false;
};

}  // namespace

std::unique_ptr<Command> make_create() { return std::make_unique<Create>(); }

}  // namespace magneto::internal::commands
