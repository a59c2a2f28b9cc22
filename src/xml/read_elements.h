// SPDX-License-Identifier: Apache-2.0
//
// Reading XML documents element by element, by expat. A document with a DOCTYPE is refused, so there
// are no entities of its own to expand.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace magneto::internal::xml {

struct Limits {
  std::size_t bytes;
  std::size_t depth;
};

/// Told of each element when it ends: its path from the root, without prefixes of namespaces
/// ("/ListBucketResult/Contents/Key"), and the text behind its last child.
using ElementEnded = std::function<void(std::string_view path, const std::string& text)>;

/// False when the document is not well-formed, larger or deeper; then some elements may have been
/// told.
bool read_elements(std::string_view document, const Limits& limits, const ElementEnded& ended);

}  // namespace magneto::internal::xml
