// SPDX-License-Identifier: Apache-2.0
#include "transfers/bulk_progress.h"

#include <gtest/gtest.h>

namespace magneto::internal::transfers {
namespace {

TEST(BulkProgress, IsReadAsItWasWritten) {
  BulkProgress progress;
  progress.object = "in/a\nb.json";
  progress.next_record = 7;
  progress.finished_bytes = 1LL << 40;
  progress.processed = 8;
  progress.failed = 2;
  progress.written = 5;
  progress.table_bytes = 5120;
  progress.errors = {3, 4, "{\"a\":1}\n"};
  progress.conditions = {0, 1, "{}\n{}\n"};
  progress.index_bytes = {{"one", 1024}, {"two", 0}};
  const std::string bytes = progress.encode();
  const BulkProgress read = BulkProgress::decode(bytes).value();
  EXPECT_EQ(read.encode(), bytes);
  EXPECT_EQ(read.object, progress.object);
  EXPECT_EQ(read.next_record, 7);
  EXPECT_EQ(read.finished_bytes, 1LL << 40);
  EXPECT_EQ(read.errors.pending, progress.errors.pending);
  EXPECT_EQ(read.conditions.records, 1);
  EXPECT_EQ(read.index_bytes, progress.index_bytes);
}

// These bytes are stored.
TEST(BulkProgress, HasThisForm) {
  BulkProgress progress;
  progress.object = "key";
  progress.next_record = 1;
  progress.processed = 1;
  progress.index_bytes = {{"i", 9}};
  EXPECT_EQ(progress.encode(), "1\n0\n1\n0\n0\n0\n0\n0\n0\n0\n3\n0\n0\n4\nkey9\ni\n");
}

TEST(BulkProgress, DamagedBytesAreRefused) {
  const std::string bytes = BulkProgress{}.encode();
  EXPECT_TRUE(BulkProgress::decode(bytes).ok());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(BulkProgress::decode(bytes.substr(0, size)).ok()) << size;
  }
  EXPECT_FALSE(BulkProgress::decode(bytes + "x").ok());
  EXPECT_FALSE(BulkProgress::decode("x" + bytes).ok());
}

}  // namespace
}  // namespace magneto::internal::transfers
