// SPDX-License-Identifier: Apache-2.0
//
// How far work on a whole table has come, in a file:
//
//   {"work":"copy","of":"...","cleared":true,"read":7,"written":7,"skipped":0,"deleted":0,
//    "places":["done","","{\"Artist\":{\"S\":\"Nina\"}}"]}
//
// `of` names tables and files, so that no other work goes on with it. `places` are of segments (the
// key behind which to go on; empty is the beginning) or of parts of a file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "magneto/transfer/options.h"
#include "transfer/names.h"

namespace magneto::internal::transfer {

struct WorkState {
  static constexpr const char* kDone = "done";

  std::string work;
  std::string of;
  bool cleared = false;
  TransferProgress counts = {};
  std::vector<std::string> places = {};
  std::uint64_t bytes =
      0;  ///< Of the file that is written: what is behind them is not of the work.
  std::vector<std::string> columns = {};  ///< Of CSV.
};

std::string state_text(const WorkState& state);
/// Nothing when it is no such text.
std::optional<WorkState> read_state(std::string_view text);

/// Errors: kOther, when it cannot be written.
Result<void> save_state(const std::string& file, const WorkState& state);
/// Nothing when there is no file, or none is wanted. Errors: kInvalidArgument, also when the file is
/// of other work.
Result<std::optional<WorkState>> load_state(const std::string& file, const std::string& work,
                                            const std::string& of);

}  // namespace magneto::internal::transfer
