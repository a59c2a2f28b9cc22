// SPDX-License-Identifier: Apache-2.0
#include "s3/answers.h"

#include <expat.h>

#include <charconv>
#include <functional>
#include <memory>
#include <utility>

#include "sigv4/canonical_request.h"

namespace magneto::internal::s3 {
namespace {

/// Tells of each element, when it ends, its path from the root ("/ListBucketResult/Contents/Key")
/// and its text.
class Elements {
 public:
  using Ended = std::function<void(std::string_view path, const std::string& text)>;

  explicit Elements(Ended ended) : ended_(std::move(ended)) {}

  /// False when the document is not well-formed, too large or too deep.
  bool read(std::string_view xml) {
    struct Free {
      void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
    };
    if (xml.size() > kMaxXmlBytes) return false;
    const std::unique_ptr<XML_ParserStruct, Free> parser(XML_ParserCreate("UTF-8"));
    if (!parser) return false;
    parser_ = parser.get();
    XML_SetUserData(parser_, this);
    XML_SetElementHandler(
        parser_, [](void* self, const XML_Char* name, const XML_Char**) { of(self).begin(name); },
        [](void* self, const XML_Char*) { of(self).end(); });
    XML_SetCharacterDataHandler(parser_, [](void* self, const XML_Char* text, int size) {
      of(self).text_.append(text, static_cast<std::size_t>(size));
    });
    XML_SetStartDoctypeDeclHandler(parser_, [](void* self, const XML_Char*, const XML_Char*,
                                               const XML_Char*, int) { of(self).refuse(); });
    const XML_Status status =
        XML_Parse(parser_, xml.data(), static_cast<int>(xml.size()), XML_TRUE);
    return status == XML_STATUS_OK && !refused_;
  }

 private:
  static constexpr std::size_t kMaxDepth = 16;

  static Elements& of(void* self) { return *static_cast<Elements*>(self); }

  void begin(std::string_view name) {
    if (lengths_.size() >= kMaxDepth) return refuse();
    lengths_.push_back(path_.size());
    path_.append("/").append(name);
    text_.clear();
  }
  void end() {
    if (refused_ || lengths_.empty()) return;
    ended_(path_, text_);
    path_.resize(lengths_.back());
    lengths_.pop_back();
    text_.clear();
  }
  void refuse() {
    refused_ = true;
    XML_StopParser(parser_, XML_FALSE);
  }

  const Ended ended_;
  XML_Parser parser_ = nullptr;
  std::string path_;
  std::vector<std::size_t> lengths_;  // of path_ before each open element
  std::string text_;
  bool refused_ = false;
};

}  // namespace

std::optional<Listing> read_listing(std::string_view xml) {
  Listing listing;
  Listing::Object object;
  std::string token;
  bool is_listing = false;
  bool truncated = false;
  bool right = true;
  Elements elements([&](std::string_view path, const std::string& text) {
    constexpr std::string_view kRoot = "/ListBucketResult";
    if (!path.starts_with(kRoot)) return;
    path.remove_prefix(kRoot.size());
    if (path.empty()) is_listing = true;
    if (path == "/IsTruncated") truncated = text == "true";
    if (path == "/NextContinuationToken") token = text;
    if (path == "/Contents/Key") object.key = sigv4::percent_decoded(text);
    if (path == "/Contents/Size") {
      const auto [end, error] =
          std::from_chars(text.data(), text.data() + text.size(), object.bytes);
      right = right && error == std::errc() && end == text.data() + text.size();
    }
    if (path == "/Contents") listing.objects.push_back(std::exchange(object, {}));
  });
  if (!elements.read(xml) || !is_listing || !right || (truncated && token.empty())) {
    return std::nullopt;
  }
  if (truncated) listing.next_token = std::move(token);
  return listing;
}

ErrorAnswer read_error(std::string_view xml) {
  ErrorAnswer answer;
  Elements elements([&](std::string_view path, const std::string& text) {
    if (path == "/Error/Code") answer.code = text;
    if (path == "/Error/Message") answer.message = text;
    if (path == "/Error/Region") answer.region = text;
  });
  return elements.read(xml) ? answer : ErrorAnswer();
}

std::string read_upload_id(std::string_view xml) {
  std::string id;
  Elements elements([&](std::string_view path, const std::string& text) {
    if (path == "/InitiateMultipartUploadResult/UploadId") id = text;
  });
  return elements.read(xml) ? id : std::string();
}

}  // namespace magneto::internal::s3
