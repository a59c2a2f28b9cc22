// SPDX-License-Identifier: Apache-2.0
#include "value/encoded_item.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "value/decimal.h"
#include "value/item_builder.h"

namespace magneto::internal::value {
namespace {

using namespace std::string_view_literals;

ValueView number(Arena& arena, std::string_view text) {
  return make_number(arena, arena.copy(Decimal::parse(text)->encoded()));
}

/// One attribute of every type.
ItemView every_type(Arena& arena) {
  std::array strings{"b"sv, "a"sv, "b"sv};
  std::array numbers{arena.copy(Decimal::parse("2")->encoded()),
                     arena.copy(Decimal::parse("-1")->encoded())};
  std::array binaries{"\xff"sv, ""sv};
  std::array elements{make_string(arena, "x"), make_null()};
  std::array<Attribute, 2> inner{Attribute{"z", make_bool(true)}, Attribute{"y", make_bool(false)}};
  std::array<Attribute, 10> attributes{
      Attribute{"s", make_string(arena, "text")},
      Attribute{"n", number(arena, "12.5")},
      Attribute{"b", make_binary(arena, "\0\1"sv)},
      Attribute{"bool", make_bool(true)},
      Attribute{"null", make_null()},
      Attribute{"l", make_list(arena, elements)},
      Attribute{"m", make_map(arena, inner)},
      Attribute{"ss", make_set(arena, Type::kStringSet, strings)},
      Attribute{"ns", make_set(arena, Type::kNumberSet, numbers)},
      Attribute{"bs", make_set(arena, Type::kBinarySet, binaries)}};
  return make_item(arena, attributes);
}

TEST(EncodedItem, StoredBytesAreFixed) {
  Arena arena;
  const std::string_view expected =
      "\x0a"
      "\x01"
      "b"
      "\x05\x02\x00\x01"
      "\x04"
      "bool"
      "\x02"
      "\x02"
      "bs"
      "\x0a\x04\x02\x00\x01\xff"
      "\x01"
      "l"
      "\x06\x05\x02\x04\x01x\x00"
      "\x01"
      "m"
      "\x07\x07\x02\x01y\x01\x01z\x02"
      "\x01"
      "n"
      "\x03\x03\xc1\x0d\x33"
      "\x02"
      "ns"
      "\x09\x08\x02\x03\x3e\x64\x66\x02\xc1\x03"
      "\x04"
      "null"
      "\x00"
      "\x01"
      "s"
      "\x04\x04text"
      "\x02"
      "ss"
      "\x08\x05\x02\x01"
      "a"
      "\x01"
      "b"sv;
  EXPECT_EQ(every_type(arena).bytes(), expected);
}

TEST(EncodedItem, ReadsBackWhatWasBuilt) {
  Arena arena;
  const ItemView item = every_type(arena);
  EXPECT_TRUE(check_item(item.bytes()).ok());
  EXPECT_EQ(item.size(), 10u);
  EXPECT_EQ(item.find("s")->scalar(), "text");
  EXPECT_EQ(item.find("b")->scalar(), "\0\1"sv);
  EXPECT_EQ(Decimal::decode(item.find("n")->scalar()).to_string(), "12.5");
  EXPECT_TRUE(item.find("bool")->boolean());
  EXPECT_EQ(item.find("null")->type(), Type::kNull);
  EXPECT_EQ(item.find("l")->list().at(0)->scalar(), "x");
  EXPECT_EQ(item.find("l")->list().at(1)->type(), Type::kNull);
  EXPECT_EQ(item.find("l")->list().at(2), std::nullopt);
  EXPECT_FALSE(item.find("m")->map().find("y")->boolean());
  EXPECT_EQ(item.find("ss")->set().size(), 2u);
  EXPECT_TRUE(item.find("ss")->set().contains("a"));
  EXPECT_FALSE(item.find("ss")->set().contains("c"));
  EXPECT_EQ(item.find("absent"), std::nullopt);
  std::string names;
  for (const Attribute& each : item) names += std::string(each.name) + " ";
  EXPECT_EQ(names, "b bool bs l m n ns null s ss ");
}

TEST(EncodedItem, FindsNamesThatShareTheirBeginnings) {
  Arena arena;
  const std::array names{""sv, "A"sv, "a"sv, "aa"sv, "ab"sv, "b"sv, "\xc3\xa9"sv};
  std::vector<Attribute> attributes;
  for (std::string_view name : names) attributes.push_back({name, make_string(arena, name)});
  std::reverse(attributes.begin(), attributes.end());
  const ItemView item = make_item(arena, attributes);
  for (std::string_view name : names) EXPECT_EQ(item.find(name)->scalar(), name);
  for (std::string_view name : {"0"sv, "B"sv, "aaa"sv, "ac"sv, "c"sv, "\xff"sv})
    EXPECT_FALSE(item.contains(name)) << name;
}

TEST(EncodedItem, LongValuesReadBack) {
  Arena arena;
  const std::string text(300'000, 'x');
  std::array<Attribute, 2> attributes{Attribute{"long", make_string(arena, text)},
                                      Attribute{"z", make_null()}};
  const ItemView item = make_item(arena, attributes);
  EXPECT_EQ(item.find("long")->scalar(), text);
  EXPECT_EQ(item.find("z")->type(), Type::kNull);
  EXPECT_TRUE(check_item(item.bytes()).ok());
}

TEST(EncodedItem, OrderOfWritingDoesNotMatter) {
  Arena arena;
  std::array<Attribute, 2> one{Attribute{"a", make_null()}, Attribute{"b", make_bool(true)}};
  std::array<Attribute, 2> other{Attribute{"b", make_bool(true)}, Attribute{"a", make_null()}};
  EXPECT_EQ(make_item(arena, one), make_item(arena, other));
}

TEST(EncodedItem, RefusesWhatNoItemEncodesTo) {
  EXPECT_TRUE(check_item("\x00"sv).ok());
  EXPECT_TRUE(check_item("\x01\x01\x61\x08\x03\x01\x01x"sv).ok());
  for (std::string_view bad : {
           ""sv,                                    // No count.
           "\x01"sv,                                // No attribute.
           "\x80\x00"sv,                            // A count in a long form.
           "\x02\x01\x62\x00\x01\x61\x00"sv,        // Names out of order.
           "\x02\x01\x61\x00\x01\x61\x00"sv,        // A name twice.
           "\x01\x01\xff\x00"sv,                    // A name that is not UTF-8.
           "\x01\x01\x61\x0b"sv,                    // An unknown tag.
           "\x01\x01\x61\x04\x02x"sv,               // A string cut short.
           "\x01\x01\x61\x04\x02\xc0\x80"sv,        // Overlong UTF-8.
           "\x01\x01\x61\x04\x03\xed\xa0\x80"sv,    // A surrogate.
           "\x01\x01\x61\x03\x01\xc1"sv,            // A number that is none.
           "\x01\x01\x61\x06\x02\x01\x00\x00"sv,    // A list shorter than its length.
           "\x01\x01\x61\x06\x01\x01"sv,            // A list longer than its length.
           "\x01\x01\x61\x08\x01\x00"sv,            // An empty set.
           "\x01\x01\x61\x08\x05\x02\x01y\x01x"sv,  // A set out of order.
           "\x01\x01\x61\x09\x03\x01\x01x"sv,       // A number set of something else.
           "\x00\x00"sv,                            // Bytes behind the end.
       })
    EXPECT_EQ(check_item(bad).error().code(), ErrorCode::kCorruption);
  EXPECT_EQ(check_item("\x01\x01\x61\x0b"sv).error().message(), "encoded item damaged at byte 3");
}

TEST(EncodedItem, RefusesNestingBeyondAnyLimitWithoutExhaustingTheStack) {
  const auto nested = [&](int levels) {
    Arena arena;
    ValueView inner = make_null();
    for (int i = 0; i < levels; ++i) inner = make_list(arena, std::array{inner});
    std::array attributes{Attribute{"a", inner}};
    return check_item(make_item(arena, attributes).bytes()).ok();
  };
  EXPECT_TRUE(nested(32));
  EXPECT_FALSE(nested(100));
  EXPECT_FALSE(nested(3'000));
}

TEST(EncodedItem, EveryDamagedByteIsEitherSeenOrStillAnItem) {
  Arena arena;
  const std::string good(every_type(arena).bytes());
  int seen = 0;
  for (std::size_t i = 0; i < good.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ (1 << bit));
      if (!check_item(bad).ok()) ++seen;
    }
    EXPECT_FALSE(check_item(good.substr(0, i)).ok());
  }
  EXPECT_GT(seen, 300);
  EXPECT_FALSE(check_item(good + "x").ok());
}

}  // namespace
}  // namespace magneto::internal::value
