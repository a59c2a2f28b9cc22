// SPDX-License-Identifier: Apache-2.0
#include "store/change_numbers.h"

#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <thread>
#include <vector>

#include "storage/rocksdb/rocksdb_engine.h"
#include "store/change_record.h"

namespace magneto::internal::store {
namespace {

constexpr std::int64_t kNow_ms = 1'793'000'000'000;
const ChangeNumber kNow = derive::change_number_at(kNow_ms);

class ChangeNumbersTest : public ::testing::Test {
 protected:
  void open() { ASSERT_TRUE(numbers.open(*engine, kNow_ms, storage::Blocking::kAllowed).ok()); }
  ChangeNumber below() { return numbers.readable(kNow_ms).below; }

  std::unique_ptr<storage::Engine> engine = storage::open_rocksdb({}).value();
  ChangeNumbers numbers;
};

TEST_F(ChangeNumbersTest, GoUpAndFollowTheClock) {
  open();
  ChangeNumbers::Writer writer(numbers);
  const ChangeNumber first = writer.take(kNow_ms);
  EXPECT_GT(first, kNow);
  EXPECT_EQ(writer.take(kNow_ms), first + 1);
  EXPECT_EQ(writer.take(kNow_ms + 7), derive::change_number_at(kNow_ms + 7));
  EXPECT_EQ(writer.take(kNow_ms), derive::change_number_at(kNow_ms + 7) + 1);
}

TEST_F(ChangeNumbersTest, OfOneWriteStandInARowAndInOneMillisecond) {
  open();
  ChangeNumbers::Writer writer(numbers);
  const ChangeNumber first = writer.take(kNow_ms, 3);
  EXPECT_EQ(writer.take(kNow_ms), first + 3);
  // Only 5 numbers of this millisecond are left.
  const ChangeNumber end = derive::change_number_at(kNow_ms + 10);
  const ChangeNumber used = numbers.next(kNow_ms + 9);
  writer.take(kNow_ms + 9, end - used - 5);
  EXPECT_EQ(writer.take(kNow_ms, 6), end);
  EXPECT_EQ(writer.take(kNow_ms), end + 6);
}

TEST_F(ChangeNumbersTest, BeginAboveEverythingStored) {
  const ChangeNumber high = derive::change_number_at(kNow_ms + 1'000'000);
  const auto write = [&](storage::Values, storage::Batch& batch) -> Result<void> {
    for (const ChangeKey& key :
         {ChangeKey(3, kNow - 5), ChangeKey(7, 1), ChangeKey(7, high), ChangeKey(9, kNow - 1)}) {
      batch.put({storage::Family::kChanges, key.bytes()}, "x");
    }
    return {};
  };
  ASSERT_TRUE(engine->modify({}, write, storage::Blocking::kAllowed).ok());
  open();
  EXPECT_EQ(ChangeNumbers::Writer(numbers).take(kNow_ms), high + 1);
}

TEST_F(ChangeNumbersTest, AreNotLookedForWhereNobodyMayWait) {
  const auto opened = numbers.open(*engine, kNow_ms, storage::Blocking::kNever);
  EXPECT_EQ(opened.error().code(), ErrorCode::kWouldBlock);
  open();
  EXPECT_TRUE(numbers.open(*engine, kNow_ms, storage::Blocking::kNever).ok());
}

TEST_F(ChangeNumbersTest, ReadersStopAtWritersThatAreUnderWay) {
  open();
  std::optional<ChangeNumbers::Writer> slow(numbers);
  const ChangeNumber slow_number = slow->take(kNow_ms);
  ChangeNumber quick_number = 0;
  {
    ChangeNumbers::Writer quick(numbers);
    quick_number = quick.take(kNow_ms);
    quick.applied(42);
  }
  EXPECT_GT(quick_number, slow_number);
  EXPECT_LE(below(), slow_number);
  slow.reset();
  EXPECT_GT(below(), quick_number);
  EXPECT_EQ(numbers.readable(kNow_ms).commit, 42);
}

TEST_F(ChangeNumbersTest, AWriterThatHasTakenNothingYetHoldsReadersToo) {
  open();
  std::optional<ChangeNumbers::Writer> writer(numbers);
  const ChangeNumber place = below();
  EXPECT_EQ(numbers.readable(kNow_ms + 1000).below, place);
  EXPECT_GE(writer->take(kNow_ms), place);
  writer.reset();
  EXPECT_GE(numbers.readable(kNow_ms + 1000).below, derive::change_number_at(kNow_ms + 1000));
}

TEST_F(ChangeNumbersTest, NextIsBelowAllThatIsTakenLater) {
  open();
  ChangeNumbers::Writer writer(numbers);
  writer.take(kNow_ms);
  const ChangeNumber next = numbers.next(kNow_ms);
  EXPECT_EQ(writer.take(kNow_ms), next);
  EXPECT_EQ(numbers.next(kNow_ms + 5), derive::change_number_at(kNow_ms + 5));
}

// A number is "applied" when its writer marks it; readers check that all below their place are.
TEST_F(ChangeNumbersTest, ReadersNeverPassANumberThatIsAppliedLater) {
  open();
  constexpr std::size_t kNumbers = 1 << 16;
  constexpr int kWriters = 4;
  std::vector<std::atomic<bool>> taken(kNumbers), applied(kNumbers);
  std::atomic<int> writing{kWriters};
  const ChangeNumber base = numbers.next(kNow_ms);

  const auto write = [&](unsigned seed) {
    std::mt19937 random(seed);
    while (true) {
      ChangeNumbers::Writer writer(numbers);
      const ChangeNumber number = writer.take(kNow_ms) - base;
      if (number >= kNumbers) break;
      taken[number] = true;
      if (random() % 4 == 0) std::this_thread::yield();
      applied[number] = true;
      writer.applied(number);
    }
    --writing;
  };
  std::vector<std::jthread> writers;
  for (unsigned i = 0; i < kWriters; ++i) writers.emplace_back(write, i);

  ChangeNumber checked = 0;
  while (writing > 0) {
    const ChangeNumbers::Readable readable = numbers.readable(kNow_ms);
    const ChangeNumber end = std::min<ChangeNumber>(readable.below - base, kNumbers);
    for (; checked < end; ++checked) {
      ASSERT_TRUE(applied[checked]) << checked;
      ASSERT_LE(checked, readable.commit);
    }
  }
  writers.clear();
  EXPECT_GE(numbers.readable(kNow_ms).below, base + kNumbers);
}

}  // namespace
}  // namespace magneto::internal::store
