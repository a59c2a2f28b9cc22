// SPDX-License-Identifier: Apache-2.0
//
// What a GetItem costs in process, beside client_bench.cc's `get` of the same item:
//
//   embedded_bench URL CASE CALLS
//
// URL is not looked at; CASE is `in_process` (an item of its own) or `in_process_views` (not copied).
#include <cstdio>
#include <cstdlib>
#include <string>

#include "costs.h"
#include "magneto/database.h"
#include "magneto/magneto.h"

namespace {

using namespace magneto;
using bench::Cost;
using bench::die;

constexpr char kTable[] = "ClientBench";

void fill(const Client& client) {
  const Table table = client.table(kTable);
  table.create({.partition_key = {"id"}, .sort_key = KeyAttribute{"sort", AttributeType::kN}})
      .value();
  table
      .put({{"id", "one"},
            {"sort", 0},
            {"title", "Sinnerman"},
            {"artist", "Nina Simone"},
            {"year", 1965},
            {"price", Number::parse("19.99").value()},
            {"live", true},
            {"tags", StringSet{"calm", "jazz"}},
            {"text", std::string(200, 'x')}})
      .value();
}

Cost cost_of(const std::string& name, const Client& client, int calls) {
  const model::GetItemInput input{.table_name = kTable, .key = {{"id", "one"}, {"sort", 0}}};
  if (name == "in_process_views") {
    return bench::measure(calls, [&] {
      if (client.views<operation::GetItem>(input).value().items.empty()) die("no item");
    });
  }
  if (name != "in_process") die("no case " + name);
  return bench::measure(calls, [&] {
    if (!client.call<operation::GetItem>(input).value().item) die("no item");
  });
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) die("embedded_bench URL CASE CALLS");
  const Database database = Database::in_memory().value();
  const Client client = database.client();
  fill(client);
  const Cost cost = cost_of(argv[2], client, std::atoi(argv[3]));
  std::printf("{\"us\": %.2f, \"allocations\": %.1f}\n", cost.us, cost.allocations);
}
