// SPDX-License-Identifier: Apache-2.0
//
// magneto_load: sends one kind of request to a server that speaks DynamoDB's API, for a while, and
// prints what came back as one line of JSON.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>
#include <map>

#include "load_run.h"
#include "request_maker.h"

using namespace magneto::internal::load;

namespace {

void print_result(std::string_view operation, const RunResult& result) {
  auto count = static_cast<double>(result.latencies.count());
  auto microseconds = [&](double q) {
    return static_cast<double>(result.latencies.quantile(q)) / 1000;
  };
  std::printf(
      R"({"operation":"%.*s","requests":%.0f,"failures":%llu,"seconds":%.3f,"per_second":%.0f,)"
      R"("p50_us":%.0f,"p99_us":%.0f,"p999_us":%.0f})"
      "\n",
      static_cast<int>(operation.size()), operation.data(), count,
      static_cast<unsigned long long>(result.failures), result.seconds,
      result.seconds > 0 ? count / result.seconds : 0, microseconds(0.5), microseconds(0.99),
      microseconds(0.999));
  if (result.failures != 0) std::cerr << "first failure: " << result.first_failure << "\n";
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Sends one kind of request to a DynamoDB endpoint and reports rate and latency.");
  RunOptions options;
  std::string operation = "get";
  std::string table = "load";
  std::uint64_t items = 10'000;
  double warm_up_s = 1;
  double time_s = 5;
  app.add_option("--host", options.host, "An address");
  app.add_option("--port", options.port);
  app.add_option("--operation", operation, "fill, put, get, update or query");
  app.add_option("--table", table, "Its keys are pk (S) and sk (N)");
  app.add_option("--items", items, "How many items the table has: a multiple of ten");
  app.add_option("--connections", options.connections);
  app.add_option("--warm-up", warm_up_s, "Seconds that are not counted");
  app.add_option("--time", time_s, "Seconds after that");
  app.add_option("--requests", options.requests, "At most so many; fill sends each item once");
  CLI11_PARSE(app, argc, argv);

  std::optional<Operation> kind = operation_named(operation);
  if (!kind || items == 0 || items % RequestMaker::kItemsAPartition != 0) {
    std::cerr << app.help();
    return 2;
  }
  if (*kind == Operation::kFill) {
    options.requests = items;
    warm_up_s = 0;
    time_s = 600;
  }
  options.warm_up = std::chrono::duration<double>(warm_up_s);
  options.time = std::chrono::duration<double>(time_s);
  RequestMaker requests(*kind, options.host + ":" + std::to_string(options.port), table, items);
  RunResult result = run_load(options, requests);
  print_result(operation, result);
  return result.failures == 0 && result.latencies.count() > 0 ? 0 : 1;
}
