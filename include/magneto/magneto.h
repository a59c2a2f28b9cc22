// SPDX-License-Identifier: Apache-2.0
//
// All of the client in one header, but for the structures of operations that no class here makes or
// that few programs call, such as CreateBackup: those are in magneto/model.h.
#pragma once

#include "magneto/batch_get.h"
#include "magneto/batch_writer.h"
#include "magneto/call.h"
#include "magneto/cancellation.h"
#include "magneto/client.h"
#include "magneto/connection.h"
#include "magneto/error.h"
#include "magneto/error_details.h"
#include "magneto/event_loop.h"
#include "magneto/item_size.h"
#include "magneto/item_view.h"
#include "magneto/json.h"
#include "magneto/number.h"
#include "magneto/observer.h"
#include "magneto/operations.h"
#include "magneto/options.h"
#include "magneto/parallel_scan.h"
#include "magneto/rate_counters.h"
#include "magneto/result.h"
#include "magneto/statements.h"
#include "magneto/stream_reader.h"
#include "magneto/table.h"
#include "magneto/transactions.h"
#include "magneto/value.h"
