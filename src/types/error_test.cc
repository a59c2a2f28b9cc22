// SPDX-License-Identifier: Apache-2.0
#include "magneto/error.h"

#include <gtest/gtest.h>

#include "magneto/error_details.h"

namespace magneto {
namespace {

Error::Details throttled() {
  return {.code = ErrorCode::kThrottling,
          .message = "Rate exceeded",
          .http_status = 400,
          .request_id = "4KBN"};
}

TEST(Error, InWordsSaysWhatIsKnownOfTheAnswer) {
  EXPECT_EQ(Error(ErrorCode::kDeadline, "").to_string(), "Deadline");
  EXPECT_EQ(Error(ErrorCode::kConnect, "refused").to_string(), "Connect: refused");
  EXPECT_EQ(Error(std::make_shared<Error::Details>(throttled())).to_string(),
            "Throttling: Rate exceeded (HTTP 400, request 4KBN)");
}

TEST(Error, InWordsTellsOfAttemptsWhereThereWereSeveral) {
  const Error error(std::make_shared<Error::Details>(throttled()));
  EXPECT_EQ(error.after(1).to_string(), "Throttling: Rate exceeded (HTTP 400, request 4KBN)");
  EXPECT_EQ(error.after(3).to_string(),
            "Throttling: Rate exceeded (HTTP 400, request 4KBN, 3 attempts)");
}

}  // namespace
}  // namespace magneto
