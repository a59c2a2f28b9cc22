// SPDX-License-Identifier: Apache-2.0
#include "sigv4/canonical_request.h"

#include <algorithm>

namespace magneto::internal::sigv4 {
namespace {

constexpr std::string_view kSignatureParameter = "X-Amz-Signature";

bool is_unreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

bool is_named(const HeaderView& header, std::string_view lower_name) {
  return header.name.size() == lower_name.size() &&
         std::equal(header.name.begin(), header.name.end(), lower_name.begin(),
                    [](char a, char b) { return lower(a) == b; });
}

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

/// Without blanks around, and with each run of blanks as one space.
void append_trimmed(std::string_view value, std::string& out) {
  std::size_t start = out.size();
  bool pending = false;
  for (char c : value) {
    if (is_blank(c)) {
      pending = out.size() > start;
      continue;
    }
    if (pending) out.push_back(' ');
    pending = false;
    out.push_back(c);
  }
}

void append_header(const RequestView& request, std::string_view name, std::string& out) {
  out.append(name).push_back(':');
  bool first = true;
  for (const HeaderView& header : request.headers) {
    if (!is_named(header, name)) continue;
    if (!first) out.push_back(',');
    first = false;
    append_trimmed(header.value, out);
  }
  out.push_back('\n');
}

/// "." and ".." resolved, runs of slashes as one; what is left is encoded once more, as all
/// services but S3 want it.
void append_path(std::string_view path, std::string& out) {
  if (path.empty() || path == "/") {
    out.push_back('/');
    return;
  }
  std::vector<std::string_view> segments;
  for (std::size_t at = 0; at <= path.size();) {
    std::size_t end = std::min(path.find('/', at), path.size());
    std::string_view segment = path.substr(at, end - at);
    at = end + 1;
    if (segment.empty() || segment == ".") continue;
    if (segment == "..") {
      if (!segments.empty()) segments.pop_back();
    } else {
      segments.push_back(segment);
    }
  }
  for (std::string_view segment : segments) {
    out.push_back('/');
    append_percent_encoded(segment, false, out);
  }
  if (segments.empty() || path.back() == '/') out.push_back('/');
}

void append_query(std::string_view query, std::string& out) {
  std::vector<std::pair<std::string, std::string>> parameters;
  while (!query.empty()) {
    std::size_t end = std::min(query.find('&'), query.size());
    std::string_view parameter = query.substr(0, end);
    query.remove_prefix(std::min(end + 1, query.size()));
    if (parameter.empty()) continue;
    std::size_t equals = std::min(parameter.find('='), parameter.size());
    std::string name = percent_decoded(parameter.substr(0, equals));
    if (name == kSignatureParameter) continue;
    std::string value = percent_decoded(parameter.substr(std::min(equals + 1, parameter.size())));
    auto& added = parameters.emplace_back();
    append_percent_encoded(name, false, added.first);
    append_percent_encoded(value, false, added.second);
  }
  std::sort(parameters.begin(), parameters.end());
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (i > 0) out.push_back('&');
    out.append(parameters[i].first).append("=").append(parameters[i].second);
  }
}

}  // namespace

void append_canonical_request(const RequestView& request,
                              std::span<const std::string_view> signed_headers,
                              std::string_view payload_hash, std::string& out) {
  out.append(request.method).push_back('\n');
  append_path(request.path, out);
  out.push_back('\n');
  append_query(request.query, out);
  out.push_back('\n');
  for (std::string_view name : signed_headers) append_header(request, name, out);
  out.push_back('\n');
  for (std::size_t i = 0; i < signed_headers.size(); ++i) {
    if (i > 0) out.push_back(';');
    out.append(signed_headers[i]);
  }
  out.append("\n").append(payload_hash);
}

void append_string_to_sign(std::string_view time, const Scope& scope,
                           const Digest& canonical_request_hash, std::string& out) {
  out.append(kAlgorithm).append("\n").append(time).append("\n");
  append_scope(scope, out);
  out.push_back('\n');
  append_hex(canonical_request_hash, out);
}

void append_scope(const Scope& scope, std::string& out) {
  out.append(scope.date).append("/").append(scope.region).append("/");
  out.append(scope.service).append("/").append(kTerminator);
}

void append_percent_encoded(std::string_view text, bool keep_slash, std::string& out) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  for (char c : text) {
    if (is_unreserved(c) || (keep_slash && c == '/')) {
      out.push_back(c);
    } else {
      auto byte = static_cast<unsigned char>(c);
      out.push_back('%');
      out.push_back(kDigits[byte >> 4]);
      out.push_back(kDigits[byte & 15]);
    }
  }
}

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    int high = text[i] == '%' && i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    int low = high >= 0 ? hex_value(text[i + 2]) : -1;
    if (low >= 0) {
      decoded.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    } else {
      decoded.push_back(text[i]);
    }
  }
  return decoded;
}

}  // namespace magneto::internal::sigv4
