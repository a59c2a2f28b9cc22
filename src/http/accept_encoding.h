// SPDX-License-Identifier: Apache-2.0
//
// Content codings, and which one a client wants its answer in.
#pragma once

#include <cstdint>
#include <string_view>

namespace magneto::internal::http {

enum class Coding : std::uint8_t { kIdentity, kGzip, kDeflate, kUnknown };

/// "gzip", "deflate"; empty for the others.
std::string_view coding_name(Coding coding);

/// The value of a Content-Encoding header; empty and "identity" are kIdentity.
Coding parse_content_encoding(std::string_view value);

/// The coding to answer with: kIdentity, kGzip or kDeflate. Not RFC 9110 to the letter but what the
/// service was observed to do: the first coding with the highest quality wins; "*" stands for those
/// not named; identity is never preferred; a quality is what follows the first "q=" anywhere in the
/// parameters, 1 when it is no number.
Coding choose_coding(std::string_view accept_encoding);

}  // namespace magneto::internal::http
