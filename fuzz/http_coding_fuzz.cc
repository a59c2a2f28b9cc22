// SPDX-License-Identifier: Apache-2.0
//
// Content codings: any header value, any compressed body. What comes out of a decompression stays
// within its bounds, and what was compressed comes back.
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/compression.h"
#include "http/memory_budget.h"

namespace {

using namespace magneto::internal::http;

void inflate(Coding coding, std::string_view body) {
  constexpr std::size_t kMaxBytes = 100'000;
  MemoryBudget budget(200'000);
  {
    InflatedBody inflated(budget);
    if (inflated.inflate(coding, body, kMaxBytes) == InflatedBody::Outcome::kOk &&
        inflated.text().size() > kMaxBytes) {
      std::abort();
    }
  }
  if (budget.used() != 0) std::abort();
}

void round_trip(Coding coding, std::string_view body) {
  std::string compressed;
  compress(coding, body, compressed);
  MemoryBudget budget(10 << 20);
  InflatedBody inflated(budget);
  if (inflated.inflate(coding, compressed, 1 << 20) != InflatedBody::Outcome::kOk ||
      inflated.text() != body) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  choose_coding(bytes);
  parse_content_encoding(bytes);
  for (Coding coding : {Coding::kGzip, Coding::kDeflate}) {
    inflate(coding, bytes);
    round_trip(coding, bytes);
  }
  return 0;
}
