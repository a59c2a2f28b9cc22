// SPDX-License-Identifier: Apache-2.0
#include "catalog/table_codec.h"

#include <gtest/gtest.h>

namespace magneto::internal::catalog {
namespace {

using value::Type;

// Every member has a value of its own.
Table full_table() {
  Table table;
  table.name = "Music";
  table.space = 7;
  table.id = "0b0f5a3e-1111-4222-8333-444455556666";
  table.created_ms = 1793000000123;
  table.status = Status::kUpdating;
  table.schema = {{{"Artist", Type::kString}}, {{"Year", Type::kNumber}}};
  table.attribute_definitions = {
      {"Artist", Type::kString}, {"Year", Type::kNumber}, {"Ge\"nre", Type::kBinary}};
  table.on_demand = true;
  table.billing_mode_named = true;
  table.on_demand_since_ms = 1793000000124;
  table.throughput = {5, 6, 7, 8, 9};
  table.on_demand_throughput = {.max_read_units = 10, .max_write_units = -1};
  table.warm_throughput = WarmThroughput{12000, 4000};
  table.deletion_protection = true;
  table.table_class = "STANDARD_INFREQUENT_ACCESS";
  table.table_class_changed_ms = 1793000000125;
  table.encrypted_with_kms = true;
  table.kms_key_arn = "arn:aws:kms:us-east-1:000000000000:key/x";
  table.streams = {{10, ViewType::kNewImage, "2026-11-01T00:00:00.000", 1, 2, 3, 4, {"{}", 12}},
                   {11, ViewType::kNewAndOldImages, "2026-11-02T00:00:00.000", 5, 0, 0, 0, {}}};
  table.ttl_attribute = "expires";
  table.tags = {{"team", "a"}, {"cost", ""}};
  table.policy = {R"({"Version":"2012-10-17"})", 13};
  table.kinesis_destinations = {
      {"arn:aws:kinesis:us-east-1:0:stream/x", DestinationStatus::kDisabled, "MICROSECOND"}};
  table.insights = {true, "THROTTLED_KEYS", 15, 14};
  table.settings_replication_mode = "DISABLED";

  Index local;
  local.name = "local";
  local.space = 8;
  local.local = true;
  local.schema = {{{"Artist", Type::kString}}, {{"Ge\"nre", Type::kBinary}}};
  local.projection = {ProjectionType::kKeysOnly, {}};
  table.indexes.push_back(Owned<Index>(local));

  Index global;
  global.name = "global";
  global.space = 9;
  global.schema = {{{"Ge\"nre", Type::kBinary}}, {}};
  global.projection = {ProjectionType::kInclude, {"Title", "Label"}};
  global.throughput = {1, 2, 3, 4, 5};
  global.on_demand_throughput = {.max_read_units = std::nullopt, .max_write_units = 3};
  global.warm_throughput = WarmThroughput{1, 2};
  global.status = Status::kCreating;
  global.backfilling = true;
  global.insights = {false, "ACCESSED_AND_THROTTLED_KEYS", 17, 16};
  table.indexes.push_back(Owned<Index>(global));
  return table;
}

constexpr std::string_view kGolden =
    R"({"version":1,"name":"Music","space":7,"id":"0b0f5a3e-1111-4222-8333-444455556666",)"
    R"("created_ms":1793000000123,"status":"UPDATING",)"
    R"("attributes":[{"name":"Artist","type":"S"},{"name":"Year","type":"N"},)"
    R"({"name":"Ge\"nre","type":"B"}],)"
    R"("key":{"partition":[{"name":"Artist","type":"S"}],"sort":[{"name":"Year","type":"N"}]},)"
    R"("indexes":[{"name":"local","space":8,"local":true,)"
    R"("key":{"partition":[{"name":"Artist","type":"S"}],)"
    R"("sort":[{"name":"Ge\"nre","type":"B"}]},)"
    R"("projection":{"type":"KEYS_ONLY","attributes":[]},)"
    R"("throughput":{"read_units":0,"write_units":0,"last_increase_ms":0,"last_decrease_ms":0,)"
    R"("decreases_today":0},"status":"ACTIVE","backfilling":false},)"
    R"({"name":"global","space":9,"local":false,)"
    R"("key":{"partition":[{"name":"Ge\"nre","type":"B"}],"sort":[]},)"
    R"("projection":{"type":"INCLUDE","attributes":["Title","Label"]},)"
    R"("throughput":{"read_units":1,"write_units":2,"last_increase_ms":3,"last_decrease_ms":4,)"
    R"("decreases_today":5},"on_demand_throughput":{"max_write_units":3},)"
    R"("warm_throughput":{"read_units_per_second":1,"write_units_per_second":2},)"
    R"("status":"CREATING","backfilling":true,"insights":{"enabled":false,)"
    R"("mode":"ACCESSED_AND_THROTTLED_KEYS","updated_ms":17,"enabled_ms":16}}],)"
    R"("on_demand":true,"billing_mode_named":true,"on_demand_since_ms":1793000000124,)"
    R"("throughput":{"read_units":5,"write_units":6,"last_increase_ms":7,"last_decrease_ms":8,)"
    R"("decreases_today":9},"on_demand_throughput":{"max_read_units":10,"max_write_units":-1},)"
    R"("warm_throughput":{"read_units_per_second":12000,"write_units_per_second":4000},)"
    R"("deletion_protection":true,"table_class":"STANDARD_INFREQUENT_ACCESS",)"
    R"("table_class_changed_ms":1793000000125,)"
    R"("encrypted_with_kms":true,"kms_key_arn":"arn:aws:kms:us-east-1:000000000000:key/x",)"
    R"("streams":[{"space":10,"view_type":"NEW_IMAGE","label":"2026-11-01T00:00:00.000",)"
    R"("created_ms":1,"disabled_ms":2,"first":3,"end":4,)"
    R"("policy":{"document":"{}","revision_ms":12}},)"
    R"({"space":11,"view_type":"NEW_AND_OLD_IMAGES","label":"2026-11-02T00:00:00.000",)"
    R"("created_ms":5,"disabled_ms":0,"first":0,"end":0}],"ttl_attribute":"expires",)"
    R"("tags":[{"key":"team","value":"a"},{"key":"cost","value":""}],)"
    R"("policy":{"document":"{\"Version\":\"2012-10-17\"}","revision_ms":13},)"
    R"("kinesis_destinations":[{"stream_arn":"arn:aws:kinesis:us-east-1:0:stream/x",)"
    R"("status":"DISABLED","precision":"MICROSECOND"}],)"
    R"("insights":{"enabled":true,"mode":"THROTTLED_KEYS","updated_ms":15,"enabled_ms":14},)"
    R"("settings_replication_mode":"DISABLED"})";

constexpr std::string_view kSmallest = R"({"version":1,"name":"abc","space":1,"status":"ACTIVE",)"
                                       R"("key":{"partition":[{"name":"p","type":"S"}]}})";

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string result(text);
  const std::size_t at = result.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return result.replace(at, from.size(), to);
}

TEST(TableCodec, WritesTheGoldenText) { EXPECT_EQ(encode_table(full_table()), kGolden); }

TEST(TableCodec, ReadsWhatItWrites) {
  const Result<Table> table = decode_table(kGolden);
  ASSERT_TRUE(table.ok()) << table.error().message();
  EXPECT_EQ(encode_table(*table), kGolden);
  EXPECT_EQ(table->schema, full_table().schema);
  EXPECT_EQ(table->find_index("global")->projection, full_table().indexes[1]->projection);
  EXPECT_EQ(table->on_demand_throughput->max_write_units, -1);
  EXPECT_FALSE(table->find_index("global")->on_demand_throughput->max_read_units.has_value());
}

constexpr std::string_view kGoldenVectorIndexes =
    R"("vector_indexes":[{"name":"meaning","space":12,"attribute":"Embedding","dimensions":1024,)"
    R"("distance":"DOT_PRODUCT","search_schema":[{"name":"Artist","type":"S","hash":true},)"
    R"({"name":"Year","type":"N","hash":false}],)"
    R"("projection":{"type":"INCLUDE","attributes":["Title"]},"status":"CREATING",)"
    R"("backfilling":true}]})";

TEST(TableCodec, KeepsVectorIndexesBehindTheSettings) {
  Table table = full_table();
  VectorIndex index;
  index.name = "meaning";
  index.space = 12;
  index.attribute = "Embedding";
  index.dimensions = 1024;
  index.distance = DistanceFunction::kDotProduct;
  index.search_schema = {{{"Artist", Type::kString}, true}, {{"Year", Type::kNumber}, false}};
  index.projection = {ProjectionType::kInclude, {"Title"}};
  index.status = Status::kCreating;
  index.backfilling = true;
  table.vector_indexes.push_back(Owned<VectorIndex>(index));
  const std::string text = encode_table(table);
  EXPECT_TRUE(text.ends_with(kGoldenVectorIndexes)) << text;

  const Result<Table> read = decode_table(text);
  ASSERT_TRUE(read.ok()) << read.error().message();
  EXPECT_EQ(encode_table(*read), text);
}

TEST(TableCodec, KeepsTheHistoryAndWhereATableIsRestoredFrom) {
  Table table = full_table();
  table.history =
      History{.space = 12, .enabled_ms = 6, .period_days = 7, .first = 8, .closing = true};
  table.restore = Restore{.backup = "Music/backup/0-a",
                          .source_table = "Music",
                          .items = 13,
                          .history = 14,
                          .until = 9,
                          .moment_ms = 10};
  constexpr std::string_view kHistory =
      R"("history":{"space":12,"enabled_ms":6,"period_days":7,"first":8,"closing":true})";
  table.status = Status::kCreating;
  const std::string text = encode_table(table);
  EXPECT_TRUE(
      text.ends_with(std::string(kHistory) +
                     R"(,"restore":{"backup":"Music/backup/0-a","source_table":"Music","items":13,)"
                     R"("history":14,"until":9,"moment_ms":10}})"))
      << text;
  const Result<Table> read = decode_table(text);
  ASSERT_TRUE(read.ok()) << read.error().message();
  EXPECT_EQ(encode_table(*read), text);
  EXPECT_TRUE(read->restoring());
  // It is told of when the table is filled, too.
  table.status = Status::kActive;
  const Result<Table> filled = decode_table(encode_table(table));
  ASSERT_TRUE(filled.ok()) << filled.error().message();
  EXPECT_FALSE(filled->restoring());
  ASSERT_TRUE(filled->restore);
  EXPECT_EQ(filled->restore->source_table, "Music");
}

TEST(TableCodec, GivesDefaultsForWhatIsNotThere) {
  const Result<Table> table = decode_table(kSmallest);
  ASSERT_TRUE(table.ok()) << table.error().message();
  EXPECT_TRUE(table->indexes.empty());
  EXPECT_FALSE(table->on_demand);
  EXPECT_FALSE(table->warm_throughput);
  EXPECT_EQ(table->ttl_attribute, "");
}

TEST(TableCodec, ReadsAStreamSettingFromBeforeThereWereStreams) {
  const Result<Table> table =
      decode_table(replaced(kSmallest, "{",
                            R"({"stream_enabled":true,"stream_view_type":"NEW_IMAGE",)"
                            R"("stream_label":"2026-11-01T00:00:00.000","created_ms":9,)"));
  ASSERT_TRUE(table.ok()) << table.error().message();
  ASSERT_EQ(table->streams.size(), 1);
  const Stream& stream = table->streams[0];
  EXPECT_EQ(stream.status(), StreamStatus::kEnabling);
  EXPECT_EQ(stream.view_type, ViewType::kNewImage);
  EXPECT_EQ(stream.label, "2026-11-01T00:00:00.000");
  EXPECT_EQ(stream.space, 0);
  EXPECT_EQ(stream.created_ms, 9);
}

TEST(TableCodec, IgnoresMembersItDoesNotKnow) {
  EXPECT_TRUE(decode_table(replaced(kSmallest, "{", R"({"new":[1,{"x":null}],)")).ok());
}

TEST(TableCodec, RefusesANewerFormat) {
  const Result<Table> table = decode_table(replaced(kSmallest, "\"version\":1", "\"version\":2"));
  ASSERT_FALSE(table.ok());
  EXPECT_EQ(table.error().code(), ErrorCode::kCorruption);
  EXPECT_EQ(table.error().message(), "table description of format 2: written by a newer release");
}

TEST(TableCodec, NamesTheMemberThatIsDamaged) {
  const auto message = [](std::string_view from, std::string_view to) {
    const Result<Table> table = decode_table(replaced(kGolden, from, to));
    return table.ok() ? "" : table.error().message();
  };
  EXPECT_EQ(message("\"space\":7", "\"space\":0"), "damaged table description: space");
  EXPECT_EQ(message("\"space\":9", "\"space\":4294967296"), "damaged table description: space");
  EXPECT_EQ(message("UPDATING", "UPDATED"), "damaged table description: status");
  EXPECT_EQ(message("\"type\":\"N\"", "\"type\":\"SS\""), "damaged table description: type");
  EXPECT_EQ(message("\"on_demand\":true", "\"on_demand\":1"),
            "damaged table description: on_demand");
  EXPECT_EQ(message("[\"Title\"", "[1"), "damaged table description: attributes");
  EXPECT_EQ(message("\"version\":1", "\"version\":0"), "damaged table description: version");
  EXPECT_EQ(message("\"DISABLED\"}", "\"DISABLED\""), "damaged table description: no JSON object");
}

}  // namespace
}  // namespace magneto::internal::catalog
