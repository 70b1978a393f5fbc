// The sensitive list: which items say more about a person than a shop should act on.
//
// A topic ("Sexual health and contraception") has a tier, Google product categories, and words of
// titles. `sensitive_default.json` beside this file is the list that Hearth ships. Natively it is
// built in. A browser's module has its topics alone, and is handed the words as a file, which it
// knows by its hash: a shop cannot put another in its place. It can leave the file out: then its
// pack is believed, and sensitivity.h says what happens to what the pack does not name.
//
//   never        never learned from, never shown because of history
//   own_screen   on the member's own screen only, after that member opted in to the topic
//   quiet        an ordinary item that is often a present: buying it suggests gift mode
//
//     {"version": 1, "topics": [{
//       "id": "alcohol",             a-z, 0-9 and _, at most 32; stable: consents and packs name it
//       "name": "Alcohol",           for screens
//       "tier": "own_screen",
//       "adults_only": true,         may be left out; children never see such an item
//       "categories": ["Food, Beverages & Tobacco > Beverages > Alcoholic Beverages"],
//       "except": [],                paths below `categories` that the topic does not cover
//       "translated": [],            more of `categories`, in Google's other languages
//       "numbers": [499676],         the same categories, and those below, by Google's numbers
//       "titles": [{"words": ["wine"], "unless": ["glass", "rack"]}]
//     }]}
//
// A category covers everything below it, and is compared by words, so that capitals, "and" for "&",
// and plurals make no difference. A number covers itself alone. An item is judged by its title, by
// what it lies in, and by Google's category beside that (catalog.h); any of them is enough. A title
// rule fires when one of its words is in the title and none of its `unless` is. Words are whole
// words, or phrases of up to four that follow each other; capitals, accents and a simple plural
// ("condoms", "nappies", "glasses") make no difference, an apostrophe is not there ("St John's" is
// "st johns"), all other punctuation separates words, and no phrase goes over a comma, colon,
// semicolon, bar or bracket. The same rules read the names of a shop's own categories ("Wine &
// Spirits"), which cover what is below them; an `unless` in one of those names also spares titles
// below it ("Samurai Sword" in "Toys & Games").
//
// Words are in English, German, French, Spanish, Italian, Dutch, Portuguese, Polish and Swedish,
// written without accents, all in one list: a word that means something else in another of these
// languages is left out, or has an `unless`. Numbers and translations of Google's categories come
// from pack/feed/google_taxonomy.txt and its README. A list can be wrong both ways: `hearth pack`
// also flags items that reveal by what they are bought with (pack/counts/reveals.h), and the
// shopper can mark any item sensitive by hand.
//
// Memory: some 300 KB for the default list. An item costs its title's length.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "catalog/catalog.h"

namespace hearth {

// In order of strength.
enum class Tier : uint8_t { kNone, kQuiet, kOwnScreen, kNever };

inline constexpr std::array<std::string_view, 4> kTierNames = {"none", "quiet", "own_screen",
                                                               "never"};
constexpr std::string_view Name(Tier tier) { return kTierNames[static_cast<size_t>(tier)]; }

struct Topic {
  std::string id, name;
  Tier tier = Tier::kNone;
  bool adults_only = false;
};

// Index into SensitiveList::topics(); 0 is "not sensitive".
using TopicIndex = uint8_t;
inline constexpr TopicIndex kNoTopic = 0;

inline constexpr size_t kMaxTitleRules = 64;  // of all topics
inline constexpr size_t kMaxPhraseWords = 4;

struct TitleRule {
  std::vector<std::string> words, unless;
};

struct TopicRules {
  Topic topic;
  std::vector<std::string> categories, except;
  std::vector<uint32_t> numbers;
  std::vector<TitleRule> titles;
};

class SensitiveList {
 public:
  SensitiveList() : topics_(1) {}  // says nothing of any item

  // The list that ships with Hearth: made at the first call, the same constant after. With the
  // file that it is made from, it is in a program only if this is called.
  static const SensitiveList& Default();
  static std::string_view DefaultWords();
  // Its topics, without the words that say which item is of one.
  static SensitiveList DefaultTopics();
  // The list from the file of words. Errors: malformed, unless they are the default list's.
  static Result<SensitiveList> FromWords(std::string_view file);

  // Errors: malformed (with the place), unsupported_version, too_large.
  static Result<SensitiveList> FromJson(std::string_view text);
  static Result<SensitiveList> FromRules(const std::vector<TopicRules>& rules);

  // Whether it can say which topic an item is of.
  bool has_words() const { return has_words_; }
  // Names the default list of this release, with words or without; 0 for any other list.
  uint64_t hash() const { return hash_; }

  // Entry 0 is "not sensitive", with an empty id; then as in the file.
  std::span<const Topic> topics() const { return topics_; }
  Tier TierOf(TopicIndex topic) const { return topics_[topic].tier; }
  // kNoTopic when the list has no such topic.
  TopicIndex Find(std::string_view id) const;

  // The topic of the strongest tier; of equally strong ones the first of the file.
  // `category_path` in the form of Catalog::CategoryPath; both may be empty.
  TopicIndex Classify(std::string_view title, std::string_view category_path) const;

  // Of a number of Google's taxonomy; 0 is none.
  TopicIndex ClassifyNumber(uint32_t google_category) const;

  // One for each item: by its title, its categories, and what it reveals (`item_reveals`; a topic
  // that this list does not have counts as its strongest).
  std::vector<TopicIndex> ClassifyColumns(const CatalogColumns& columns) const;
  // The same, and kForAdults.
  std::vector<uint8_t> ClassifyCatalog(const Catalog& catalog) const {
    return MarksOf(catalog.columns(), true);
  }
  // A topic and kForAdults for each item: by what the columns say of it (`item_topic`, likewise,
  // and `item_reveals`), and by words too if wanted.
  std::vector<uint8_t> MarksOf(const CatalogColumns& columns, bool by_words) const;
  // The stronger topic of two marks; for adults if either is.
  uint8_t Stricter(uint8_t a, uint8_t b) const;

 private:
  // A bit for each title rule, or for each topic where it is about paths.
  struct Verdict {
    uint64_t fires = 0, spares = 0;
    uint64_t left() const { return fires & ~spares; }
    void Add(const Verdict& other) {
      fires |= other.fires;
      spares |= other.spares;
    }
  };

  // From the hashes of phrases or paths to verdicts: open addressing, at most half full.
  class Verdicts {
   public:
    struct Slot {
      uint64_t hash = 0;  // 0: empty; no phrase or path has it
      Verdict verdict;
      uint32_t longest = 0;  // words of the longest phrase that begins with this one
    };
    Slot& At(uint64_t hash);
    const Slot* Find(uint64_t hash) const;

   private:
    std::vector<Slot> slots_;
    size_t count_ = 0;
  };

  // What a category and everything above it say.
  struct Place {
    uint64_t path_hash = 0;
    Verdict paths, names;
  };

  // One after the other; what follows a topic or a rule belongs to it. They check only what would
  // break the list; false when one is not of its form.
  void AddTopic(Topic topic);
  bool AddPath(std::string_view path, uint64_t Verdict::*bits);
  bool AddNumber(uint32_t number);
  void AddTitleRule();
  bool AddPhrase(std::string_view phrase, uint64_t Verdict::*bits);

  static SensitiveList FromLines(std::string_view lines);

  Verdict Read(std::string_view text) const;
  Place Below(const Place& parent, std::string_view name) const;
  Place PlaceOf(std::string_view category_path) const;
  uint64_t TopicsOfPaths(std::string_view lines) const;
  uint64_t TopicsOfNumber(uint32_t number) const;
  uint64_t TopicsOf(const Place& place, std::string_view title) const;
  TopicIndex Strongest(uint64_t topics) const;
  uint64_t TopicNamed(std::string_view id) const;
  Place BelowNode(const CatalogColumns& columns, const Place& parent, size_t node) const;
  std::vector<uint64_t> TopicsSaid(const CatalogColumns& columns) const;
  void AddTopicsByWords(const CatalogColumns& columns, std::vector<uint64_t>& topics) const;
  uint64_t BitOf(uint8_t mark) const;
  uint8_t MarkOf(uint64_t topics) const;

  bool has_words_ = true;
  uint64_t hash_ = 0;
  std::vector<Topic> topics_;                    // the bit of topic i is i - 1
  std::array<uint64_t, 4> topics_of_tier_ = {};  // a bit for each topic
  uint64_t for_adults_ = 0;                      // likewise
  std::vector<TopicIndex> topic_of_rule_;
  Verdicts phrases_, paths_;
};

}  // namespace hearth
