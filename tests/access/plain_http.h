// SPDX-License-Identifier: Apache-2.0
//
// HTTP without TLS, one connection for each exchange: for the servers of the tests.
#pragma once

#include "credentials/http_fetch.h"

magneto::internal::Result<magneto::internal::credentials::HttpAnswer> plain_http(
    const magneto::internal::credentials::HttpRequest& request);
