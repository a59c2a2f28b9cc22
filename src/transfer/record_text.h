// SPDX-License-Identifier: Apache-2.0
//
// Items as records of the formats of records.h.
#pragma once

#include <string>
#include <vector>

#include "magneto/item_view.h"
#include "magneto/transfer/records.h"

namespace magneto::internal::transfer {

/// Appends the record and its newline. Not for CSV.
void append_record(RecordFormat format, const ItemView& item, std::string& to);

void append_csv_header(const std::vector<std::string>& columns, char delimiter, std::string& to);
/// Numbers in digits, binaries in base64, null and what is absent as nothing, "" as "", and sets,
/// lists and maps as plain JSON.
void append_csv_row(const ItemView& item, const std::vector<std::string>& columns, char delimiter,
                    std::string& to);

}  // namespace magneto::internal::transfer
