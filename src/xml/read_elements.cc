// SPDX-License-Identifier: Apache-2.0
#include "xml/read_elements.h"

#include <expat.h>

#include <memory>
#include <vector>

#include "base/wipe.h"
#include "xml/wiped_memory.h"

namespace magneto::internal::xml {
namespace {

struct Free {
  void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};

/// The handlers' state.
class Elements {
 public:
  Elements(XML_Parser parser, std::size_t max_depth, const ElementEnded& ended)
      : parser_(parser), max_depth_(max_depth), ended_(ended) {
    // A text that grew out of it would leave a part of it behind.
    text_.reserve(kRoom);
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

  /// What is told may be keys.
  ~Elements() { wipe_buffer(text_); }
  Elements(const Elements&) = delete;
  Elements& operator=(const Elements&) = delete;

  bool read(std::string_view document) {
    const XML_Status status =
        XML_Parse(parser_, document.data(), static_cast<int>(document.size()), XML_TRUE);
    return status == XML_STATUS_OK && !refused_;
  }

 private:
  static Elements& of(void* self) { return *static_cast<Elements*>(self); }

  void begin(std::string_view name) {
    if (lengths_.size() >= max_depth_) return refuse();
    const std::size_t colon = name.rfind(':');
    if (colon != std::string_view::npos) name.remove_prefix(colon + 1);
    lengths_.push_back(path_.size());
    path_.append("/").append(name);
    text_.clear();
  }
  void end() {
    if (refused_) return;
    ended_(path_, text_);
    path_.resize(lengths_.back());
    lengths_.pop_back();
    text_.clear();
  }
  void refuse() {
    refused_ = true;
    XML_StopParser(parser_, XML_FALSE);
  }

  static constexpr std::size_t kRoom = 4096;

  const XML_Parser parser_;
  const std::size_t max_depth_;
  const ElementEnded& ended_;
  std::string path_;
  std::vector<std::size_t> lengths_;  ///< Of path_ before each open element.
  std::string text_;
  bool refused_ = false;
};

}  // namespace

bool read_elements(std::string_view document, const Limits& limits, const ElementEnded& ended) {
  if (document.size() > limits.bytes) return false;
  const std::unique_ptr<XML_ParserStruct, Free> parser(
      XML_ParserCreate_MM("UTF-8", &wiped_memory(), nullptr));
  return parser && Elements(parser.get(), limits.depth, ended).read(document);
}

}  // namespace magneto::internal::xml
