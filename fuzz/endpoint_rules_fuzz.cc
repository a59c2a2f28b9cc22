// SPDX-License-Identifier: Apache-2.0
//
// Any parameters before the endpoint rules: the first byte says which are set, lines follow. What
// is resolved is a URL with a host, or there is a message.
#include <cstdlib>
#include <string>
#include <string_view>

#include "endpoint/rule_functions.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace magneto::internal::endpoint;
  if (size == 0) return 0;
  unsigned flags = data[0];
  std::string_view rest(reinterpret_cast<const char*>(data) + 1, size - 1);
  auto line = [&] {
    std::string_view taken = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(taken.size() + 1, rest.size()));
    return std::string(taken);
  };
  Parameters parameters;
  parameters.use_fips = flags & 1;
  parameters.use_dual_stack = flags & 2;
  if (flags & 4) parameters.region = line();
  if (flags & 8) parameters.endpoint = line();
  if (flags & 16) parameters.account_id = line();
  if (flags & 32) parameters.account_id_endpoint_mode = line();
  if (flags & 64) parameters.resource_arn = line();
  if (flags & 128) parameters.resource_arn_list = {line(), line()};
  auto endpoint = resolve(parameters);
  if (!endpoint.ok()) {
    if (endpoint.error().message().empty()) std::abort();
  } else if (!parameters.endpoint && !endpoint->url.starts_with("http")) {
    std::abort();
  }
  parse_url(rest);
  return 0;
}
