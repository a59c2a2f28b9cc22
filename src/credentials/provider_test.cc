// SPDX-License-Identifier: Apache-2.0
#include "credentials/provider.h"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include "credentials/test_surroundings.h"

namespace magneto::internal::credentials {
namespace {

constexpr std::int64_t kMinute = 60'000;

using Load = std::function<Result<std::optional<Credentials>>()>;

struct FakeSource : Source {
  explicit FakeSource(Load f) : function(std::move(f)) {}
  Result<std::optional<Credentials>> load() override { return function(); }
  std::string name() const override { return "a fake"; }
  Load function;
};

struct ProviderTest : testing::Test {
  /// Numbers its credentials, which last for `lifetime`; fails while `failing`.
  Provider provider() {
    return Provider(std::make_unique<FakeSource>([this]() -> Result<std::optional<Credentials>> {
                      ++loads;
                      if (failing) return Error(ErrorCode::kIo, "failure " + std::to_string(loads));
                      if (during_load) during_load();
                      Credentials made;
                      made.access_key = "key" + std::to_string(loads);
                      made.expires_ms = clock.ms + lifetime;
                      return std::optional(made);
                    }),
                    clock);
  }
  static std::string key(Provider& provider) {
    auto credentials = provider.get();
    return credentials.ok() ? (*credentials)->access_key : credentials.error().message();
  }

  SetClock clock;
  std::int64_t lifetime = 60 * kMinute;
  bool failing = false;
  std::atomic<int> loads = 0;
  std::function<void()> during_load;
};

TEST_F(ProviderTest, KeepsCredentialsUntilAQuarterOfAnHourBeforeTheirEnd) {
  Provider kept = provider();
  EXPECT_EQ(kept.current(), nullptr);
  EXPECT_TRUE(kept.refresh_due());
  EXPECT_EQ(key(kept), "key1");
  clock.ms += 45 * kMinute;
  EXPECT_EQ(key(kept), "key1");
  EXPECT_FALSE(kept.refresh_due());
  clock.ms += 1;
  EXPECT_TRUE(kept.refresh_due());
  EXPECT_EQ(key(kept), "key2");
}

TEST_F(ProviderTest, CredentialsWithoutAnEndAreLoadedOnce) {
  Provider kept(std::make_unique<FakeSource>([this]() -> Result<std::optional<Credentials>> {
                  ++loads;
                  Credentials made;
                  made.access_key = "for ever";
                  return std::optional(made);
                }),
                clock);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(key(kept), "for ever");
    clock.ms += 1000 * 60 * kMinute;
  }
  EXPECT_EQ(loads, 1);
}

TEST_F(ProviderTest, OneCallerRefreshesWhileTheOthersGoOn) {
  Provider kept = provider();
  EXPECT_EQ(key(kept), "key1");
  clock.ms += 46 * kMinute;
  std::string meanwhile;
  during_load = [&] { std::thread([&] { meanwhile = key(kept); }).join(); };
  EXPECT_EQ(key(kept), "key2");
  EXPECT_EQ(meanwhile, "key1");
  EXPECT_EQ(loads, 2);
}

TEST_F(ProviderTest, ShortBeforeTheEndAllWaitForOneRefresh) {
  Provider kept = provider();
  EXPECT_EQ(key(kept), "key1");
  clock.ms += 51 * kMinute;
  std::atomic<int> refreshed = 0;
  std::vector<std::thread> callers;
  for (int i = 0; i < 8; ++i) callers.emplace_back([&] { refreshed += key(kept) == "key2"; });
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(refreshed, 8);
  EXPECT_EQ(loads, 2);
}

TEST_F(ProviderTest, AFailedRefreshLeavesValidCredentialsInUse) {
  Provider kept = provider();
  EXPECT_EQ(key(kept), "key1");
  failing = true;
  clock.ms += 51 * kMinute;
  EXPECT_EQ(key(kept), "key1");
  clock.ms += 8 * kMinute;
  EXPECT_EQ(key(kept), "key1");
  clock.ms += 1 * kMinute;
  EXPECT_EQ(key(kept), "failure 4");
  failing = false;
  clock.ms += kMinute;
  EXPECT_EQ(key(kept), "key5");
}

TEST_F(ProviderTest, AFailureIsNotRepeatedInATightLoop) {
  Provider kept = provider();
  failing = true;
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(key(kept), "failure 1");
  EXPECT_FALSE(kept.refresh_due());
  clock.ms += 1000;
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(key(kept), "failure 2");
  clock.ms += 1000;
  EXPECT_EQ(key(kept), "failure 2");
  clock.ms += 1000;
  EXPECT_EQ(key(kept), "failure 3");
  int before = loads;
  for (int second = 0; second < 3600; ++second) {
    clock.ms += 1000;
    key(kept);
  }
  EXPECT_LT(loads - before, 70);
}

TEST_F(ProviderTest, CredentialsThatCameExpiredAreAnError) {
  lifetime = -1;
  Provider kept = provider();
  EXPECT_EQ(key(kept), ": the credentials it gave have expired already");
}

TEST_F(ProviderTest, RejectedCredentialsAreLoadedAnewOnce) {
  Provider kept = provider();
  auto used = *kept.get();
  kept.reject(*used);
  EXPECT_EQ(kept.current(), nullptr);
  EXPECT_EQ(key(kept), "key2");
  kept.reject(*used);  // a late answer to a request signed with the old ones
  EXPECT_EQ(key(kept), "key2");
}

TEST_F(ProviderTest, NoSourceAtAllSaysWhatToDo) {
  Provider kept(std::make_unique<FakeSource>([]() -> Result<std::optional<Credentials>> {
                  return std::optional<Credentials>();
                }),
                clock);
  EXPECT_EQ(key(kept),
            "no credentials were found; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, configure "
            "a profile in ~/.aws/config, or run `aws configure`");
}

}  // namespace
}  // namespace magneto::internal::credentials
