// SPDX-License-Identifier: Apache-2.0
#include "commands/exit_status.h"

#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "magneto/error_details.h"

namespace magneto::internal::commands {
namespace {

using magneto::ErrorCode;

ExitStatus status_of(ErrorCode code) { return exit_status_of(magneto::Error(code, "text")); }

// The table of docs/commands.md, with the errors that users meet most.
TEST(ExitStatus, SaysWhatKindOfErrorItWas) {
  const std::vector<std::pair<ExitStatus, std::vector<ErrorCode>>> table = {
      {kFailure, {ErrorCode::kOther, ErrorCode::kInternalServerError}},
      {kUsage, {ErrorCode::kInvalidArgument}},
      {kNotFound, {ErrorCode::kResourceNotFound, ErrorCode::kIndexNotFound, ErrorCode::kAbsent}},
      {kConflict,
       {ErrorCode::kConditionalCheckFailed, ErrorCode::kDuplicateItem, ErrorCode::kResourceInUse,
        ErrorCode::kTransactionConflict}},
      {kDenied,
       {ErrorCode::kCredentials, ErrorCode::kExpiredToken, ErrorCode::kAccessDenied,
        ErrorCode::kUnrecognizedClient, ErrorCode::kInvalidSignature}},
      {kUnreachable,
       {ErrorCode::kConnect, ErrorCode::kConnectionLost, ErrorCode::kTimeout, ErrorCode::kTls,
        ErrorCode::kProxy, ErrorCode::kEndpoint, ErrorCode::kBadAnswer}},
      {kBusy,
       {ErrorCode::kThrottling, ErrorCode::kProvisionedThroughputExceeded,
        ErrorCode::kRequestLimitExceeded, ErrorCode::kLimitExceeded}},
      {kBadData, {ErrorCode::kValidation, ErrorCode::kSerialization, ErrorCode::kInexact}},
      {kInterrupted, {ErrorCode::kCancelled}},
  };
  for (const auto& [status, codes] : table) {
    for (const ErrorCode code : codes) EXPECT_EQ(status_of(code), status) << name(code);
  }
}

TEST(ExitStatus, HasTheNumbersThatTheDocsSay) {
  EXPECT_EQ((std::vector<int>{kSuccess, kFailure, kUsage, kNotFound, kConflict, kDenied,
                              kUnreachable, kBusy, kBadData, kInterrupted, kReaderGone}),
            (std::vector<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 130, 141}));
}

}  // namespace
}  // namespace magneto::internal::commands
