// SPDX-License-Identifier: Apache-2.0
//
// One encryptor, used by several threads: they share its contexts, IVs and hashes of names.
#include "magneto/encryption/item_encryptor.h"

#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace magneto::encryption {
namespace {

TEST(ItemEncryptor, IsUsedBySeveralThreadsAtOnce) {
  constexpr int kThreads = 4;
  constexpr int kItems = 50;
  CryptoConfig config;
  config.provider = std::make_shared<StaticMaterialsProvider>(
      generate_key("AES", 256).value(), generate_key("HmacSHA256", 256).value());
  config.context.table_name = "T";
  const ItemEncryptor encryptor(config);
  std::vector<std::vector<std::string>> stored(kThreads);
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < kItems; ++i) {
        const Item item{{"number", i}, {"name" + std::to_string(i), "text"}};
        const Result<Item> encrypted = encryptor.encrypt(item).get();
        if (!encrypted || encryptor.decrypt(*encrypted).get().value_or(Item()) != item) ++wrong;
        if (!encrypted) continue;
        stored[static_cast<std::size_t>(thread)].push_back(
            (*encrypted)["number"].as<Binary>().value().bytes().substr(0, 16));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  std::set<std::string> ivs;
  for (const auto& of_thread : stored) ivs.insert(of_thread.begin(), of_thread.end());
  EXPECT_EQ(ivs.size(), std::size_t{kThreads * kItems});
}

}  // namespace
}  // namespace magneto::encryption
