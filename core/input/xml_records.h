// Product feeds in XML, by expat: the elements <item> (RSS 2.0), <entry> (Atom), <offer> (YML) or
// <product> are records; what they hold are values, named by their path without the prefix of
// Google's namespace ("g:"): "price", "shipping.price", "link@href", and "@id" for an attribute of
// the record itself. Where the same name stands with the prefix and without it, the one with it
// counts. In YML <categoryId> is also "category_path", the names of the shop's <categories> with "
// > " between.
//
// The text is UTF-8, whatever it declares (encoding.h). Entities that a document defines itself are
// bounded by expat, others are never fetched. O(length).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "input/records.h"

namespace hearth {

class XmlRecords : public RecordSource {
 public:
  // `text` must outlive this.
  XmlRecords(std::string_view text, std::string name);
  ~XmlRecords() override;

  Result<bool> Next() override;
  const std::vector<std::string>& names() const override;
  std::string_view Value(size_t slot) const override;
  Error At(size_t slot, const Error& error) const override;
  size_t line() const override;
  size_t offset() const override;
  bool IsBroken() const override;

  // Takes the categories of another reading of the same file: they may stand behind the offers.
  void TakeCategories(const XmlRecords& other);

 private:
  class Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace hearth
