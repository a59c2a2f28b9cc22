// SPDX-License-Identifier: Apache-2.0
#include "http/accept_encoding.h"

#include <algorithm>
#include <charconv>

#include "http/request.h"

namespace magneto::internal::http {
namespace {

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t";
  std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

/// Cuts the text up to `separator` off `rest`.
std::string_view take_until(std::string_view& rest, char separator) {
  std::size_t end = std::min(rest.find(separator), rest.size());
  std::string_view taken = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return taken;
}

double quality(std::string_view parameters) {
  std::size_t at = parameters.find("q=");
  if (at == std::string_view::npos) return 1;
  parameters.remove_prefix(at + 2);
  std::string_view text = trim(take_until(parameters, ';'));
  double value = 1;
  auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec != std::errc() || end != text.data() + text.size()) return 1;
  return value >= 0 && value <= 1 ? value : (value < 0 ? 0 : 1);
}

struct Choice {
  Coding coding = Coding::kIdentity;
  double quality = 0;

  void offer(Coding other, double other_quality) {
    if (other_quality > quality) *this = {other, other_quality};
  }
};

}  // namespace

std::string_view coding_name(Coding coding) {
  switch (coding) {
    case Coding::kGzip:
      return "gzip";
    case Coding::kDeflate:
      return "deflate";
    default:
      return {};
  }
}

Coding parse_content_encoding(std::string_view value) {
  value = trim(value);
  if (value.empty() || equals_ignoring_case(value, "identity")) return Coding::kIdentity;
  if (equals_ignoring_case(value, "gzip")) return Coding::kGzip;
  if (equals_ignoring_case(value, "deflate")) return Coding::kDeflate;
  return Coding::kUnknown;
}

Coding choose_coding(std::string_view accept_encoding) {
  Choice best;
  double any_quality = 0;
  bool gzip_named = false;
  bool deflate_named = false;
  while (!accept_encoding.empty()) {
    std::string_view parameters = take_until(accept_encoding, ',');
    std::string_view name = trim(take_until(parameters, ';'));
    if (equals_ignoring_case(name, "gzip")) {
      gzip_named = true;
      best.offer(Coding::kGzip, quality(parameters));
    } else if (equals_ignoring_case(name, "deflate")) {
      deflate_named = true;
      best.offer(Coding::kDeflate, quality(parameters));
    } else if (name == "*") {
      any_quality = std::max(any_quality, quality(parameters));
    }
  }
  if (!gzip_named) best.offer(Coding::kGzip, any_quality);
  if (!deflate_named) best.offer(Coding::kDeflate, any_quality);
  return best.coding;
}

}  // namespace magneto::internal::http
