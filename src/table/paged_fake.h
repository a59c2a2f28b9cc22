// SPDX-License-Identifier: Apache-2.0
//
// For tests: a handler of FakeConnection that answers Scan and Query of a table with the key "a"
// whose items are numbered from 0, in pages, as the service does.
#pragma once

#include <algorithm>
#include <functional>
#include <string>

#include "table/fake_connection.h"

namespace magneto::internal::table {

struct PagedAnswers {
  int items = 10;
  int page = 3;  ///< Read at most so many a page, and no more than Limit.
  std::function<bool(int)> passes = [](int) { return true; };  ///< The filter.
  std::string attribute = "a";                                 ///< What comes of an item.

  magneto::Result<Answer> operator()(const FakeConnection::Sent& sent) const {
    if (sent.operation == "DescribeTable") {
      return FakeConnection::success(
          R"({"Table":{"TableName":"T","KeySchema":[{"AttributeName":"a","KeyType":"HASH"}]}})");
    }
    const int first = number_behind(sent.body, R"("ExclusiveStartKey":{"a":{"N":")", -1) + 1;
    const int limit = number_behind(sent.body, R"("Limit":)", page);
    const int end = std::min(first + std::min(limit, page), items);
    const bool count_only = sent.body.find(R"("Select":"COUNT")") != std::string::npos;
    std::string found;
    int count = 0;
    for (int i = first; i < end; ++i) {
      if (!passes(i)) continue;
      ++count;
      if (count_only) continue;
      found += found.empty() ? "" : ",";
      found += "{\"" + attribute + R"(":{"N":")" + std::to_string(i) + "\"}}";
    }
    std::string body = R"({"Items":[)" + found + R"(],"Count":)" + std::to_string(count) +
                       R"(,"ScannedCount":)" + std::to_string(end - first) +
                       R"(,"ConsumedCapacity":{"TableName":"T","CapacityUnits":1.0})";
    if (end < items) {
      body += R"(,"LastEvaluatedKey":{"a":{"N":")" + std::to_string(end - 1) + "\"}}";
    }
    return FakeConnection::success(body + "}");
  }

 private:
  static int number_behind(const std::string& body, const std::string& mark, int otherwise) {
    const std::size_t at = body.find(mark);
    return at == std::string::npos ? otherwise : std::stoi(body.substr(at + mark.size()));
  }
};

}  // namespace magneto::internal::table
