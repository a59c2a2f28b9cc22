// SPDX-License-Identifier: Apache-2.0
#include "storage/rocksdb/lost_files.h"

#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

namespace magneto::internal::storage {

Result<void> check_for_lost_files(const std::string& directory) {
  namespace fs = std::filesystem;
  const std::string current = directory + "/CURRENT";
  std::error_code error;
  if (fs::exists(current, error)) return {};
  for (fs::directory_iterator entry(directory, error); !error && entry != fs::directory_iterator();
       entry.increment(error)) {
    const fs::path kind = entry->path().extension();
    if (kind == ".sst" || kind == ".log") {
      return Error(ErrorCode::kCorruption,
                   "file " + current + " is missing, but " + entry->path().string() + " is there");
    }
  }
  if (error) return Error(ErrorCode::kIo, directory + ": " + error.message());
  return {};
}

std::uint64_t file_number(std::string_view digits) {
  const char* const end = digits.data() + digits.size();
  std::uint64_t number = 0;
  const auto [rest, failure] = std::from_chars(digits.data(), end, number);
  return failure == std::errc() && rest == end ? number : 0;
}

std::uint64_t manifest_number(std::string_view name) {
  constexpr std::string_view kBegin = "MANIFEST-";
  return name.starts_with(kBegin) ? file_number(name.substr(kBegin.size())) : 0;
}

// CURRENT := the manifest's name "\n"
Result<std::uint64_t> current_manifest(const std::string& directory) {
  const std::string current = directory + "/CURRENT";
  std::error_code error;
  if (!std::filesystem::exists(current, error) && !error) return std::uint64_t{0};
  std::ifstream in(current, std::ios::binary);
  if (!in) return Error(ErrorCode::kIo, current + " cannot be read");
  const std::string text(std::istreambuf_iterator<char>(in), {});
  const std::uint64_t number =
      text.ends_with('\n') ? manifest_number(std::string_view(text).substr(0, text.size() - 1)) : 0;
  if (number > 0) return number;
  return Error(ErrorCode::kCorruption, "file " + current + " is damaged");
}

}  // namespace magneto::internal::storage
