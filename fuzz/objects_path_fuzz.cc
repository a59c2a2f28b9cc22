// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as an object's key: its path stays in the bucket's folder, and is the key's own.
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string_view>

#include "base/check.h"
#include "objects/object_path.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace magneto::internal;
  const std::string_view key(reinterpret_cast<const char*>(data), size);
  const auto path = objects::path_of_key(key);
  if (!path) return 0;
  MAGNETO_CHECK(objects::key_of_path(*path) == key);
  MAGNETO_CHECK(!path->empty() && path->front() != '/');
  MAGNETO_CHECK(path->find('\0') == std::string::npos);
  for (const auto& part : std::filesystem::path(*path)) {
    MAGNETO_CHECK(part != "." && part != ".." && !part.empty());
  }
  return 0;
}
