// SPDX-License-Identifier: Apache-2.0
//
// Any text as ~/.aws/config and ~/.aws/credentials, divided by the first NUL: it is read or refused
// with a message.
#include <cstdlib>
#include <string_view>

#include "profile/shared_config.h"
#include "profile/words.h"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using namespace magneto::internal::profile;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  std::string_view config = text.substr(0, text.find('\0'));
  std::string_view credentials = text.substr(std::min(config.size() + 1, text.size()));
  auto parsed = SharedConfig::parse(config, credentials);
  if (!parsed.ok() && parsed.error().message().empty()) std::abort();
  split_words(text);
  return 0;
}
