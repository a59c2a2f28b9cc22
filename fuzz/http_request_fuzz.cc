// SPDX-License-Identifier: Apache-2.0
//
// Any bytes, in any pieces, as the input of a connection. The pieces must not matter: read byte by
// byte and read at once, the same requests come out.
#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "http/request_reader.h"

namespace {

using magneto::internal::http::Limits;
using magneto::internal::http::MemoryBudget;
using magneto::internal::http::Request;
using magneto::internal::http::RequestReader;

std::string& append(std::string& out, std::string_view text) {
  return out.append(text).append("\n");
}

/// What a reader made of the bytes, as text.
std::string read_all(std::string_view bytes, std::size_t step) {
  Limits limits;
  limits.header_bytes = 4096;
  limits.body_bytes = 8192;
  MemoryBudget budget(1 << 20);
  RequestReader reader(limits, budget);
  std::string seen;
  for (;;) {
    switch (reader.advance()) {
      case RequestReader::State::kNeedMore: {
        reader.take_expect_continue();
        if (bytes.empty()) return seen;
        auto room = reader.room();
        if (room.empty()) std::abort();
        std::size_t n = std::min({room.size(), bytes.size(), step});
        std::memcpy(room.data(), bytes.data(), n);
        reader.commit(n);
        bytes.remove_prefix(n);
        break;
      }
      case RequestReader::State::kComplete: {
        const Request& request = reader.request();
        if (request.body.size() > limits.body_bytes) std::abort();
        append(seen, request.method);
        append(seen, request.path);
        append(seen, request.query);
        for (const auto& header : request.headers) append(append(seen, header.name), header.value);
        append(seen, request.body);
        append(seen, reader.keep_alive() ? "keep" : "close");
        reader.next();
        break;
      }
      case RequestReader::State::kFailed:
        append(seen, "failed");
        return seen;
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  std::string at_once = read_all(bytes, bytes.size() + 1);
  if (size <= 4096 && read_all(bytes, 1) != at_once) std::abort();
  if (read_all(bytes, 7) != at_once) std::abort();
  return 0;
}
