// Hearth's own export (engine/README.md, history.export), and lists of what history.list answers.
#include <initializer_list>
#include <utility>

#include "import/history_formats.h"
#include "import/row_reader.h"

namespace hearth {
namespace {

void Copy(const Json& from, std::initializer_list<std::string_view> names, Json* to) {
  for (const std::string_view name : names) {
    const Json* value = from.find(name);
    if (value != nullptr) (*to)[name] = Copied(*value);
  }
}

bool IsListed(const Json& event) {
  return event.find("inCatalog") != nullptr || event.find("id") != nullptr ||
         event.find("title") != nullptr;
}

// What history.list says of an event, as an event that can be recorded.
Json OfListed(const Json& listed) {
  Json event = Json::object();
  Copy(listed, {"type", "time", "session", "label"}, &event);
  const Json* label = listed.find("label");
  if (label != nullptr && label->is_string() && label->string() == "shared") {
    event["label"] = "personal";
  }
  const Json* gift = listed.find("gift");
  if (gift != nullptr && !gift->is_null()) event["gift"] = Copied(*gift);
  const Json* type = listed.find("type");
  const Json* title = listed.find("title");
  if (type != nullptr && type->is_string() && type->string() == "search") {
    if (title != nullptr) event["query"] = Copied(*title);
    return event;
  }
  Copy(listed, {"sku", "quantity", "priceMinor"}, &event);
  if (title == nullptr) return event;
  Json item = Json::object();
  Copy(listed, {"title", "category", "brand"}, &item);
  event["item"] = std::move(item);
  return event;
}

// What is shown of the item. A search has words of its own, which the engine checks.
void TidyItem(Json* event) {
  if (const Json* item = event->find("item"); item == nullptr || !item->is_object()) return;
  Json& item = (*event)["item"];
  for (const std::string_view name : {"title", "category", "brand"}) {
    const Json* text = item.find(name);
    if (text != nullptr && text->is_string()) item[name] = TidyText(text->string());
  }
}

}  // namespace

Json Copied(const Json& value) {
  Result<Json> copy = Json::Parse(value.Write());
  return copy.ok() ? *std::move(copy) : Json();
}

bool IsOwnHistory(const Json& root) {
  const Json* format = root.find("format");
  return format != nullptr && format->is_string() && format->string() == "hearth-history";
}

Status ReadOwnHistory(const Json& root, HistoryFile* file) {
  const Json* version = root.find("version");
  if (version == nullptr || !version->is_number_integer() || version->integer() != 1) {
    return Error{ErrorCode::kUnsupportedVersion, "exported by a newer release"};
  }
  const Json* events = root.find("events");
  if (events == nullptr || !events->is_array()) return Malformed("expected a list of events");
  const Json* said = root.find("currency");
  const std::string currency = said != nullptr && said->is_string() ? said->string() : "";
  if (!file->events.empty() && currency != file->currency) {
    return Malformed("its prices are in another currency: choose it by itself");
  }
  file->currency = currency;
  for (const Json& event : events->elements()) {
    const size_t row = ++file->rows;
    if (event.is_object()) {
      file->events.push_back(IsListed(event) ? OfListed(event) : Copied(event));
      TidyItem(&file->events.back());
    } else {
      file->skipped.Add(row, Skip::kUnreadable, "expected an event");
    }
  }
  return {};
}

}  // namespace hearth
