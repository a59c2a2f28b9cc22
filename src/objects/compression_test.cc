// SPDX-License-Identifier: Apache-2.0
#include "objects/compression.h"

#include <gtest/gtest.h>
#include <zstd.h>

#include <algorithm>

namespace magneto::internal::objects {
namespace {

// Gives a few bytes at a time.
class TextSource : public ByteSource {
 public:
  explicit TextSource(std::string text, std::size_t step = 7)
      : text_(std::move(text)), step_(step) {}
  Result<std::size_t> read(char* to, std::size_t room) override {
    const std::size_t size = std::min({room, step_, text_.size() - at_});
    text_.copy(to, size, at_);
    at_ += size;
    return size;
  }

 private:
  std::string text_;
  std::size_t step_;
  std::size_t at_ = 0;
};

Result<std::string> read_as(Compression compression, const std::string& bytes) {
  const auto source = decompressed(std::make_unique<TextSource>(bytes), compression);
  return read_all(*source);
}

std::string gzip(std::string_view text) {
  std::string out;
  GzipWriter writer;
  writer.write(text, out);
  writer.finish(out);
  return out;
}

std::string zstd(const std::string& text) {
  std::string out(ZSTD_compressBound(text.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 1));
  return out;
}

std::string long_text() {
  std::string text;
  for (int i = 0; i < 50'000; ++i) text += "line " + std::to_string(i * 7919) + "\n";
  return text;
}

TEST(Compression, NoneIsTheSourceItself) {
  EXPECT_EQ(read_as(Compression::kNone, "plain").value(), "plain");
}

TEST(Compression, ReadsWhatWasCompressed) {
  for (const std::string& text : {std::string(), std::string("short"), long_text()}) {
    EXPECT_EQ(read_as(Compression::kGzip, gzip(text)).value(), text);
    EXPECT_EQ(read_as(Compression::kZstd, zstd(text)).value(), text);
  }
}

TEST(Compression, ReadsSeveralMembersAndFrames) {
  EXPECT_EQ(read_as(Compression::kGzip, gzip("one") + gzip("") + gzip("two")).value(), "onetwo");
  EXPECT_EQ(read_as(Compression::kZstd, zstd("one") + zstd("") + zstd("two")).value(), "onetwo");
}

TEST(Compression, AnEmptyObjectIsEmptyInEveryForm) {
  EXPECT_EQ(read_as(Compression::kGzip, "").value(), "");
  EXPECT_EQ(read_as(Compression::kZstd, "").value(), "");
}

TEST(Compression, AnotherFormIsAnError) {
  for (const Compression form : {Compression::kGzip, Compression::kZstd}) {
    const auto read = read_as(form, R"({"Item":{"p":{"S":"x"}}})");
    ASSERT_FALSE(read.ok());
    EXPECT_EQ(read.error().code(), ErrorCode::kCorruption);
  }
  EXPECT_FALSE(read_as(Compression::kGzip, gzip("text") + "rubbish").ok());
}

TEST(Compression, AnEndThatComesTooEarlyIsAnError) {
  const std::string text = long_text();
  const std::string gzipped = gzip(text);
  const std::string zstded = zstd(text);
  EXPECT_FALSE(read_as(Compression::kGzip, gzipped.substr(0, gzipped.size() / 2)).ok());
  EXPECT_FALSE(read_as(Compression::kZstd, zstded.substr(0, zstded.size() / 2)).ok());
}

TEST(ZstdWriter, WhatIsWrittenIsReadAgain) {
  ZstdWriter writer;
  std::string to;
  std::string all;
  for (int i = 0; i < 20'000; ++i) {
    const std::string line = "line " + std::to_string(i * 7919) + "\n";
    writer.write(line, to);
    all += line;
  }
  writer.finish(to);
  EXPECT_LT(to.size(), all.size());
  EXPECT_EQ(read_as(Compression::kZstd, to).value(), all);
  to[to.size() - 2] = static_cast<char>(to[to.size() - 2] ^ 1);  // of the checksum
  EXPECT_FALSE(read_as(Compression::kZstd, to).ok());
}

}  // namespace
}  // namespace magneto::internal::objects
