#include "input/xml_records.h"

#include <expat.h>

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_map>
#include <utility>

#include "catalog/feed_values.h"
#include "input/words.h"

namespace hearth {
namespace {

constexpr size_t kChunkBytes = size_t{1} << 26;
constexpr size_t kMaxCategoryDepth = 16;
constexpr size_t kMaxDepth = 64;  // of elements in each other

bool IsRecord(std::string_view element) {
  constexpr std::array<std::string_view, 4> kElements = {"item", "entry", "offer", "product"};
  return std::find(kElements.begin(), kElements.end(), element) != kElements.end();
}

struct ShopCategory {
  std::string name, parent;
};

}  // namespace

class XmlRecords::Parser {
 public:
  Parser(std::string_view text, std::string name)
      : text_(text), name_(std::move(name)), parser_(XML_ParserCreate("UTF-8")) {
    XML_SetUserData(parser_, this);
    XML_SetElementHandler(
        parser_,
        [](void* self, const char* name, const char** attributes) {
          static_cast<Parser*>(self)->Begin(name, attributes);
        },
        [](void* self, const char* name) { static_cast<Parser*>(self)->End(name); });
    XML_SetCharacterDataHandler(parser_, [](void* self, const char* data, int size) {
      static_cast<Parser*>(self)->Take({data, static_cast<size_t>(size)});
    });
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  ~Parser() { XML_ParserFree(parser_); }

  Result<bool> Next() {
    if (ended_) return false;
    values_.Clear();
    record_done_ = false;
    XML_Status status = is_suspended_ ? XML_ResumeParser(parser_) : XML_STATUS_OK;
    while (status == XML_STATUS_OK && !record_done_) {
      if (at_ == text_.size() && fed_last_) break;
      const std::string_view chunk = text_.substr(at_, kChunkBytes);
      at_ += chunk.size();
      fed_last_ = at_ == text_.size();
      status = XML_Parse(parser_, chunk.data(), static_cast<int>(chunk.size()), fed_last_);
    }
    is_suspended_ = status == XML_STATUS_SUSPENDED;
    if (record_done_) return true;
    ended_ = true;
    if (status != XML_STATUS_ERROR) return false;
    is_broken_ = true;
    if (is_too_deep_) {
      return At(
          XML_GetCurrentLineNumber(parser_),
          TooLarge("expected at most " + std::to_string(kMaxDepth) + " elements in each other"));
    }
    return At(
        XML_GetCurrentLineNumber(parser_),
        Malformed(std::string("expected XML, ") + XML_ErrorString(XML_GetErrorCode(parser_))));
  }

  Error At(size_t line, const Error& error) const {
    return {error.code, name_ + ":" + std::to_string(line) + ": " + error.message};
  }
  size_t line() const { return record_line_; }
  size_t offset() const { return at_; }
  const NamedValues& values() const { return values_; }
  bool is_broken() const { return is_broken_; }
  void TakeCategories(const Parser& other) { categories_ = other.categories_; }

 private:
  // An element that is open, with the text that stands right in it.
  struct Open {
    std::string name;
    bool is_google;
    std::string text;
  };

  void Begin(std::string_view name, const char** attributes) {
    FindGooglesPrefix(attributes);
    const bool is_google = name.starts_with(google_);
    if (is_google) name.remove_prefix(google_.size());
    const std::string plain = PlainName(name);
    if (!in_record_ && IsRecord(plain)) {
      in_record_ = true;
      record_line_ = XML_GetCurrentLineNumber(parser_);
      open_.clear();
    } else {
      open_.push_back({plain, is_google, ""});
    }
    if (open_.size() > kMaxDepth) {
      is_too_deep_ = true;
      XML_StopParser(parser_, XML_FALSE);
      return;
    }
    for (size_t i = 0; attributes[i] != nullptr; i += 2) {
      if (std::string_view(attributes[i]).starts_with("xmlns")) continue;
      const std::string attribute = "@" + PlainName(attributes[i]);
      if (in_record_) values_.Set(Path() + attribute, attributes[i + 1]);
      if (!in_record_ && plain == "category") attributes_[attribute] = attributes[i + 1];
    }
  }

  // Whoever binds Google's namespace says by which prefix; many that do not bind it write "g:".
  void FindGooglesPrefix(const char** attributes) {
    for (size_t i = 0; attributes[i] != nullptr; i += 2) {
      const std::string_view attribute = attributes[i];
      if (!attribute.starts_with("xmlns:")) continue;
      if (std::string_view(attributes[i + 1]).find("base.google.com/") == std::string_view::npos) {
        continue;
      }
      google_ = std::string(attribute.substr(attribute.find(':') + 1)) + ":";
    }
  }

  void Take(std::string_view text) {
    if (!open_.empty()) open_.back().text += text;
  }

  void End(std::string_view name) {
    if (in_record_ && open_.empty()) return EndRecord();
    if (open_.empty()) return;  // of the root's own
    const Open& element = open_.back();
    if (in_record_) values_.Set(Path(), element.text, element.is_google);
    if (!in_record_ && name == "category") {
      categories_[attributes_["@id"]] = {std::string(Trim(element.text)),
                                         attributes_["@parent_id"]};
      attributes_.clear();
    }
    open_.pop_back();
  }

  void EndRecord() {
    in_record_ = false;
    record_done_ = true;
    const auto& names = values_.names();
    const auto slot = std::find(names.begin(), names.end(), "category_id");
    if (slot != names.end()) {
      const std::string id(values_.Value(static_cast<size_t>(slot - names.begin())));
      values_.Set("category_path", CategoryPath(id));
      const auto more = std::find(names.begin(), names.end(), "category_id[]");
      if (more != names.end()) {
        const std::string ids(values_.Value(static_cast<size_t>(more - names.begin())));
        ForEachWord(
            ids,
            [&](std::string_view each) {
              values_.Set("category_path", CategoryPath(std::string(each)));
            },
            '\n');
      }
    }
    XML_StopParser(parser_, XML_TRUE);
  }

  std::string CategoryPath(std::string id) const {
    std::string path;
    for (size_t depth = 0; depth < kMaxCategoryDepth; ++depth) {
      const auto found = categories_.find(id);
      if (found == categories_.end()) break;
      path = found->second.name + (path.empty() ? "" : " > ") + path;
      id = found->second.parent;
    }
    return path;
  }

  // Of what is open within the record.
  std::string Path() const {
    std::string path;
    for (const Open& element : open_) path += (path.empty() ? "" : ".") + element.name;
    return path;
  }

  std::string_view text_;
  std::string name_;
  XML_Parser parser_;
  size_t at_ = 0;
  bool fed_last_ = false, is_suspended_ = false, ended_ = false;
  bool in_record_ = false, record_done_ = false;
  bool is_broken_ = false, is_too_deep_ = false;
  size_t record_line_ = 1;
  std::string google_ = "g:";
  std::vector<Open> open_;
  NamedValues values_;
  std::unordered_map<std::string, std::string> attributes_;  // of the <category> that is open
  std::unordered_map<std::string, ShopCategory> categories_;
};

XmlRecords::XmlRecords(std::string_view text, std::string name)
    : parser_(std::make_unique<Parser>(text, std::move(name))) {}
XmlRecords::~XmlRecords() = default;

Result<bool> XmlRecords::Next() { return parser_->Next(); }
const std::vector<std::string>& XmlRecords::names() const { return parser_->values().names(); }
std::string_view XmlRecords::Value(size_t slot) const { return parser_->values().Value(slot); }
Error XmlRecords::At(size_t /*slot*/, const Error& error) const {
  return parser_->At(parser_->line(), error);
}
size_t XmlRecords::line() const { return parser_->line(); }
size_t XmlRecords::offset() const { return parser_->offset(); }
bool XmlRecords::IsBroken() const { return parser_->is_broken(); }
void XmlRecords::TakeCategories(const XmlRecords& other) {
  parser_->TakeCategories(*other.parser_);
}

}  // namespace hearth
