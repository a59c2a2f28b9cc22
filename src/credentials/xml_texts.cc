// SPDX-License-Identifier: Apache-2.0
#include "credentials/xml_texts.h"

#include "xml/read_elements.h"

namespace magneto::internal::credentials {

std::optional<XmlTexts> XmlTexts::parse(std::string_view document) {
  XmlTexts texts;
  const auto ended = [&](std::string_view path, const std::string& text) {
    texts.texts_.try_emplace(std::string(path), text);
  };
  constexpr xml::Limits kLimits{.bytes = kMaxBytes, .depth = kMaxDepth};
  if (!xml::read_elements(document, kLimits, ended)) return std::nullopt;
  return texts;
}

std::string XmlTexts::get(std::string_view path) const {
  for (const auto& [full, text] : texts_)
    if (full.size() > path.size() && full.ends_with(path) &&
        full[full.size() - path.size() - 1] == '/')
      return text;
  return {};
}

}  // namespace magneto::internal::credentials
