// SPDX-License-Identifier: Apache-2.0
//
// The snippets of docs/client and of docs/coming-from/boto3.md, in one function. It runs against the
// service that the client leads to, and drops its table in the end.
#include <cstdio>

#include "magneto/magneto.h"
#include "songs.h"

using namespace magneto;

namespace {

const Item kSinnerman{{"Artist", "Nina"}, {"Title", "Sinnerman"}};

void create(const Table& songs) {
  TableDefinition definition{.partition_key = {"Artist"}};
  definition.sort_key = KeyAttribute{"Title"};
  songs.create(definition).value();
  songs.wait_until_exists().value();
  const TableInfo info = songs.info().value();
  std::printf("%s, key %s\n", info.name.c_str(), info.partition_key.name.c_str());
}

void write(const Table& songs) {
  songs
      .put(
          {{"Artist", "Nina"}, {"Title", "Sinnerman"}, {"Year", 1965}, {"Tags", StringSet{"jazz"}}})
      .when(attr("Artist").not_exists())
      .value();
  const std::optional<Item> changed =
      songs.update(kSinnerman)
          .set(attr("Plays"), attr("Plays").or_else(0) + 1)
          .add(attr("Tags"), StringSet{"live"})
          .when(attr("Year") < 1970 && attr("Tags").contains("jazz"))
          .returning(ReturnValues::kUpdatedNew)
          .value();
  std::printf("played %d times\n", (*changed)["Plays"].as<int>().value());
  const Result<void> again = songs.put(kSinnerman).when(attr("Artist").not_exists()).get();
  if (!again) std::printf("%s\n", again.error().message().c_str());
}

void batch(const Table& songs) {
  BatchWriter batch(songs, {.overwrite_by_keys = true});
  for (int i = 0; i < 100; ++i) {
    batch.put(
        {{"Artist", "Miles"}, {"Title", "Take " + std::to_string(i)}, {"Year", 1950 + i % 20}});
  }
  batch.remove({{"Artist", "Miles"}, {"Title", "Take 7"}});
  const BatchReport report = batch.finish().value();
  std::printf("%zu written, %zu overwritten, %zu failed\n", report.written, report.overwritten,
              report.failed.size());
  const auto two =
      BatchGet(songs).keys({kSinnerman, {{"Artist", "Miles"}, {"Title", "Take 7"}}}).value();
  std::printf("there: %d %d\n", two[0].has_value(), two[1].has_value());
}

void read(const Table& songs) {
  std::size_t early = 0;
  for (Result<Item>& song : songs.query(key("Artist") == "Miles").filter(attr("Year") < 1960)) {
    early += song.value().contains("Title");
  }
  QueryRange first = songs.query(key("Artist") == "Miles").limit(10);
  const std::vector<Item> ten = first.all().value();
  const std::optional<std::string> cursor = first.cursor().value();
  const auto others = songs.query(key("Artist") == "Miles").starting_at(*cursor).all().value();
  std::printf("%zu early; %zu and %zu others; %lld in all\n", early, ten.size(), others.size(),
              static_cast<long long>(songs.count().value().count));
}

void transact(const Table& songs) {
  WriteTransaction order(songs.client());
  order.update(songs, kSinnerman).set(attr("Plays"), attr("Plays") + 1);
  order.check(songs, {{"Artist", "Miles"}, {"Title", "Take 7"}}, attr("Artist").exists());
  const auto done = order.commit().get();
  if (done) return;
  for (const CancellationReason& why : done.error().cancellation_reasons()) {
    std::printf("%s\n", why.code == ErrorCode::kNone ? "not to blame" : why.message.c_str());
  }
}

void statements(const Table& songs) {
  Statement select(songs.client(), R"(SELECT Title FROM "Songs" WHERE Artist = ?)", {"Nina"});
  for (const Item& song : select.all().value()) {
    std::printf("%s\n", song["Title"].as<std::string>().value().c_str());
  }
}

void every_operation(const Table& songs) {
  const Client client = songs.client();
  model::UpdateTableInput change{.table_name = "Songs"};
  change.table_class = model::TableClass::kStandardInfrequentAccess;
  client.call<operation::UpdateTable>(change).value();
  songs.wait_until_exists().value();  // until it is active again
  const auto table = client.call<operation::DescribeTable>({.table_name = "Songs"}).value().table;
  if (table->table_status == model::TableStatus::kActive) std::puts("active");
  const std::string status(table->table_status->text());  // "ACTIVE", or a word of a newer service
  std::printf("%s\n", status.c_str());
}

Call<std::string> title_of_table(Table songs) {
  auto getting = songs.get({{"Artist", "Nina"}, {"Title", "Sinnerman"}});
  const Result<std::optional<Item>> song = co_await getting;
  if (!song) co_return song.error();
  auto describing = songs.client().call<operation::DescribeTable>({.table_name = "Songs"});
  const auto described = co_await describing;
  if (!described) co_return described.error();
  co_return (**song)["Title"].value_or("nothing") + " of " + *described->table->table_name;
}

}  // namespace

void run_songs(Client client) {
  Table songs = client.table("Songs");
  create(songs);
  write(songs);
  batch(songs);
  read(songs);
  transact(songs);
  statements(songs);
  every_operation(songs);
  std::printf("%s\n", title_of_table(songs).value().c_str());
  songs.drop().value();
  songs.wait_until_not_exists().value();
}
