// SPDX-License-Identifier: Apache-2.0
//
// For tests of operations: all that they need, in memory, with nothing in it.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>

#include "operations/operation.h"
#include "store/test_store.h"

namespace magneto::internal::operations {

class OperationsFixture : public ::testing::Test {
 protected:
  /// What it gives looks into a copy of `body`, until the next call.
  Result<json::ParsedBody> parse(const std::string& body) {
    padded_ = body + std::string(json::kBodyPadding, ' ');
    return parser_.parse(std::string_view(padded_).substr(0, body.size()));
  }

  /// The answer is in out_, until the next call.
  Result<void> run(std::string_view target, const std::string& body) {
    context_.reset();
    out_.clear();
    MAGNETO_ASSIGN_OR_RETURN(const json::ParsedBody parsed, parse(body));
    Result<void> result = find_operation(target)->run(context_, parsed, out_);
    MAGNETO_RETURN_IF_ERROR(engine_->flush());
    return result;
  }

  TestClock clock_{1'790'000'000'000};
  store::TestStore opened_{clock_};
  const std::unique_ptr<storage::Engine>& engine_ = opened_.engine;
  const std::unique_ptr<catalog::Catalog>& catalog_ = opened_.catalog;
  store::Store& store_ = opened_.store;
  Services services_{.catalog = *catalog_, .store = store_, .clock = clock_};
  Context context_{.services = services_,
                   .arena = {},
                   .parse_cache = {},
                   .blocking = Blocking::kAllowed,
                   .table = {},
                   .host = {}};
  json::JsonWriter out_;

 private:
  json::RequestParser parser_;
  std::string padded_;
};

}  // namespace magneto::internal::operations
