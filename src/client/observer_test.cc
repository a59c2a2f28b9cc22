// SPDX-License-Identifier: Apache-2.0
#include "magneto/observer.h"

#include <map>

#include <gtest/gtest.h>

namespace magneto {
namespace {

using namespace std::chrono_literals;

CallRecord query_of_songs(std::chrono::nanoseconds duration) {
  CallRecord call;
  call.operation = "Query";
  call.table = "Songs";
  call.endpoint = "https://dynamodb.eu-central-1.amazonaws.com";
  call.duration = duration;
  call.attempts = 2;
  call.http_status = 200;
  call.request_id = "4KBN";
  call.consumed_units = 12;
  return call;
}

TEST(SlowCallLog, TellsOfCallsThatTookTheThresholdOrLonger) {
  std::vector<std::string> lines;
  const auto log =
      slow_call_log(100ms, [&](std::string_view line) { lines.push_back(std::string(line)); });
  log->on_call(query_of_songs(99ms));
  log->on_call(query_of_songs(153'200us));
  EXPECT_EQ(lines, (std::vector<std::string>{"slow call: Query of Songs took 153.2 ms, 2 attempts, "
                                             "12 units (request 4KBN)"}));
}

TEST(SlowCallLog, SaysWhyACallFailed) {
  std::string last;
  const auto log = slow_call_log(0ms, [&](std::string_view line) { last = line; });
  const Error error(ErrorCode::kDeadline, "the deadline has passed");
  CallRecord call = query_of_songs(1ms);
  call.error = &error;
  call.consumed_units.reset();
  call.request_id = {};
  log->on_call(call);
  EXPECT_EQ(last, "slow call: Query of Songs took 1.0 ms, 2 attempts, failed: " +
                      std::string(name(ErrorCode::kDeadline)));
}

TEST(Tracer, GivesEachCallAsASpanWithOpenTelemetrysNames) {
  std::map<std::string, std::string, std::less<>> attributes;
  std::string span_name;
  const auto tracing = tracer([&](const Span& span) {
    span_name = span.name;
    EXPECT_EQ(span.duration, 5ms);
    for (const auto& attribute : span.attributes) {
      attributes[std::string(attribute.name)] = attribute.value;
    }
  });
  tracing->on_call(query_of_songs(5ms));
  EXPECT_EQ(span_name, "DynamoDB.Query");
  EXPECT_EQ(attributes["db.system.name"], "aws.dynamodb");
  EXPECT_EQ(attributes["db.operation.name"], "Query");
  EXPECT_EQ(attributes["db.collection.name"], "Songs");
  EXPECT_EQ(attributes["server.address"], "dynamodb.eu-central-1.amazonaws.com");
  EXPECT_EQ(attributes["server.port"], "443");
  EXPECT_EQ(attributes["aws.request_id"], "4KBN");
  EXPECT_EQ(attributes["http.response.status_code"], "200");
  EXPECT_EQ(attributes["aws.dynamodb.consumed_capacity"], "12");
  EXPECT_FALSE(attributes.contains("error.type"));
}

TEST(Tracer, NamesTheServerAsOpenTelemetryDoes) {
  std::string server;
  const auto tracing = tracer([&](const Span& span) {
    server.clear();
    for (const auto& attribute : span.attributes) {
      if (attribute.name.starts_with("server.")) server += attribute.value + " ";
    }
  });
  for (const auto& [endpoint, expected] : std::map<std::string_view, std::string_view>{
           {"http://localhost:8000", "localhost 8000 "},
           {"unix:/run/magneto.sock", "/run/magneto.sock "},
           {"in process", ""}}) {
    CallRecord call = query_of_songs(1ms);
    call.endpoint = endpoint;
    tracing->on_call(call);
    EXPECT_EQ(server, expected) << endpoint;
  }
}

TEST(Observers, OfOneClientMayBeSeveral) {
  int lines = 0;
  int spans = 0;
  const auto both = all_of(slow_call_log(0ms, [&](std::string_view) { ++lines; }),
                           tracer([&](const Span&) { ++spans; }));
  both->on_call(query_of_songs(1ms));
  EXPECT_EQ(lines, 1);
  EXPECT_EQ(spans, 1);
}

}  // namespace
}  // namespace magneto
