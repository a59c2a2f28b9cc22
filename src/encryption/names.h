// SPDX-License-Identifier: Apache-2.0
//
// What stands in items and their descriptions.
#pragma once

#include <string_view>

namespace magneto::internal::encryption {

// The encryptor's entries.
inline constexpr std::string_view kSymmetricMode = "amzn-ddb-map-sym-mode";
inline constexpr std::string_view kCbcPadding = "/CBC/PKCS5Padding";
inline constexpr std::string_view kSigningAlgorithm = "amzn-ddb-map-signingAlg";

// The providers' entries.
inline constexpr std::string_view kContentKey = "amzn-ddb-env-key";
inline constexpr std::string_view kContentAlgorithm = "amzn-ddb-env-alg";
inline constexpr std::string_view kWrappingAlgorithm = "amzn-ddb-wrap-alg";
inline constexpr std::string_view kMacAlgorithm = "amzn-ddb-sig-alg";
inline constexpr std::string_view kKeysInContext = "aws-kms-ec-attr";
inline constexpr std::string_view kMaterialId = "amzn-ddb-meta-id";

/// An attribute that the AWS Database Encryption SDK adds to items.
inline constexpr std::string_view kHeaderOfNewerFormat = "aws_dbe_head";

inline constexpr std::string_view kDefaultContentAlgorithm = "AES/256";
inline constexpr std::string_view kDefaultMacAlgorithm = "HmacSHA256/256";
inline constexpr std::string_view kDefaultSignature = "SHA256withRSA";

}  // namespace magneto::internal::encryption
