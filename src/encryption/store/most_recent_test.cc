// SPDX-License-Identifier: Apache-2.0
//
// When the provider of the newest version asks its store, and what for.
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "encryption/public_names.h"
#include "encryption/store/material_row.h"
#include "magneto/encryption/provider_store.h"

namespace magneto::encryption {
namespace {

using namespace magneto::internal::encryption;  // NOLINT: its room

/// Versions in memory. Keeps what it was asked: "max", "make 0", "load 1".
class FakeStore final : public ProviderStore {
 public:
  Call<Provider> get_or_create_provider(std::string name, std::int64_t version) override {
    asked.push_back("make " + std::to_string(version));
    if (broken) return Call<Provider>::ready(Error(ErrorCode::kAccessDenied, "no"));
    while (static_cast<std::int64_t>(rows.size()) <= version) {
      rows.push_back(new_material_row(name, static_cast<std::int64_t>(rows.size())).value());
    }
    return Call<Provider>::ready(provider_of_row(rows[static_cast<std::size_t>(version)]));
  }
  Call<Provider> provider(std::string, std::int64_t version) override {
    asked.push_back("load " + std::to_string(version));
    if (broken) return Call<Provider>::ready(Error(ErrorCode::kAccessDenied, "no"));
    if (version >= static_cast<std::int64_t>(rows.size())) {
      return Call<Provider>::ready(make_error(Failure::kInvalidVersion, "none"));
    }
    return Call<Provider>::ready(provider_of_row(rows[static_cast<std::size_t>(version)]));
  }
  Call<std::int64_t> max_version(std::string) override {
    asked.emplace_back("max");
    if (broken) return Call<std::int64_t>::ready(Error(ErrorCode::kAccessDenied, "no"));
    if (rows.empty()) {
      return Call<std::int64_t>::ready(make_error(Failure::kNoKnownVersion, "none"));
    }
    return Call<std::int64_t>::ready(static_cast<std::int64_t>(rows.size()) - 1);
  }

  std::vector<Item> rows;
  std::vector<std::string> asked;
  bool broken = false;  // a permission was taken away
};

using Asked = std::vector<std::string>;

class MostRecent : public ::testing::Test {
 protected:
  MostRecent() : provider(options()) {}

  CachingMostRecentProvider::Options options() {
    CachingMostRecentProvider::Options options;
    options.store = store;
    options.material_name = "books";
    options.version_ttl = std::chrono::seconds(10);
    options.now = [this] { return now; };
    return options;
  }
  /// The description of an item that is written now.
  MaterialDescription write() {
    return provider.encryption_materials({}).value().material_description;
  }
  Result<DecryptionMaterials> read(const MaterialDescription& description) {
    EncryptionContext context;
    context.material_description = description;
    return provider.decryption_materials(std::move(context)).get();
  }
  Asked asked() { return std::exchange(store->asked, {}); }

  std::shared_ptr<FakeStore> store = std::make_shared<FakeStore>();
  CachingMostRecentProvider::Clock::time_point now{};
  CachingMostRecentProvider provider;
};

TEST_F(MostRecent, MakesTheFirstVersionAndThenAsksForNothingInItsTime) {
  const MaterialDescription first = write();
  EXPECT_EQ(asked(), (Asked{"max", "make 0"}));
  EXPECT_EQ(first.at("amzn-ddb-meta-id"), "books#0");
  now += std::chrono::milliseconds(9'999);
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(read(write()));
  EXPECT_EQ(asked(), Asked());
}

TEST_F(MostRecent, ChecksTheVersionInItsGraceTimeWithoutReadingItAgain) {
  write();
  asked();
  for (int i = 0; i < 3; ++i) {
    now += std::chrono::milliseconds(10'200);
    write();
    EXPECT_EQ(asked(), Asked{"max"});
  }
}

TEST_F(MostRecent, ReadsTheVersionAgainBehindItsGraceTime) {
  write();
  asked();
  now += std::chrono::milliseconds(10'600);
  write();
  EXPECT_EQ(asked(), (Asked{"max", "load 0"}));
}

TEST_F(MostRecent, WritesWithANewVersionAndReadsTheOld) {
  const MaterialDescription old = write();
  store->new_provider("books").value();
  asked();
  EXPECT_EQ(write().at("amzn-ddb-meta-id"), "books#0");
  now += std::chrono::milliseconds(10'600);
  EXPECT_EQ(write().at("amzn-ddb-meta-id"), "books#1");
  EXPECT_EQ(asked(), (Asked{"max", "load 1"}));
  EXPECT_TRUE(read(old));
  EXPECT_EQ(asked(), Asked{"load 0"});
  EXPECT_TRUE(read(old));
  EXPECT_EQ(asked(), Asked());
}

TEST_F(MostRecent, DoesNotServeAVersionWhosePermissionIsGone) {
  const MaterialDescription old = write();
  store->broken = true;
  EXPECT_TRUE(read(old));
  now += std::chrono::milliseconds(10'600);
  const Result<DecryptionMaterials> refused = read(old);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), ErrorCode::kAccessDenied);
  EXPECT_FALSE(provider.encryption_materials({}).get());
}

// Else a permission that was taken away would have an effect on readers alone.
TEST_F(MostRecent, WritesWithNoVersionThatWasReadLongAgo) {
  write();
  store->new_provider("books").value();
  EXPECT_TRUE(read({{"amzn-ddb-meta-id", "books#1"}}));
  asked();
  now += std::chrono::milliseconds(10'600);
  EXPECT_EQ(write().at("amzn-ddb-meta-id"), "books#1");
  EXPECT_EQ(asked(), (Asked{"max", "load 1"}));
}

TEST_F(MostRecent, ForgetsEverythingWhenItIsRefreshed) {
  const MaterialDescription old = write();
  asked();
  provider.refresh();
  EXPECT_TRUE(read(old));
  write();
  EXPECT_EQ(asked(), (Asked{"load 0", "max"}));
}

TEST_F(MostRecent, HasNoMaterialsForUnknownVersionsAndOtherItems) {
  for (const char* id : {"books#7", "books", ""}) {
    const Result<DecryptionMaterials> none = read({{"amzn-ddb-meta-id", id}});
    ASSERT_FALSE(none) << id;
    EXPECT_EQ(failure_of(none.error()), Failure::kNoMaterials) << id;
  }
  EXPECT_FALSE(read({}));
}

}  // namespace
}  // namespace magneto::encryption
