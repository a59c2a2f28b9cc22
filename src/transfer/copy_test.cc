// SPDX-License-Identifier: Apache-2.0
#include "magneto/transfer/copy.h"

#include <atomic>
#include <filesystem>

#include <gtest/gtest.h>

#include "transfer/transfer_fixture.h"

namespace magneto::internal::transfer {
namespace {

class Copying : public testing::Test {
 protected:
  Copying() { fill(source, 4'000); }

  Client here = new_database();
  Client there = new_database();
  Table source = new_table(here, "Source");
  Table target = new_table(there, "Target");
  TestDirectory directory;
};

TEST_F(Copying, EveryItemIsTheSameInAnotherDatabase) {
  const Outcome<TransferReport> done = copy_table(source, target);
  ASSERT_TRUE(done) << done.error_msg;
  EXPECT_TRUE(done.data.complete);
  EXPECT_EQ(done.data.counts.read, 4'001u);
  EXPECT_EQ(done.data.counts.written, 4'001u);
  EXPECT_EQ(sorted_items(target), sorted_items(source));
}

TEST_F(Copying, TheTargetIsMadeLikeTheSource) {
  const Table made = there.table("Made");
  ASSERT_EQ(copy_table(source, made).status, 404);
  ASSERT_TRUE(copy_table(source, made, {.create_target = true}));
  const TableInfo info = made.info().value();
  EXPECT_EQ(info.partition_key, (KeyAttribute{"p", AttributeType::kS}));
  EXPECT_EQ(info.sort_key, (KeyAttribute{"s", AttributeType::kN}));
  EXPECT_EQ(sorted_items(made), sorted_items(source));
}

TEST_F(Copying, AStateThatCannotBeSavedIsRefusedBeforeAnythingIsMade) {
  CopyOptions options{.create_target = true};
  options.work.state_file = directory.path() + "/no such folder/state";
  const Table made = there.table("Made");
  const Outcome<TransferReport> refused = copy_table(source, made, options);
  EXPECT_EQ(refused.code(), ErrorCode::kOther);
  EXPECT_EQ(refused.data.counts.written, 0u);
  EXPECT_EQ(made.info().get().error().code(), ErrorCode::kResourceNotFound);
}

TEST_F(Copying, WorkThatFailsAtOnceLeavesNoStateFile) {
  CopyOptions options;
  options.work.state_file = directory.path() + "/state";
  EXPECT_EQ(copy_table(source, there.table("Nothing"), options).status, 404);
  EXPECT_FALSE(std::filesystem::exists(options.work.state_file));
}

TEST_F(Copying, ItemsCanBeChangedAndLeftOut) {
  CopyOptions options;
  options.update = [](Item item) -> std::optional<Item> {
    if (item["s"].value_or(0) % 2 == 1) return std::nullopt;
    item["copied"] = true;
    return item;
  };
  const Outcome<TransferReport> done = copy_table(source, target, options);
  EXPECT_EQ(done.data.counts.skipped, 2'000u);
  const std::vector<Item> items = target.scan().all().value();
  EXPECT_EQ(items.size(), 2'001u);
  for (const Item& item : items) EXPECT_TRUE(item["copied"].value_or(false));
}

TEST_F(Copying, AFilterChoosesItems) {
  CopyOptions options;
  options.filter = attr("s") < 10;
  EXPECT_EQ(copy_table(source, target, options).data.counts.written, 11u);
}

TEST_F(Copying, TheTargetIsClearedFirst) {
  target.put({{"p", "old"}, {"s", 1}}).value();
  const Outcome<TransferReport> done = copy_table(source, target, {.clear_target = true});
  EXPECT_EQ(done.data.counts.deleted, 1u);
  EXPECT_EQ(sorted_items(target), sorted_items(source));
}

TEST_F(Copying, ATableIsNotCopiedToItself) {
  const Outcome<TransferReport> done = copy_table(source, source, {.clear_target = true});
  EXPECT_EQ(done.code(), ErrorCode::kInvalidArgument);
  EXPECT_EQ(source.count().value().count, 4'001);
}

TEST_F(Copying, AMissingTableIsNamed) {
  const Outcome<TransferReport> done = copy_table(here.table("Nothing"), target);
  EXPECT_EQ(done.status, 404);
  EXPECT_NE(done.error_msg.find("\"Nothing\""), std::string::npos) << done.error_msg;
}

TEST_F(Copying, AStoppedCopyGoesOnWhereItWas) {
  CopyOptions options;
  options.work.segments = 1;  // of two pages
  options.clear_target = true;
  options.work.state_file = directory.path() + "/state";
  const Cancellation stop;
  options.work.cancellation = stop;
  options.work.progress = [&](const TransferProgress& counts) {
    if (counts.written > 1'000) stop.cancel();
  };
  const Outcome<TransferReport> stopped = copy_table(source, target, options);
  ASSERT_EQ(stopped.code(), ErrorCode::kCancelled);
  EXPECT_FALSE(stopped.data.complete);
  EXPECT_LT(stopped.data.counts.written, 4'001u);
  ASSERT_TRUE(std::filesystem::exists(options.work.state_file));

  target.put({{"p", "newer"}, {"s", 1}}).value();  // the second call must not clear again
  options.work.cancellation = Cancellation::never();
  options.work.progress = {};
  const Outcome<TransferReport> done = copy_table(source, target, options);
  ASSERT_TRUE(done) << done.error_msg;
  EXPECT_TRUE(done.data.resumed);
  EXPECT_FALSE(std::filesystem::exists(options.work.state_file));
  EXPECT_TRUE(target.get({{"p", "newer"}, {"s", 1}}).value());
  target.remove({{"p", "newer"}, {"s", 1}}).value();
  EXPECT_EQ(sorted_items(target), sorted_items(source));
}

TEST_F(Copying, AStateFileOfOtherWorkIsRefused) {
  CopyOptions options;
  options.work.state_file = directory.path() + "/state";
  const Cancellation stop;
  stop.cancel();
  options.work.cancellation = stop;
  ASSERT_EQ(copy_table(source, target, options).code(), ErrorCode::kCancelled);
  const Table other = new_table(there, "Other");
  options.work.cancellation = Cancellation::never();
  EXPECT_EQ(copy_table(source, other, options).code(), ErrorCode::kInvalidArgument);
  EXPECT_EQ(other.count().value().count, 0);
}

TEST_F(Copying, AnItemThatTheTargetRefusesStopsTheCopyAndIsNamed) {
  CopyOptions options;
  options.update = [](Item item) -> std::optional<Item> {
    if (item["s"].value_or(0) == 77) item["s"] = "no number";
    return item;
  };
  const Outcome<TransferReport> done = copy_table(source, target, options);
  EXPECT_EQ(done.status, 403);
  EXPECT_EQ(done.code(), ErrorCode::kValidation);
  EXPECT_NE(done.error_msg.find("no number"), std::string::npos) << done.error_msg;
}

TEST_F(Copying, ClearingLeavesTheTable) {
  const Outcome<TransferReport> done = clear_table(source);
  EXPECT_EQ(done.data.counts.deleted, 4'001u);
  EXPECT_EQ(source.count().value().count, 0);
}

/// Time that passes only while somebody waits.
class WaitedTime final : public TimeSource {
 public:
  std::chrono::system_clock::time_point now() override { return {}; }
  std::chrono::steady_clock::time_point steady_now() override {
    return std::chrono::steady_clock::time_point(std::chrono::nanoseconds(waited_.load()));
  }
  void sleep(std::chrono::nanoseconds time) override { waited_ += time.count(); }
  double seconds() const { return static_cast<double>(waited_) / 1e9; }

 private:
  std::atomic<std::int64_t> waited_{1};
};

TEST(CopyingSlowly, KeepsToTheRates) {
  const auto time = std::make_shared<WaitedTime>();
  const Database database = Database::in_memory().value();
  const Client client = database.client({.time = time});
  const Table source = new_table(client, "Source");
  const Table target = new_table(client, "Target");
  fill(source, 1'000);
  const double before = time->seconds();
  CopyOptions options;
  options.work.segments = 1;
  options.work.write_rate = 100;
  const Outcome<TransferReport> done = copy_table(source, target, options);
  ASSERT_TRUE(done) << done.error_msg;
  EXPECT_EQ(done.data.counts.write_units, 1'001);
  EXPECT_NEAR(time->seconds() - before, 10, 1);
}

}  // namespace
}  // namespace magneto::internal::transfer
