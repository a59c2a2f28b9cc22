// SPDX-License-Identifier: Apache-2.0
//
// Any request before the verifier: it must not crash, and must not believe anybody, since nothing
// is signed with the secret. The lines of the input are method, path, query, Authorization,
// X-Amz-Date, other headers ("name:value"), and an empty line before the body.
#include <cstdlib>
#include <string_view>
#include <vector>

#include "sigv4/verify.h"

namespace {

using namespace magneto::internal::sigv4;

struct Secrets : SecretLookup {
  std::optional<std::string_view> find_secret(std::string_view access_key) const override {
    if (access_key != "known") return std::nullopt;
    return "a secret that no input can know";
  }
};

std::string_view take_line(std::string_view& rest) {
  std::size_t end = std::min(rest.find('\n'), rest.size());
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  RequestView request;
  request.method = take_line(rest);
  request.path = take_line(rest);
  request.query = take_line(rest);
  std::vector<HeaderView> headers;
  if (std::string_view line = take_line(rest); !line.empty())
    headers.push_back({"Authorization", line});
  headers.push_back({"X-Amz-Date", take_line(rest)});
  headers.push_back({"Host", "localhost"});
  for (std::string_view line = take_line(rest); !line.empty(); line = take_line(rest)) {
    std::size_t colon = std::min(line.find(':'), line.size());
    headers.push_back({line.substr(0, colon), line.substr(std::min(colon + 1, line.size()))});
  }
  request.headers = headers;

  static Verifier verifier("us-east-1", "dynamodb");
  constexpr std::int64_t kNow = 1'795'262'400;  // 20261121T120000Z
  if (verifier.verify(request, rest, Secrets(), kNow).ok()) std::abort();
  return 0;
}
