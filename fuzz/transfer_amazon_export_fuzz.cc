// SPDX-License-Identifier: Apache-2.0
//
// Any bytes as the manifests of an export, the summary and the files apart by a zero byte. What is read
// has as many items in its files as in all, and names of files that lead nowhere else.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "transfer/amazon_export.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace magneto::internal;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::size_t split = bytes.find('\0');
  const std::string_view files = split == bytes.npos ? "" : bytes.substr(split + 1);
  const auto manifest = transfer::read_export_manifest(bytes.substr(0, split), files);
  if (!manifest) return 0;
  std::uint64_t items = 0;
  for (const auto& file : manifest->files) {
    items += file.items;
    MAGNETO_CHECK(file.name.find('/') == file.name.rfind('/'));
  }
  MAGNETO_CHECK(items == manifest->items);
  return 0;
}
