// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "json/codec.h"
#include "model/shapes.h"
#include "operations/core/context.h"

namespace magneto::internal::operations {

/// CreateTable's TableThroughputMode, which the service takes though its public model does not have
/// it: a BillingMode where none is given. Errors: kValidation, kSerialization.
Result<void> read_throughput_mode(Context& context, json::ParsedBody body,
                                  model::CreateTableInput& input);

}  // namespace magneto::internal::operations
