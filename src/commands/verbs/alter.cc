// SPDX-License-Identifier: Apache-2.0
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "commands/arguments.h"
#include "commands/exit_status.h"
#include "commands/json_call.h"
#include "commands/messages.h"
#include "commands/print.h"
#include "commands/table_schema.h"
#include "commands/verbs/verbs.h"
#include "magneto/table.h"

namespace magneto::internal::commands {
namespace {

struct Request {
  std::string operation;
  Map body;
};

magneto::Error wrong(std::string text) { return {ErrorCode::kInvalidArgument, std::move(text)}; }

class Alter : public Command {
 public:
  void declare(Arguments& a) override {
    a.word("TABLE", table_, "Name of the table");
    a.flag("--on-demand", on_demand_, "Pay per request");
    a.number("--rcu", rcu_, "Provision read capacity units, with --wcu");
    a.number("--wcu", wcu_, "Provision write capacity units");
    a.texts("--add-index", add_, kGlobalIndexHelp, "INDEX");
    a.texts("--drop-index", drop_, "Global index", "NAME");
    a.choice("--stream", stream_,
             {"off", "KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"}, "Its stream");
    a.text("--ttl", ttl_, "Attribute of the time when items expire", "NAME");
    a.text("--no-ttl", no_ttl_, "No item expires by this attribute any more", "NAME");
    a.choice("--recovery", recovery_, {"on", "off"}, "Point-in-time recovery");
    a.choice("--protect", protect_, {"on", "off"}, "Refuse to drop it");
    a.choice("--class", class_, {"STANDARD", "STANDARD_INFREQUENT_ACCESS"}, "Table class");
    a.texts("--tag", tags_, "A tag to set", "KEY=VALUE");
    a.texts("--untag", untag_, "A tag to remove", "KEY");
    a.flag("--no-wait", no_wait_, "Do not wait until the last change is done");
  }

  magneto::Result<int> run(Session& session) override {
    session.about(table_);
    magneto::Result<Client> client = session.client();
    if (!client) return client.error();
    magneto::Result<TableInfo> info = client->table(table_).info().get();
    if (!info) return info.error();
    magneto::Result<std::vector<Request>> requests = this->requests(*info);
    if (!requests) return requests.error();
    if (requests->empty()) return wrong("nothing is to be changed: name what is");
    if (session.options().explain) {
      for (const Request& request : *requests) {
        print_line(request_text(request.operation, request.body));
      }
      return kSuccess;
    }
    if (!drop_.empty()) {
      magneto::Result<void> confirmed = session.confirm("drop an index of table " + table_, table_);
      if (!confirmed) return confirmed.error();
    }
    return send(*client, *requests);
  }

 private:
  magneto::Result<int> send(const Client& client, const std::vector<Request>& requests) const {
    for (std::size_t i = 0; i < requests.size(); ++i) {
      const magneto::Result<Map> done =
          call_operation(client, requests[i].operation, requests[i].body);
      if (!done) return done.error();
      // The service makes one change of a table at a time.
      if (no_wait_ && i + 1 == requests.size()) break;
      magneto::Result<TableInfo> active = client.table(table_).wait_until_exists().get();
      for (const std::string& text : add_) {
        if (!active) break;
        const std::string index = text.substr(0, text.find('='));
        if (active->index(index) != nullptr) {
          active = client.table(table_).wait_until_index(index).get();
        }
      }
      if (!active) return active.error();
    }
    return kSuccess;
  }

  magneto::Result<std::vector<Request>> requests(const TableInfo& info) const {
    std::vector<Request> all;
    magneto::Result<void> settings = add_settings(all);
    if (!settings) return settings.error();
    magneto::Result<void> indexes = add_indexes(info, all);
    if (!indexes) return indexes.error();
    const auto time_to_live = [&](const std::string& name, bool enabled) {
      if (name.empty()) return;
      all.push_back(
          {"UpdateTimeToLive",
           {{"TableName", table_},
            {"TimeToLiveSpecification", Map{{"AttributeName", name}, {"Enabled", enabled}}}}});
    };
    time_to_live(no_ttl_, false);
    time_to_live(ttl_, true);
    if (!recovery_.empty()) {
      all.push_back({"UpdateContinuousBackups",
                     {{"TableName", table_},
                      {"PointInTimeRecoverySpecification",
                       Map{{"PointInTimeRecoveryEnabled", recovery_ == "on"}}}}});
    }
    if (!untag_.empty()) {
      List keys;
      for (const std::string& key : untag_) keys.emplace_back(key);
      all.push_back({"UntagResource", {{"ResourceArn", info.arn}, {"TagKeys", std::move(keys)}}});
    }
    if (!tags_.empty()) {
      magneto::Result<List> tags = read_tags(tags_);
      if (!tags) return tags.error();
      all.push_back({"TagResource", {{"ResourceArn", info.arn}, {"Tags", std::move(*tags)}}});
    }
    return all;
  }

  magneto::Result<void> add_settings(std::vector<Request>& all) const {
    Map body;
    if (rcu_.has_value() != wcu_.has_value()) return wrong(kUnitsTogether);
    if (on_demand_ && rcu_) return wrong("--on-demand excludes --rcu and --wcu");
    if (on_demand_) body.set("BillingMode", "PAY_PER_REQUEST");
    if (rcu_) {
      body.set("BillingMode", "PROVISIONED");
      body.set("ProvisionedThroughput",
               Map{{"ReadCapacityUnits", *rcu_}, {"WriteCapacityUnits", *wcu_}});
    }
    if (!protect_.empty()) body.set("DeletionProtectionEnabled", protect_ == "on");
    if (!class_.empty()) body.set("TableClass", class_);
    if (!body.empty()) {
      body.set("TableName", table_);
      all.push_back({"UpdateTable", std::move(body)});
    }
    if (stream_.empty()) return {};
    Map stream{{"StreamEnabled", stream_ != "off"}};
    if (stream_ != "off") stream.set("StreamViewType", stream_);
    all.push_back(
        {"UpdateTable", {{"TableName", table_}, {"StreamSpecification", std::move(stream)}}});
    return {};
  }

  /// One request each: the service takes no two at once.
  magneto::Result<void> add_indexes(const TableInfo& info, std::vector<Request>& all) const {
    for (const std::string& name : drop_) {
      all.push_back(
          {"UpdateTable",
           {{"TableName", table_},
            {"GlobalSecondaryIndexUpdates", List{Map{{"Delete", Map{{"IndexName", name}}}}}}}});
    }
    for (const std::string& text : add_) {
      magneto::Result<IndexWords> index = read_index_words(text);
      if (!index) return index.error();
      List definitions;
      for (const model::AttributeDefinition& known : info.description.attribute_definitions) {
        definitions.push_back(Map{{"AttributeName", known.attribute_name},
                                  {"AttributeType", std::string(known.attribute_type.text())}});
      }
      magneto::Result<void> defined = define(definitions, index->keys);
      if (!defined) return defined;
      Map map = index_map(*index);
      if (const auto& units = info.description.provisioned_throughput;
          units && !info.paid_per_request) {
        map.set("ProvisionedThroughput",
                Map{{"ReadCapacityUnits", units->read_capacity_units.value_or(1)},
                    {"WriteCapacityUnits", units->write_capacity_units.value_or(1)}});
      }
      all.push_back({"UpdateTable",
                     {{"TableName", table_},
                      {"AttributeDefinitions", std::move(definitions)},
                      {"GlobalSecondaryIndexUpdates", List{Map{{"Create", std::move(map)}}}}}});
    }
    return {};
  }

  std::string table_;
  bool on_demand_ = false;
  std::optional<std::int64_t> rcu_;
  std::optional<std::int64_t> wcu_;
  std::vector<std::string> add_;
  std::vector<std::string> drop_;
  std::string stream_;
  std::string ttl_;
  std::string no_ttl_;
  std::string recovery_;
  std::string protect_;
  std::string class_;
  std::vector<std::string> tags_;
  std::vector<std::string> untag_;
  bool no_wait_ = false;
};

}  // namespace

std::unique_ptr<Command> make_alter() { return std::make_unique<Alter>(); }

}  // namespace magneto::internal::commands
