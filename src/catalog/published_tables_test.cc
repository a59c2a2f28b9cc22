// SPDX-License-Identifier: Apache-2.0
#include "catalog/published_tables.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace magneto::internal::catalog {
namespace {

Tables tables_named(const std::string& name) {
  Tables tables;
  auto table = std::make_shared<Table>();
  table->name = name;
  tables[name] = table;
  return tables;
}

TEST(PublishedTables, AreEmptyAtFirst) {
  const PublishedTables published;
  EXPECT_TRUE(published.load()->empty());
}

TEST(PublishedTables, AreTheNewestOnEveryThread) {
  PublishedTables published;
  published.publish(tables_named("one"));
  published.publish(tables_named("two"));
  for (int i = 0; i < 40; ++i) {
    std::thread([&] { EXPECT_TRUE(published.load()->contains("two")); }).join();
  }
}

TEST(PublishedTables, KeepAnOldVersionForItsReader) {
  PublishedTables published;
  published.publish(tables_named("one"));
  const auto old = published.load();
  published.publish(tables_named("two"));
  EXPECT_TRUE(old->contains("one"));
}

TEST(PublishedTables, WaitForReadersOfOldVersionsOnly) {
  PublishedTables published;
  published.publish(tables_named("one"));
  const auto newest = published.load();
  EXPECT_TRUE(published.wait_for_old_readers({}));
}

TEST(PublishedTables, WaitUntilTheLastOldReaderIsGone) {
  PublishedTables published;
  published.publish(tables_named("one"));
  auto tables = published.load();
  // A pointer to one table that shares the version's ownership counts, too.
  std::shared_ptr<const Table> reader(tables, tables->begin()->second.get());
  tables.reset();
  published.publish(tables_named("two"));
  published.publish(tables_named("three"));

  std::atomic<bool> waited{false};
  std::thread waiter([&] {
    EXPECT_TRUE(published.wait_for_old_readers({}));
    waited = true;
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  EXPECT_FALSE(waited);
  reader.reset();
  waiter.join();
  EXPECT_TRUE(waited);
}

TEST(PublishedTables, StopWaitingWhenTold) {
  PublishedTables published;
  const auto reader = published.load();
  published.publish(tables_named("one"));
  std::stop_source stop;
  std::thread waiter([&] { EXPECT_FALSE(published.wait_for_old_readers(stop.get_token())); });
  stop.request_stop();
  waiter.join();
}

}  // namespace
}  // namespace magneto::internal::catalog
