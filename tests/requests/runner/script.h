// SPDX-License-Identifier: Apache-2.0
//
// Scripts: requests and the answers expected of them, as plain text. Each file stands for itself,
// on fresh tables.
//
//   # Lines that begin with # are comments.
//   tables: hash range                      tables of tables.json, made before, dropped after
//   creates: new newer                      tables that the script makes; dropped before and after
//   server: legacy                          how the server was started, where not as always: such
//                                           scripts run in process only
//
//   ==> PutItem                             a request: the operation, and its body,
//   {"TableName": "hash", "Item": {...}}    which may take several lines
//   <== {}                                  the answer: JSON, or
//
//   <== ValidationException: the message    the error, whose message goes to the end of the line;
//   {"Item": {...}}                         then further members of its body, if it has any
//
//   <== ok                                  or any answer that is no error
//
//   ==> DescribeTable eventually            a request that is repeated, for some seconds, until the
//   {"TableName": "hash"}                   answer is the expected one: what background work brings
//
// In bodies and answers
//
//   <x*2049>               stands for 2,049 times x; more than one character may stand there
//   $answer.NAME           (in a body) stands for that member of the answer before;
//                          $answer.NAME.INNER for a member of it, $answer.NAME.0 for an element
//   "*"                    (in an answer) matches any value
//   ["(any order)", ...]   (in an answer) matches the other elements in whatever order
//
// Objects match when they have the same members, in whatever order; numbers by value.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.h"

namespace magneto::internal::script {

struct Expectation {
  enum class Kind { kAnswer, kAnyAnswer, kError };
  Kind kind = Kind::kAnswer;
  std::string json;        ///< Of the answer, or further members of the error; may be empty then.
  std::string error_name;  ///< "ValidationException"
  std::string message;     ///< "*" for any.
};

struct Step {
  int line = 0;
  std::string operation;
  bool eventually = false;
  std::string body;
  Expectation expected;
};

struct Script {
  std::vector<std::string> tables;
  std::vector<std::string> creates;
  std::vector<std::string> server;  ///< "legacy" is all there is.
  std::vector<Step> steps;
};

/// Errors: kInvalidArgument, with the line.
Result<Script> read_script(const std::filesystem::path& file);

/// `<x*2049>` as it is meant.
std::string expand_repeats(const std::string& text);

}  // namespace magneto::internal::script
