// SPDX-License-Identifier: Apache-2.0
//
// What the rooms of the client library, and the commands that are made with it, see of it.
#pragma once

#include "standard.h"

#include "magneto/client.h"
#include "magneto/json.h"
#include "magneto/table.h"
