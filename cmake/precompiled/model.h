// SPDX-License-Identifier: Apache-2.0
//
// The structs of the API, for the rooms that see them. They take longer to compile than what is done with them.
#pragma once

#include "standard.h"

#include "model/generated/shape_tables.h"
