// SPDX-License-Identifier: Apache-2.0
#include "sigv4/authorization.h"

#include <algorithm>

#include "sigv4/canonical_request.h"
#include "sigv4/messages.h"

namespace magneto::internal::sigv4 {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

/// Cuts the text up to any of `separators` off `rest`.
std::string_view take_until(std::string_view& rest, std::string_view separators) {
  std::size_t end = std::min(rest.find_first_of(separators), rest.size());
  std::string_view taken = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return taken;
}

std::string_view trim(std::string_view text) {
  std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

Error incomplete(std::string text) {
  return Error(ErrorCode::kIncompleteSignature, std::move(text));
}

/// "AWS4-HMAC-SHA256 Credential=..., SignedHeaders=..., Signature=...": the parts separated by
/// blanks, commas or both.
Result<void> parse_header(const RequestView& request, std::string_view header, Authorization& out) {
  std::string_view rest = header;
  out.algorithm = take_until(rest, " ");
  while (!rest.empty()) {
    std::string_view part = take_until(rest, ", \t");
    if (part.empty()) continue;
    std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) return incomplete(messages::no_equal_sign(part, header));
    std::string_view name = part.substr(0, equals);
    std::string_view value = part.substr(equals + 1);
    if (name == "Credential") out.credential = value;
    if (name == "SignedHeaders") out.signed_headers = value;
    if (name == "Signature") out.signature = value;
  }
  out.time = find_header(request, "x-amz-date").value_or("");
  if (out.time.empty()) out.time = find_header(request, "date").value_or("");
  out.session_token = find_header(request, "x-amz-security-token").value_or("");

  std::string missing;
  if (out.credential.empty()) missing += messages::header_requires("Credential");
  if (out.signature.empty()) missing += messages::header_requires("Signature");
  if (out.signed_headers.empty()) missing += messages::header_requires("SignedHeaders");
  if (out.time.empty()) missing += messages::header_requires_date();
  if (missing.empty()) return {};
  return incomplete(missing + messages::authorization_was(header));
}

bool has_parameter(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    std::string_view parameter = take_until(query, "&");
    if (parameter.substr(0, parameter.find('=')) == name) return true;
  }
  return false;
}

Result<void> parse_query(std::string_view query, Authorization& out) {
  struct Parameter {
    std::string_view name;
    std::string_view* value;
    bool required = true;
  };
  const Parameter parameters[] = {
      {"X-Amz-Algorithm", &out.algorithm},
      {"X-Amz-Credential", &out.credential},
      {"X-Amz-Signature", &out.signature},
      {"X-Amz-SignedHeaders", &out.signed_headers},
      {"X-Amz-Date", &out.time},
      {"X-Amz-Expires", &out.expires_seconds, false},
      {"X-Amz-Security-Token", &out.session_token, false},
  };
  out.presigned = true;
  out.decoded.reserve(std::size(parameters));  // Views into its strings must stay.
  while (!query.empty()) {
    std::string_view value = take_until(query, "&");
    std::string_view name = take_until(value, "=");
    for (const Parameter& parameter : parameters) {
      if (name != parameter.name || !parameter.value->empty()) continue;
      *parameter.value = value;
      if (value.find('%') != std::string_view::npos) {
        *parameter.value = out.decoded.emplace_back(percent_decoded(value));
      }
    }
  }
  std::string missing;
  for (const Parameter& parameter : parameters) {
    if (parameter.required && parameter.value->empty()) {
      missing += messages::query_must_include(parameter.name);
    }
  }
  if (missing.empty()) return {};
  return incomplete(missing.append(messages::reexamine_query()));
}

}  // namespace

std::optional<std::string_view> find_header(const RequestView& request, std::string_view name) {
  for (const HeaderView& header : request.headers) {
    if (header.name.size() == name.size() &&
        std::equal(name.begin(), name.end(), header.name.begin(),
                   [](char a, char b) { return a == lower(b); })) {
      return trim(header.value);
    }
  }
  return std::nullopt;
}

Result<void> parse_authorization(const RequestView& request, Authorization& out) {
  std::string_view header = find_header(request, "authorization").value_or("");
  bool in_query = has_parameter(request.query, "X-Amz-Algorithm");
  if (!header.empty() && in_query) {
    return Error(ErrorCode::kInvalidSignature, std::string(messages::kBothForms));
  }
  if (in_query) return parse_query(request.query, out);
  if (!header.starts_with("AWS4-")) {
    return Error(ErrorCode::kMissingAuthenticationToken, std::string(messages::kMissingToken));
  }
  return parse_header(request, header, out);
}

}  // namespace magneto::internal::sigv4
