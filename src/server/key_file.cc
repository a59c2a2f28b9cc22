// SPDX-License-Identifier: Apache-2.0
#include "server/key_file.h"

#include <algorithm>
#include <fstream>
#include <iterator>

namespace magneto::internal::server {
namespace {

constexpr std::string_view kSeparators = " \t\r,";

/// Cuts the next word off `rest`.
std::string_view take_word(std::string_view& rest) {
  rest.remove_prefix(std::min(rest.find_first_not_of(kSeparators), rest.size()));
  std::string_view word = rest.substr(0, rest.find_first_of(kSeparators));
  rest.remove_prefix(word.size());
  return word;
}

Error wrong(std::string text) { return Error(ErrorCode::kInvalidArgument, std::move(text)); }

}  // namespace

Result<KeySet> KeySet::parse(std::string_view text) {
  KeySet keys;
  for (int number = 1; !text.empty(); ++number) {
    std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    std::string_view access_key = take_word(line);
    if (access_key.empty() || access_key.starts_with('#')) continue;
    std::string_view secret = take_word(line);
    if (secret.empty()) {
      return wrong("line " + std::to_string(number) + ": no secret behind the access key");
    }
    if (access_key.find('/') != std::string_view::npos) {
      return wrong("line " + std::to_string(number) + ": an access key has no '/' in it");
    }
    if (!keys.secrets_.emplace(access_key, secret).second) {
      return wrong("line " + std::to_string(number) + ": access key " + std::string(access_key) +
                   " is there twice");
    }
  }
  return keys;
}

std::optional<std::string_view> KeySet::find_secret(std::string_view access_key) const {
  auto found = secrets_.find(access_key);
  if (found == secrets_.end()) return std::nullopt;
  return found->second;
}

Result<std::unique_ptr<KeyFile>> KeyFile::open(std::string path) {
  std::unique_ptr<KeyFile> file(new KeyFile(std::move(path)));
  MAGNETO_RETURN_IF_ERROR(file->reload());
  return file;
}

Result<void> KeyFile::reload() {
  std::ifstream stream(path_, std::ios::binary);
  if (!stream) return wrong("cannot read the key file " + path_);
  std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (stream.bad()) return wrong("cannot read the key file " + path_);
  Result<KeySet> keys = KeySet::parse(text);
  if (!keys.ok()) return wrong("key file " + path_ + ", " + keys.error().message());
  if (keys->size() == 0) return wrong("key file " + path_ + " has no keys in it");
  keys_.store(std::make_shared<const KeySet>(std::move(keys).value()));
  version_.fetch_add(1, std::memory_order_acq_rel);
  return {};
}

}  // namespace magneto::internal::server
