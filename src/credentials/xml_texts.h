// SPDX-License-Identifier: Apache-2.0
//
// XmlTexts: the texts of an XML document by the names of the elements around them, for the small
// answers of the query protocol.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/wipe.h"

namespace magneto::internal::credentials {

/// They may be keys: wiped when they go.
class XmlTexts {
 public:
  XmlTexts() = default;
  XmlTexts(XmlTexts&&) noexcept = default;
  XmlTexts& operator=(XmlTexts&&) = delete;
  ~XmlTexts() {
    for (auto& [path, text] : texts_) wipe(text);
  }

  static constexpr std::size_t kMaxBytes = 1 << 20;
  static constexpr std::size_t kMaxDepth = 32;

  /// Nothing when it is not well-formed, larger or deeper.
  static std::optional<XmlTexts> parse(std::string_view document);

  /// The text of the first element at a path, "Credentials/AccessKeyId", which may begin below the
  /// root. Empty when there is none.
  std::string get(std::string_view path) const;

 private:
  std::map<std::string, std::string> texts_;  ///< By path from the root: "/a/b".
};

}  // namespace magneto::internal::credentials
