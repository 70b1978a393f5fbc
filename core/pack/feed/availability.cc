#include "pack/feed/availability.h"

#include <algorithm>
#include <array>
#include <string>

#include "input/letters.h"

namespace hearth {
namespace {

struct Word {
  std::string_view text;  // small letters of ASCII, without blanks, "_" and "-"
  Availability means;
};

using A = Availability;
constexpr std::array<Word, 70> kWords = {{
    {"instock", A::kInStock},
    {"available", A::kInStock},
    {"true", A::kInStock},
    {"yes", A::kInStock},
    {"y", A::kInStock},
    {"1", A::kInStock},
    {"limitedavailability", A::kInStock},
    {"limitedstock", A::kInStock},
    {"lowstock", A::kInStock},
    {"instoreonly", A::kInStock},
    {"onlineonly", A::kInStock},
    {"onstock", A::kInStock},
    {"new", A::kInStock},
    {"auflager", A::kInStock},
    {"verfügbar", A::kInStock},
    {"lieferbar", A::kInStock},
    {"ja", A::kInStock},
    {"enstock", A::kInStock},
    {"disponible", A::kInStock},
    {"oui", A::kInStock},
    {"disponibile", A::kInStock},
    {"disponibilitàimmediata", A::kInStock},
    {"si", A::kInStock},
    {"sí", A::kInStock},
    {"sì", A::kInStock},
    {"disponível", A::kInStock},
    {"emestoque", A::kInStock},
    {"emstock", A::kInStock},
    {"opvoorraad", A::kInStock},
    {"dostępny", A::kInStock},
    {"wmagazynie", A::kInStock},
    {"ilager", A::kInStock},
    {"outofstock", A::kOutOfStock},
    {"soldout", A::kOutOfStock},
    {"unavailable", A::kOutOfStock},
    {"notavailable", A::kOutOfStock},
    {"discontinued", A::kOutOfStock},
    {"archived", A::kOutOfStock},
    {"pending", A::kOutOfStock},
    {"false", A::kOutOfStock},
    {"no", A::kOutOfStock},
    {"n", A::kOutOfStock},
    {"0", A::kOutOfStock},
    {"nichtauflager", A::kOutOfStock},
    {"nichtverfügbar", A::kOutOfStock},
    {"ausverkauft", A::kOutOfStock},
    {"nein", A::kOutOfStock},
    {"rupturedestock", A::kOutOfStock},
    {"enrupturedestock", A::kOutOfStock},
    {"non", A::kOutOfStock},
    {"agotado", A::kOutOfStock},
    {"sinexistencias", A::kOutOfStock},
    {"esaurito", A::kOutOfStock},
    {"nondisponibile", A::kOutOfStock},
    {"esgotado", A::kOutOfStock},
    {"semestoque", A::kOutOfStock},
    {"nietopvoorraad", A::kOutOfStock},
    {"uitverkocht", A::kOutOfStock},
    {"niedostępny", A::kOutOfStock},
    {"slutilager", A::kOutOfStock},
    {"preorder", A::kPreorder},
    {"presale", A::kPreorder},
    {"vorbestellbar", A::kPreorder},
    {"backorder", A::kBackorder},
    {"onbackorder", A::kBackorder},
    {"madetoorder", A::kBackorder},
    {"backordered", A::kBackorder},
    {"availableonbackorder", A::kBackorder},
    {"availablefororder", A::kBackorder},  // Meta: it comes with a delay
    {"availableforpreorder", A::kPreorder},
}};

}  // namespace

std::optional<Availability> AvailabilityOf(std::string_view text) {
  for (const std::string_view before : {"https://", "http://", "www.", "schema.org/", "schema:"}) {
    if (text.starts_with(before)) text.remove_prefix(before.size());
  }
  std::string word;
  for (const char c : text) {
    if (c == ' ' || c == '_' || c == '-') continue;
    word += ToSmall(c);
  }
  const auto* const found = std::find_if(kWords.begin(), kWords.end(),
                                         [&](const Word& each) { return each.text == word; });
  return found == kWords.end() ? std::nullopt : std::optional(found->means);
}

}  // namespace hearth
