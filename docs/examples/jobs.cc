// SPDX-License-Identifier: Apache-2.0
//
// A queue of jobs, and a store of sessions: what a service does with tables. docs/client quotes it.
#include <gtest/gtest.h>

#include "magneto/database.h"
#include "magneto/magneto.h"
#include "magneto/stream_reader.h"

using namespace magneto;
using namespace std::chrono_literals;

namespace {

std::int64_t in_seconds(std::chrono::system_clock::time_point time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

class Jobs : public testing::Test {
 protected:
  Jobs() {
    jobs.create({.partition_key = {"Id"},
                 .global_indexes = {{.name = "ByState",
                                     .partition_keys = {{"State"}},
                                     .sort_keys = {{"Due", AttributeType::kN}}}},
                 .stream = model::StreamViewType::kNewAndOldImages})
        .value();
    jobs.wait_until_exists().value();
    jobs.enable_ttl("Expires").value();
  }

  Database database = Database::in_memory().value();
  Table jobs = database.client().table("Jobs");
};

/// The ready job that is due first, if this worker gets one.
Result<std::optional<Item>> claim(const Table& jobs, const std::string& worker, int now) {
  for (Result<Item>& job :
       jobs.query(key("State") == "ready" && key("Due") <= now).index("ByState")) {
    if (!job) return job.error();
    const auto claimed = jobs.update(pick(*job, {"Id"}))
                             .set(attr("State"), "running")
                             .set(attr("Worker"), worker)
                             .when(attr("State") == "ready")
                             .returning(ReturnValues::kAllNew)
                             .get();
    if (claimed) return *claimed;
    if (claimed.error().code() != ErrorCode::kConditionalCheckFailed) return claimed.error();
  }  // Somebody else was quicker: the next one.
  return std::optional<Item>();
}

Call<int> follow(Table table, int wanted) {
  auto asking = table.info();
  const Result<TableInfo> info = co_await asking;
  if (!info) co_return info.error();
  StreamReader changes(table.client(), info->stream_arn, {.wait = 20s});
  int removed = 0;
  while (removed < wanted) {
    auto reading = changes.next();
    const Result<std::vector<model::Record>> records = co_await reading;
    if (!records) co_return records.error();
    for (const model::Record& record : *records) {
      if (record.event_name == model::OperationType::kRemove) removed += 1;
    }
  }
  co_return removed;
}

TEST_F(Jobs, AreClaimedOnceInTheOrderOfTheirTime) {
  for (const int due : {30, 10, 20}) {
    jobs.put({{"Id", std::to_string(due)}, {"State", "ready"}, {"Due", due}}).value();
  }
  EXPECT_EQ((**claim(jobs, "a", 25))["Id"].value_or(""), "10");
  EXPECT_EQ((**claim(jobs, "b", 25))["Id"].value_or(""), "20");
  EXPECT_EQ(*claim(jobs, "c", 25), std::nullopt);
}

TEST_F(Jobs, AreFollowedByACoroutine) {
  jobs.put({{"Id", "a"}, {"State", "ready"}, {"Due", 1}}).value();
  jobs.remove({{"Id", "a"}}).value();
  EXPECT_EQ(follow(jobs, 1).value(), 1);
}

TEST_F(Jobs, AndSessionsHaveVersionsAndAnEnd) {
  const auto end = std::chrono::system_clock::now() + 10min;
  jobs.put({{"Id", "s1"}, {"Version", 1}, {"Expires", in_seconds(end)}, {"Data", Map{}}})
      .when(attr("Id").not_exists())
      .value();
  const int read = 1;
  const auto save = [&] {
    return jobs.update({{"Id", "s1"}})
        .set(attr("Data")["language"], "de")
        .set(attr("Version"), attr("Version") + 1)
        .when(attr("Version") == read && not_expired(attr("Expires")))
        .item_on_failure()
        .get();
  };
  EXPECT_TRUE(save());
  const Result<void> again = save();
  EXPECT_EQ((*again.error().item())["Version"].value_or(0), 2);
  const std::optional<Item> session = jobs.get({{"Id", "s1"}}).value();
  const Result<std::map<std::string, std::string>> data =
      (*session)["Data"].as<std::map<std::string, std::string>>();
  for (const auto& [name, text] : data.value()) EXPECT_EQ(name + "=" + text, "language=de");
}

}  // namespace
