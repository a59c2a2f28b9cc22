// SPDX-License-Identifier: Apache-2.0
//
// What calls cost the client: CPU time and allocations of one; and the floor of the same run, of the
// same request (raw_socket.h).
//
//   client_bench URL CASE CALLS
//
//   get       GetItem, one in flight, an item of its own; views: without copying it
//   get64     the same, 64 in flight
//   put       PutItem
//   update    UpdateItem, whose expression a builder makes for each call
//   query10   a Query of ten items, each of its own
//   query     a page of many items; query_views: without copying them
//   floor, floor_put, floor_update, floor_query10
//             the same requests over the raw socket
//   start     one GetItem, for who measures the process
//
// Prints {"us": ..., "allocations": ...}, of start {"peak_kb": ...}. Needs the table that bench/compare_clients.py makes.
#include <atomic>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <mutex>
#include <string>

#include "costs.h"
#include "magneto/magneto.h"
#include "raw_socket.h"

namespace {

using namespace magneto;
using bench::Cost;
using bench::die;
using bench::measure;

constexpr char kTable[] = "ClientBench";

/// The bodies that the client sends for the same cases.
struct RawCall {
  std::string_view target;
  std::string_view body;
};

const std::map<std::string, RawCall> kFloors{
    {"floor",
     {"DynamoDB_20120810.GetItem",
      R"({"TableName":"ClientBench","Key":{"id":{"S":"one"},"sort":{"N":"0"}}})"}},
    {"floor_put",
     {"DynamoDB_20120810.PutItem",
      R"({"TableName":"ClientBench","Item":{"id":{"S":"two"},"sort":{"N":"0"},)"
      R"("year":{"N":"1965"}}})"}},
    {"floor_update",
     {"DynamoDB_20120810.UpdateItem",
      R"({"TableName":"ClientBench","Key":{"id":{"S":"two"},"sort":{"N":"0"}},)"
      R"("UpdateExpression":"SET #0 = if_not_exists(#0, :0) + :1, #1 = :2",)"
      R"("ExpressionAttributeNames":{"#0":"plays","#1":"title"},"ExpressionAttributeValues":)"
      R"({":0":{"N":"0"},":1":{"N":"1"},":2":{"S":"Sinnerman"}}})"}},
    {"floor_query10",
     {"DynamoDB_20120810.Query",
      R"({"TableName":"ClientBench","Limit":10,"KeyConditionExpression":"#0 = :0",)"
      R"("ExpressionAttributeNames":{"#0":"id"},)"
      R"("ExpressionAttributeValues":{":0":{"S":"page"}}})"}}};

const Item kKey{{"id", "one"}, {"sort", 0}};

/// `calls` of GetItem, so many of them at any time.
class InFlight {
 public:
  InFlight(Client client, int calls) : client_(std::move(client)), left_(calls), open_(calls) {}

  void run(int in_flight) {
    for (int i = 0; i < in_flight; ++i) next();
    std::unique_lock lock(mutex_);
    done_.wait(lock, [this] { return open_ == 0; });
  }

 private:
  void next() {
    if (left_.fetch_sub(1) <= 0) return;
    client_.call<operation::GetItem>(input_).then(
        [this](const Result<model::GetItemOutput>& output) {
          if (!output || !output->item) die("no item");
          next();
          const std::lock_guard lock(mutex_);
          if (--open_ == 0) done_.notify_all();
        });
  }

  const Client client_;
  const model::GetItemInput input_{.table_name = kTable, .key = kKey};
  std::atomic<int> left_;
  std::mutex mutex_;
  std::condition_variable done_;
  int open_;
};

void put(const Client& client) {
  static const model::PutItemInput kInput{.table_name = kTable,
                                          .item = {{"id", "two"}, {"sort", 0}, {"year", 1965}}};
  if (!client.call<operation::PutItem>(kInput).get()) die("no put");
}

void get(const Client& client) {
  static const model::GetItemInput kInput{.table_name = kTable, .key = kKey};
  if (!client.call<operation::GetItem>(kInput).value().item) die("no item");
}

void get_views(const Client& client) {
  static const model::GetItemInput kInput{.table_name = kTable, .key = kKey};
  if (client.views<operation::GetItem>(kInput).value().items.empty()) die("no item");
}

void update(const Client& client) {
  const Result<void> updated = client.table(kTable)
                                   .update({{"id", "two"}, {"sort", 0}})
                                   .set(attr("plays"), attr("plays").or_else(0) + 1)
                                   .set(attr("title"), "Sinnerman")
                                   .get();
  if (!updated) die("no update");
}

void query_ten(const Client& client) {
  int items = 0;
  for (const Result<Item>& item : client.table(kTable).query(key("id") == "page").limit(10)) {
    if (item) ++items;
  }
  if (items != 10) die("no ten items");
}

const model::QueryInput& whole_page() {
  static const model::QueryInput kInput{
      .table_name = kTable,
      .key_condition_expression = "id = :id",
      .expression_attribute_values = Item{{":id", "page"}},
  };
  return kInput;
}

void query(const Client& client) {
  if (client.call<operation::Query>(whole_page()).value().items.size() < 1000) die("no page");
}

void query_views(const Client& client) {
  if (client.views<operation::Query>(whole_page()).value().items.size() < 1000) die("no page");
}

Cost cost_of(const std::string& name, const std::string& url, int calls) {
  if (const auto floor = kFloors.find(name); floor != kFloors.end()) {
    bench::RawSocket raw(url);
    return measure(calls, [&] { raw.call(floor->second.target, floor->second.body); });
  }
  ClientOptions options{.endpoint = url, .credentials = Credentials{"local", "local"}};
  options.tls.verify = false;
  const Client client(options);
  if (name == "get64") {
    InFlight(client, 64).run(64);
    const std::uint64_t before = bench::allocations();
    const double start = bench::cpu_us();
    InFlight(client, calls).run(64);
    return {(bench::cpu_us() - start) / calls, double(bench::allocations() - before) / calls};
  }
  const std::map<std::string, void (*)(const Client&)> cases{{"get", get},
                                                             {"views", get_views},
                                                             {"put", put},
                                                             {"update", update},
                                                             {"query10", query_ten},
                                                             {"query", query},
                                                             {"query_views", query_views},
                                                             {"start", get}};
  const auto found = cases.find(name);
  if (found == cases.end()) die("no case " + name);
  return measure(calls, [&] { found->second(client); });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) die("client_bench URL CASE CALLS");
  const Cost cost = cost_of(argv[2], argv[1], std::atoi(argv[3]));
  if (std::string_view(argv[2]) == "start") {
    std::printf("{\"peak_kb\": %ld}\n", bench::peak_kb());
    return 0;
  }
  std::printf("{\"us\": %.2f, \"allocations\": %.1f}\n", cost.us, cost.allocations);
}
