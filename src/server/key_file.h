// SPDX-License-Identifier: Apache-2.0
//
// The access keys that a server with `--auth keys` knows. One key a line; blank lines and lines
// that begin with '#' are skipped:
//
//   access-key secret-key optional note
//
// Words are separated by blanks, or the line is "access-key,secret-key,note".
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"
#include "sigv4/verify.h"

namespace magneto::internal::server {

/// An immutable set of keys.
class KeySet final : public sigv4::SecretLookup {
 public:
  /// Errors: kInvalidArgument with the line's number.
  static Result<KeySet> parse(std::string_view text);

  std::optional<std::string_view> find_secret(std::string_view access_key) const override;
  std::size_t size() const { return secrets_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>()(text);
    }
  };
  std::unordered_map<std::string, std::string, Hash, std::equal_to<>> secrets_;
};

/// The keys of a file, read again on request. Thread safe.
class KeyFile {
 public:
  /// Errors: kInvalidArgument, naming the file.
  static Result<std::unique_ptr<KeyFile>> open(std::string path);

  /// Reads the file anew. On an error the keys stay as they were.
  Result<void> reload();

  std::shared_ptr<const KeySet> keys() const { return keys_.load(); }
  /// Grows with each reload: who keeps keys() looks whether they are still today's.
  std::uint64_t version() const { return version_.load(std::memory_order_acquire); }

 private:
  explicit KeyFile(std::string path) : path_(std::move(path)) {}

  const std::string path_;
  std::atomic<std::shared_ptr<const KeySet>> keys_;
  std::atomic<std::uint64_t> version_{0};
};

}  // namespace magneto::internal::server
