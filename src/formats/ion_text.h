// SPDX-License-Identifier: Apache-2.0
//
// Ion's text form (amazon-ion.github.io/ion-docs), as far as items need it: its values, made the
// JSON of DynamoDB.
//
//   null, null.string...            NULL
//   true, false                     BOOL
//   103  103.  6d2  1.5e0  1_000    N          decimals, integers and floats
//   "text"  '''long ''' '''text'''  S
//   {{ base64 }}                    B
//   [a, b]  {name: a}               L, M
//   $dynamodb_SS::["a", "b"]        SS; $dynamodb_NS and $dynamodb_BS as well
//
// Timestamps, clobs, symbols, hexadecimal integers and other annotations are Ion all right, but
// make a bad record. S-expressions and what is no Ion end the object.
//
// At the top stand version markers ($ion_1_0) and structs, or lists of structs: a struct is a
// record. Of its members, Item and ExpressionAttributeValues are items; so are Keys, OldImage and
// NewImage of incremental exports, also of a struct in the member Record.
#pragma once

#include <optional>
#include <string>

#include "formats/characters.h"
#include "formats/record_reader.h"
#include "json/json_writer.h"

namespace magneto::internal::formats {

class IonText : public TextReader {
 public:
  explicit IonText(std::unique_ptr<objects::ByteSource> source) : characters_(std::move(source)) {}

  Found next(std::string& json, std::string& problem) override;
  std::uint64_t bytes_read() const override { return characters_.taken(); }
  const std::optional<Error>& source_error() const override { return characters_.error(); }

 private:
  // How a value is to be written: as an AttributeValue, as the map of AttributeValues that an item
  // is, as plain JSON, or not at all.
  enum class Form : std::uint8_t { kAttributeValue, kAttributes, kPlain, kNothing };

  // All of these read something. False: it is no Ion.
  bool skip_space();
  bool read_record();
  bool read_value(Form form, int depth);
  bool read_annotated(std::string annotation, Form form, int depth);
  bool read_set(std::string_view annotation, int depth);
  bool read_list(Form form, int depth);
  bool read_struct(Form form, int depth, bool is_record);
  bool read_member(bool of_record, std::string_view name, Form form, int depth);
  bool read_field_name(std::string& name);
  bool read_number(Form form);
  bool read_lob(Form form);
  bool read_blob_text(std::string& text);
  bool read_text(std::string& text);
  bool read_long_text(std::string& text);
  bool read_quoted(char quote, std::string& text);
  bool read_escape(std::string& text);
  bool read_code_point(int digits, std::uint32_t& to);
  bool read_word(std::string& word);
  bool take_separator(char end, bool& ended);
  bool within_limit() const { return characters_.taken() - start_ <= kMaxRecordBytes; }

  void write_scalar(Form form, std::string_view type, std::string_view text);
  void write_word(Form form, std::string_view type, std::string_view json);
  void wrong_type();

  Characters characters_;
  std::uint64_t start_ = 0;  // Of the record.
  bool in_list_ = false;     // At the top.
  std::string problem_;      // Of the record: a value without a DynamoDB type.
  json::JsonWriter writer_;
};

}  // namespace magneto::internal::formats
