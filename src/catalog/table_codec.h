// SPDX-License-Identifier: Apache-2.0
//
// A table's description as stored in the engine: one JSON object, pinned by a golden test.
//
//   {"version":1,"name":"Music","space":1,"id":"<uuid>","created_ms":1793000000000,
//    "status":"ACTIVE","attributes":[{"name":"Artist","type":"S"}],
//    "key":{"partition":[{"name":"Artist","type":"S"}],"sort":[]},
//    "indexes":[{"name":"ByYear","space":2,"local":false,"key":{...},
//                "projection":{"type":"INCLUDE","attributes":["Title"]},"throughput":{...},
//                "status":"ACTIVE","backfilling":false}],
//    "on_demand":true,...,
//    "vector_indexes":[{"name":"ByMeaning","space":3,"attribute":"Embedding","dimensions":1024,
//                       "distance":"COSINE","search_schema":[{"name":"Genre","type":"S",
//                       "hash":true}],"projection":{...},"status":"ACTIVE","backfilling":false}]}
//
// Times are in milliseconds. What is absent has its default: members may be added without a new
// version; a reader of version 1 ignores those it does not know. What an old reader would
// misunderstand needs a new version: it refuses that. The ARN, live statistics and what an index
// has "made by the catalog" are not stored.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "catalog/table.h"

namespace magneto::internal::catalog {

inline constexpr int kTableFormat = 1;

std::string encode_table(const Table& table);

/// Errors: kCorruption; the text names the member.
Result<Table> decode_table(std::string_view json);

}  // namespace magneto::internal::catalog
