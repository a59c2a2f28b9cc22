// SPDX-License-Identifier: Apache-2.0
//
// A directory of a test's own, in the directory for temporary files; removed with all that is in
// it.
#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <string>

#include "base/check.h"

namespace magneto::internal {

class TestDirectory {
 public:
  TestDirectory() : path_(::testing::TempDir() + "magneto_XXXXXX") {
    MAGNETO_CHECK(::mkdtemp(path_.data()) != nullptr);
  }
  ~TestDirectory() { std::filesystem::remove_all(path_); }
  TestDirectory(const TestDirectory&) = delete;
  TestDirectory& operator=(const TestDirectory&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

}  // namespace magneto::internal
