// SPDX-License-Identifier: Apache-2.0
#include "runner/service.h"

#include <algorithm>
#include <array>

namespace magneto::internal::script {

std::string target_of(std::string_view operation) {
  constexpr std::array<std::string_view, 4> kOfStreams = {"DescribeStream", "GetRecords",
                                                          "GetShardIterator", "ListStreams"};
  const bool of_streams = std::ranges::find(kOfStreams, operation) != kOfStreams.end();
  return (of_streams ? "DynamoDBStreams_20120810." : "DynamoDB_20120810.") + std::string(operation);
}

}  // namespace magneto::internal::script
