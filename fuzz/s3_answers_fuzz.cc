// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as an answer of S3: a listing with a way on or an end, an error, the id of an upload.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "s3/answers.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace magneto::internal;
  const std::string_view xml(reinterpret_cast<const char*>(data), size);
  if (const auto listing = s3::read_listing(xml)) {
    MAGNETO_CHECK(!listing->next_token || !listing->next_token->empty());
    MAGNETO_CHECK(s3::read_error(xml).code.empty());
  }
  if (!s3::read_upload_id(xml).empty()) MAGNETO_CHECK(!s3::read_listing(xml));
  return 0;
}
