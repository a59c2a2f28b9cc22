// SPDX-License-Identifier: Apache-2.0
//
// The input of imports and bulk operations: objects of a bucket, in one form and compression.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "formats/record_reader.h"
#include "model/shapes.h"
#include "objects/compression.h"
#include "objects/object_store.h"

namespace magneto::internal::transfers {

/// Both are members of requests that the model has checked. Compression may be absent.
formats::Format read_format(std::string_view format);
objects::Compression read_compression(
    const std::optional<model::Enum<model::InputCompressionType>>& compression);

/// Errors: kIo.
Result<std::unique_ptr<formats::RecordReader>> open_input(
    objects::ObjectStore& store, std::string_view bucket, std::string_view key,
    formats::Format format, objects::Compression compression, const formats::CsvOptions& csv);

}  // namespace magneto::internal::transfers
