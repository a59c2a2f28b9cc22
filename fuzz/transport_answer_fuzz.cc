// SPDX-License-Identifier: Apache-2.0
//
// Answers from pieces of all sizes: the same result however they are cut.
#include <cstdlib>

#include "transport/answer_reader.h"

namespace {

using magneto::internal::transport::AnswerReader;

struct Outcome {
  AnswerReader::State state = AnswerReader::State::kHead;
  std::string body;
};

Outcome read(std::string_view text, std::size_t piece) {
  AnswerReader reader;
  reader.start(1 << 20);
  Outcome outcome;
  while (!text.empty()) {
    const auto room = reader.room();
    const std::size_t size = std::min({piece, text.size(), room.size()});
    text.copy(room.data(), size);
    text.remove_prefix(size);
    outcome.state = reader.commit(size);
    if (outcome.state != AnswerReader::State::kHead &&
        outcome.state != AnswerReader::State::kBody) {
      break;
    }
  }
  if (text.empty()) outcome.state = reader.end();
  if (outcome.state == AnswerReader::State::kDone) {
    const auto answer = reader.take();
    if (answer) outcome.body = answer->body();
  }
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Outcome whole = read(text, text.size() + 1);
  const Outcome bytes = read(text, 1);
  // A broken head may be seen sooner or later, but what is an answer is the same.
  if (whole.state == AnswerReader::State::kDone && bytes.state == AnswerReader::State::kDone &&
      whole.body != bytes.body) {
    std::abort();
  }
  return 0;
}
