// SPDX-License-Identifier: Apache-2.0
//
// For tests: a database in memory, buckets in a directory, and the threads that work on transfers.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "objects/compression.h"
#include "objects/directory_store.h"
#include "operations/operations_fixture.h"
#include "transfers/transfers.h"

namespace magneto::internal::transfers {

class TransfersFixture : public operations::OperationsFixture {
 protected:
  TransfersFixture() {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    top_ = std::filesystem::path(::testing::TempDir()) /
           ("magneto_transfers_" + std::to_string(getpid()) + info->name());
    std::filesystem::create_directories(top_ / "bucket");
    objects_ = objects::open_directory(top_);
  }
  ~TransfersFixture() override {
    runner_.reset();
    std::filesystem::remove_all(top_);
  }

  /// Begins to work, and waits until all is done.
  void work() {
    if (!runner_) {
      transfers_ =
          std::make_unique<Transfers>(services_, objects_.get(), Transfers::Options{.threads = 2});
      const auto fail = [](auto, const Error& error) { ADD_FAILURE() << error.message(); };
      runner_ =
          std::make_unique<jobs::Runner>(*catalog_, store_, jobs::Runner::Options{.on_error = fail},
                                         std::vector<jobs::Lane>{transfers_->lane()});
    }
    runner_->wait_until_idle();
  }

  /// Runs an operation; the answer is in out_.
  void call(std::string_view operation, const std::string& body) {
    const Result<void> done = run("DynamoDB_20120810." + std::string(operation), body);
    ASSERT_TRUE(done.ok()) << done.error().message();
  }

  /// What stands behind `"name":"` in the answer.
  std::string answered(const std::string& name) {
    const std::string text(out_.text());
    const std::size_t at = text.find("\"" + name + "\":\"");
    if (at == std::string::npos) return {};
    const std::size_t begin = at + name.size() + 4;
    return text.substr(begin, text.find('"', begin) - begin);
  }

  std::string read(const std::string& key, objects::Compression compression) {
    auto source = objects_->open("bucket", key).value();
    return objects::read_all(*objects::decompressed(std::move(source), compression)).value();
  }
  std::vector<std::string> keys(std::string_view prefix) {
    std::vector<std::string> keys;
    const auto found = objects_->list("bucket", prefix).value();
    for (const objects::ObjectInfo& each : found) keys.push_back(each.key);
    return keys;
  }

  std::filesystem::path top_;
  std::unique_ptr<objects::ObjectStore> objects_;
  std::unique_ptr<Transfers> transfers_;
  std::unique_ptr<jobs::Runner> runner_;
};

}  // namespace magneto::internal::transfers
