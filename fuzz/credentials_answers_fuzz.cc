// SPDX-License-Identifier: Apache-2.0
//
// Any answer of the security token service, and the same bytes as JSON and as a time: credentials
// that are complete, or a message.
#include <cstdlib>
#include <string_view>

#include "credentials/json_credentials.h"
#include "credentials/sts.h"
#include "credentials/time_text.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace magneto::internal::credentials;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  for (int status : {200, 403}) {
    auto read = read_sts_answer({status, std::string(text)}, "arn");
    if (!read.ok() && read.error().message().empty()) std::abort();
    if (read.ok() && (status != 200 || read->access_key.empty() || !read->expires_ms)) std::abort();
  }
  if (auto members = JsonMembers::parse(text)) {
    auto read = json_credentials(*members, "Token", "source");
    if (read.ok() && read->secret_key.empty()) std::abort();
  }
  if (auto time = parse_time_text(text)) time_text(*time);
  return 0;
}
