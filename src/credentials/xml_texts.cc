// SPDX-License-Identifier: Apache-2.0
#include "credentials/xml_texts.h"

#include <expat.h>

#include <memory>
#include <vector>

namespace magneto::internal::credentials {

/// The handlers' state.
class XmlReader {
 public:
  explicit XmlReader(XML_Parser parser) : parser_(parser) {
    XML_SetUserData(parser, this);
    XML_SetElementHandler(
        parser, [](void* self, const XML_Char* name, const XML_Char**) { of(self).begin(name); },
        [](void* self, const XML_Char*) { of(self).end(); });
    XML_SetCharacterDataHandler(parser, [](void* self, const XML_Char* text, int size) {
      of(self).text_.append(text, static_cast<std::size_t>(size));
    });
    XML_SetStartDoctypeDeclHandler(parser, [](void* self, const XML_Char*, const XML_Char*,
                                              const XML_Char*, int) { of(self).refuse(); });
  }

  std::optional<XmlTexts> run(std::string_view document) {
    XML_Status status =
        XML_Parse(parser_, document.data(), static_cast<int>(document.size()), XML_TRUE);
    if (status != XML_STATUS_OK || refused_) return std::nullopt;
    return std::move(texts_);
  }

 private:
  static XmlReader& of(void* self) { return *static_cast<XmlReader*>(self); }

  void begin(std::string_view name) {
    if (lengths_.size() >= XmlTexts::kMaxDepth) return refuse();
    std::size_t colon = name.rfind(':');  // A prefix says nothing here.
    if (colon != std::string_view::npos) name.remove_prefix(colon + 1);
    lengths_.push_back(path_.size());
    (path_ += '/') += name;
    text_.clear();
  }
  void end() {
    if (refused_) return;
    texts_.texts_.try_emplace(path_, text_);
    path_.resize(lengths_.back());
    lengths_.pop_back();
    text_.clear();
  }
  void refuse() {
    refused_ = true;
    XML_StopParser(parser_, XML_FALSE);
  }

  XML_Parser parser_;
  XmlTexts texts_;
  std::string path_;
  std::vector<std::size_t> lengths_;  ///< Of path_ before each open element.
  std::string text_;
  bool refused_ = false;
};

std::optional<XmlTexts> XmlTexts::parse(std::string_view document) {
  if (document.size() > kMaxBytes) return std::nullopt;
  struct Free {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
  };
  std::unique_ptr<XML_ParserStruct, Free> parser(XML_ParserCreate("UTF-8"));
  if (!parser) return std::nullopt;
  return XmlReader(parser.get()).run(document);
}

std::string XmlTexts::get(std::string_view path) const {
  for (const auto& [full, text] : texts_)
    if (full.size() > path.size() && full.ends_with(path) &&
        full[full.size() - path.size() - 1] == '/')
      return text;
  return {};
}

}  // namespace magneto::internal::credentials
