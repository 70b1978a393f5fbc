// The list as shipped, title by title and category by category: whoever changes it sees here what
// it no longer protects. Then the rules of matching, and what is refused.
#include "policy/sensitive.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

#include "catalog/small_shop.h"
#include "policy/mapped_categories.h"
#include "policy/words.h"

namespace hearth {
namespace {

std::string IdOf(const SensitiveList& list, TopicIndex topic) { return list.topics()[topic].id; }

// ---- The list as shipped

struct Expected {
  const char* id;
  Tier tier;
  bool adults_only;
};
constexpr Expected kTopics[] = {
    {"adult", Tier::kNever, true},
    {"weapons", Tier::kNever, true},
    {"sexual_health", Tier::kNever, false},
    {"pregnancy_fertility", Tier::kNever, false},
    {"addiction", Tier::kNever, false},
    {"gender_affirming", Tier::kNever, false},
    {"intimate_conditions", Tier::kNever, false},
    {"mental_health", Tier::kNever, false},
    {"bereavement", Tier::kNever, false},
    {"debt_help", Tier::kNever, false},
    {"beliefs", Tier::kNever, false},
    {"medicines", Tier::kNever, false},
    {"alcohol", Tier::kOwnScreen, true},
    {"tobacco", Tier::kOwnScreen, true},
    {"weight_loss", Tier::kOwnScreen, true},
    {"beauty_procedures", Tier::kOwnScreen, true},
    {"dating", Tier::kOwnScreen, true},
    {"baby_maternity", Tier::kOwnScreen, false},
    {"allergy_diet", Tier::kOwnScreen, false},
    {"supplements", Tier::kOwnScreen, false},
    {"jewelry", Tier::kQuiet, false},
    {"toys", Tier::kQuiet, false},
    {"electronics", Tier::kQuiet, false},
    {"perfume", Tier::kQuiet, false},
    {"flowers", Tier::kQuiet, false},
};

TEST(DefaultSensitiveList, HasEveryTopicInItsTier) {
  const SensitiveList& list = SensitiveList::Default();
  ASSERT_EQ(list.topics().size(), std::size(kTopics) + 1);
  EXPECT_EQ(list.topics()[kNoTopic].id, "");
  EXPECT_EQ(list.TierOf(kNoTopic), Tier::kNone);
  for (const Expected& expected : kTopics) {
    const TopicIndex topic = list.Find(expected.id);
    ASSERT_NE(topic, kNoTopic) << expected.id;
    EXPECT_EQ(Name(list.TierOf(topic)), Name(expected.tier)) << expected.id;
    EXPECT_EQ(list.topics()[topic].adults_only, expected.adults_only) << expected.id;
    EXPECT_FALSE(list.topics()[topic].name.empty()) << expected.id;
  }
}

TEST(DefaultSensitiveList, FlagsEveryMappedCategoryAndWhatIsBelow) {
  const SensitiveList& list = SensitiveList::Default();
  std::set<std::string> topics;
  for (const MappedCategory& mapped : kMappedCategories) {
    const std::string path = mapped.path;
    EXPECT_EQ(IdOf(list, list.Classify("", path)), mapped.topic) << path;
    EXPECT_EQ(IdOf(list, list.Classify("Item 7", path + " > Qwerty")), mapped.topic) << path;
    topics.insert(mapped.topic);
  }
  // Google's taxonomy has no category for these two.
  for (const char* words_only : {"debt_help", "dating"}) topics.insert(words_only);
  EXPECT_EQ(topics.size(), std::size(kTopics));
}

TEST(DefaultSensitiveList, LeavesOrdinaryCategoriesAlone) {
  const SensitiveList& list = SensitiveList::Default();
  for (const char* path : {
           "",
           "Other",
           "Animals & Pet Supplies > Pet Supplies > Pet Medicine",
           "Animals & Pet Supplies > Pet Supplies > Pet Vitamins & Supplements",
           "Animals & Pet Supplies > Pet Supplies > Dog Supplies > Dog Toys",
           "Apparel & Accessories > Clothing > Dresses",
           "Apparel & Accessories > Clothing > Underwear & Socks > Bras",
           "Apparel & Accessories > Costumes & Accessories > Costume Accessories > "
           "Costume Tobacco Products",
           "Arts & Entertainment > Party & Celebration > Gift Giving > Greeting & Note Cards",
           "Arts & Entertainment > Party & Celebration > Party Supplies > Cocktail Decorations",
           "Business & Industrial > Food Service",
           "Electronics > Electronics Accessories > Power > Batteries",
           "Food, Beverages & Tobacco",
           "Food, Beverages & Tobacco > Beverages > Coffee",
           "Food, Beverages & Tobacco > Food Items > Condiments & Sauces > Cocktail Sauce",
           "Food, Beverages & Tobacco > Food Items > Bakery > Cookies",
           "Furniture > Cabinets & Storage > Wine & Liquor Cabinets",
           "Furniture > Cabinets & Storage > Wine Racks",
           "Hardware > Tools > Glue Guns",
           "Hardware > Tools > Heat Guns",
           "Hardware > Tools > Industrial Vibrators",
           "Hardware > Tools > Lighters & Matches",
           "Hardware > Tools > Riveting Tools > Rivet Guns",
           "Health & Beauty",
           "Health & Beauty > Health Care > First Aid > First Aid Kits",
           "Health & Beauty > Health Care > First Aid > Hot & Cold Therapies > Heating Pads",
           "Health & Beauty > Health Care > Biometric Monitors > Activity Monitors",
           "Health & Beauty > Health Care > Biometric Monitors > Body Weight Scales",
           "Health & Beauty > Jewelry Cleaning & Care > Jewelry Holders",
           "Health & Beauty > Personal Care > Cosmetics > Makeup > Lip Makeup > Lipstick",
           "Health & Beauty > Personal Care > Cosmetics > Nail Care",
           "Health & Beauty > Personal Care > Massage & Relaxation > Massage Oil",
           "Health & Beauty > Personal Care > Oral Care > Toothpaste",
           "Home & Garden > Bathroom Accessories > Medicine Cabinets",
           "Home & Garden > Decor > Vases",
           "Home & Garden > Decor > Home Fragrances > Candles",
           "Home & Garden > Kitchen & Dining > Barware",
           "Home & Garden > Kitchen & Dining > Barware > Wine Bottle Holders",
           "Home & Garden > Kitchen & Dining > Tableware > Drinkware > Beer Glasses",
           "Home & Garden > Plants > Seeds",
           "Luggage & Bags > Backpacks",
           "Media > Books > Print Books",
           "Office Supplies > Office Instruments",
           "Religious & Ceremonial > Wedding Ceremony Supplies > Ring Pillows & Holders",
           "Software > Computer Software",
           "Sporting Goods > Exercise & Fitness > Medicine Balls",
           "Sporting Goods > Exercise & Fitness > Weight Lifting",
           "Sporting Goods > Outdoor Recreation > Camping & Hiking > Camping Furniture > Cots",
           "Sporting Goods > Outdoor Recreation > Fishing",
       }) {
    EXPECT_EQ(IdOf(list, list.Classify("", path)), "") << path;
  }
}

struct Titled {
  const char* topic;  // "": not sensitive
  const char* title;
};
constexpr Titled kTitles[] = {
    {"adult", "Silicone Vibrator, Rechargeable"},
    {"adult", "Bullet Vibrators Twin Pack"},
    {"adult", "8 Inch Dildo with Suction Cup"},
    {"adult", "SEX TOYS FOR COUPLES STARTER KIT"},
    {"adult", "Beginner's Bondage Set"},
    {"adult", "Fluffy Handcuffs Pink"},
    {"", "Concrete Vibrator 1.5 kW with Poker"},
    {"toys", "Toy Police Handcuffs Set"},
    {"", "Analog Wall Clock"},
    {"weapons", "CO2 Air Pistol 4.5mm"},
    {"weapons", "Hunting Rifle Scope 4x32"},
    {"weapons", "Samurai Katana, Hand Forged"},
    {"weapons", "Self Defence Pepper Spray 75ml"},
    {"weapons", "Gun Safe for 5 Long Guns"},
    {"weapons", "12 Gauge Shotgun Cleaning Rod"},
    {"weapons", "Tactical Knives, Set of 2"},
    {"", "Water Pistol Twin Pack"},
    {"toys", "Wooden Toy Sword and Shield"},
    {"", "Foam Pirate Sword"},
    {"", "Hot Glue Gun 20W"},
    {"", "Massage Gun Deep Tissue"},
    {"", "Christmas Crackers, Gun Metal Grey"},
    {"", "Spray Gun Paint Nozzle"},
    {"", "Boston Sword Fern 12cm Pot"},
    {"", "Guns N' Roses Tour Poster"},
    {"", "Chef's Knife 20cm"},
    {"sexual_health", "Condoms Extra Safe, 12 Pack"},
    {"sexual_health", "Durex Intense 30"},
    {"sexual_health", "Home STI Test Kit"},
    {"sexual_health", "Morning-After Pill"},
    {"sexual_health", "HIV self test"},
    {"sexual_health", "Sildenafil 50mg Tablets"},
    {"", "Bike Chain Lubricant 100ml"},
    {"pregnancy_fertility", "Early Pregnancy Test, 2 Tests"},
    {"pregnancy_fertility", "PREGNANCY TESTS (10)"},
    {"pregnancy_fertility", "Ovulation Strips x20"},
    {"pregnancy_fertility", "Folic Acid 400 mcg"},
    {"pregnancy_fertility", "Prenatal Multivitamin"},
    {"pregnancy_fertility", "Fertility Monitor with Bluetooth"},
    {"", "Soil Fertility Tester"},
    {"", "Fertility Statue, Carved Wood"},
    {"addiction", "Nicotine Gum 4mg Mint"},
    {"addiction", "Nicorette Inhalator"},
    {"addiction", "The Easy Way to Stop Smoking"},
    {"addiction", "Sobriety Journal: One Year"},
    {"addiction", "Gambling Addiction Workbook"},
    {"addiction", "Multi Drug Test 10 Panel"},
    {"", "No Smoking Sign"},
    {"gender_affirming", "Chest Binder Tank Top"},
    {"gender_affirming", "Silicone Breast Forms, Pair"},
    {"gender_affirming", "Pride Flag 90 x 150 cm"},
    {"gender_affirming", "Testosterone Booster"},
    {"", "Ring Binder A4"},
    {"", "Lion Pride Canvas Print"},
    {"intimate_conditions", "Incontinence Pants Medium"},
    {"intimate_conditions", "Haemorrhoid Ointment 25g"},
    {"intimate_conditions", "Organic Tampons, Regular"},
    {"intimate_conditions", "Sanitary Towels with Wings"},
    {"intimate_conditions", "Menopause Relief Capsules"},
    {"intimate_conditions", "Hair Loss Shampoo for Men"},
    {"intimate_conditions", "Head Lice Comb"},
    {"intimate_conditions", "Pelvic-Floor Trainer"},
    {"", "Song Thrush Card"},
    {"mental_health", "Anxiety Relief Workbook"},
    {"mental_health", "ADHD Planner for Adults"},
    {"mental_health", "SAD Lamp 10,000 Lux"},
    {"mental_health", "St. John\xE2\x80\x99s Wort 300mg"},
    {"mental_health", "Living with Depression"},
    {"", "Depression Glass Bowl, Pink"},
    {"", "The Great Depression: A History"},
    {"bereavement", "Cremation Urn for Ashes"},
    {"bereavement", "Brass Urn, Large"},
    {"bereavement", "Sympathy Card, White Lilies"},
    {"bereavement", "With Deepest Condolences Wreath"},
    {"bereavement", "Grief: A Companion"},
    {"bereavement", "Funeral Flowers Ribbon"},
    {"", "Garden Urn Planter"},
    {"", "Hot Water Urn 20L Catering"},
    {"", "Coffin Press On Nails"},
    {"debt_help", "Get Out of Debt in 12 Months"},
    {"debt_help", "Bankruptcy Handbook"},
    {"beliefs", "Holy Bible, King James"},
    {"beliefs",
     "Qur\xE2\x80\x99"
     "an English Translation"},
    {"beliefs", "Rosary Beads Olive Wood"},
    {"beliefs", "Ramadan Lantern"},
    {"beliefs", "Hanukkah Menorah Brass"},
    {"beliefs", "Nativity Set of 11"},
    {"beliefs", "Christening Gown"},
    {"beliefs", "Tarot Deck"},
    {"beliefs", "Trade Union Banner"},
    {"beliefs", "Political Campaign Hat"},
    {"", "The Cocktail Bible"},
    {"", "Political World Map"},
    {"", "Union Jack Bunting"},
    {"", "Church Candle 15cm"},
    {"", "Cross Stitch Kit"},
    {"", "Top Trumps Dinosaurs Cards"},
    {"medicines", "Paracetamol 500mg 16 Tablets"},
    {"medicines", "Blood Pressure Monitor, Upper Arm"},
    {"medicines", "Diabetic Socks"},
    {"medicines", "Folding Wheelchair"},
    {"medicines", "Hearing Aid Batteries 312"},
    {"medicines", "Hay Fever Antihistamine 30"},
    {"medicines", "Kids' Cough Medicine"},
    {"medicines", "Eczema Cream"},
    {"medicines", "Breast Cancer Awareness Ribbon"},
    {"medicines", "7 Day Pill Organiser"},
    {"", "Medicine Ball 5kg"},
    {"", "Vintage Medicine Cabinet"},
    {"", "Cancer Zodiac Candle"},
    {"", "Retro Pill Box Tin"},
    {"", "Hot Water Bottle with Cover"},
    {"", "First Aid Kit 100 Pieces"},
    {"", "Doctor's Bag Tin Set"},
    {"alcohol", "Merlot Red Wine 75cl"},
    {"alcohol", "London Dry Gin, 70 cl"},
    {"alcohol", "CASE OF 12 LAGERS"},
    {"alcohol", "Highland Single Malt Whisky"},
    {"alcohol", "Brut Champagne Magnum"},
    {"alcohol", "Spiced Rum 1L"},
    {"alcohol", "West Coast IPA 4 x 440ml"},
    {"alcohol", "Home Brew Kit 40 Pints"},
    {"", "Wine Glass Rack"},
    {"", "SET OF 6 WINE GLASSES"},
    {"", "Champagne Flutes, Pair"},
    {"", "Beer Bottle Opener"},
    {"", "Hip Flask, Stainless Steel"},
    {"", "Ginger Beer 330ml"},
    {"", "Apple Cider Vinegar"},
    {"", "Alcohol-Free Wine"},
    {"", "Champagne Gold Dress"},
    {"", "Isopropyl Alcohol Wipes"},
    {"", "Gin & Tonic Scented Candle"},
    {"", "Cocktail Shaker"},
    {"tobacco", "Vape Starter Kit"},
    {"tobacco", "E-Liquid Mango 10ml"},
    {"tobacco", "Cuban Cigars, Box of 10"},
    {"tobacco", "Rolling Papers King Size"},
    {"tobacco", "Glass Ashtray"},
    {"", "Car Cigarette Lighter Socket"},
    {"", "Cigar Box Guitar"},
    {"", "Tobacco & Vanilla Candle"},
    {"weight_loss", "Weight Loss Tea 28 Days"},
    {"weight_loss", "Slim-Fast Shake Chocolate"},
    {"weight_loss", "Keto Bars"},
    {"", "Diet Cola 24 Cans"},
    {"", "Weight Lifting Belt"},
    {"beauty_procedures", "Lip Filler Pen"},
    {"beauty_procedures", "Derma Roller 0.5mm"},
    {"beauty_procedures", "Teeth Whitening Strips"},
    {"beauty_procedures", "Laser Hair Removal Handset"},
    {"", "Temporary Tattoos for Kids"},
    {"dating", "Speed Dating for Beginners"},
    {"dating", "Pheromone Roll-On"},
    {"", "Dating Stamp with Ink Pad"},
    {"baby_maternity", "Baby Gift Set"},
    {"baby_maternity", "Nappies Size 2"},
    {"baby_maternity", "Newborn Nappy Pack"},
    {"baby_maternity", "Maternity Jeans"},
    {"baby_maternity", "Pregnancy Pillow"},
    {"baby_maternity", "Breast Pump, Electric"},
    {"baby_maternity", "Baby's First Christmas Frame"},
    {"", "Baby Pink Ribbon"},
    {"", "Baby's Breath Wreath"},
    {"", "The Pregnant Pause, a Novel"},
    {"", "Dog Stroller"},
    {"", "Cycling Bib Shorts"},
    {"", "Camping Cot"},
    {"allergy_diet", "Gluten-Free Pasta"},
    {"allergy_diet", "Vegan Sausages"},
    {"allergy_diet", "Halal Chicken"},
    {"allergy_diet", "Hay Fever Balm"},
    {"", "Vegan Leather Bag"},
    {"", "Kosher Salt 1kg"},
    {"supplements", "Vitamin D3 1000IU"},
    {"supplements", "Whey Protein 2kg"},
    {"supplements", "Omega-3 Fish Oil"},
    {"supplements", "Marine Collagen Powder"},
    {"", "Vitamin C Serum"},
    {"", "Vitamin Sea T-Shirt"},
    {"jewelry", "Silver Necklace with Heart"},
    {"jewelry", "Pearl Earrings"},
    {"jewelry", "Diamond Engagement Ring"},
    {"", "Jewellery Box with Mirror"},
    {"", "Pendant Light, Copper"},
    {"", "Napkin Rings, Set of 4"},
    {"", "Key Ring"},
    {"toys", "Lego Castle"},
    {"toys", "Teddy Bear Brown"},
    {"toys", "1000 Piece Jigsaw"},
    {"", "Jigsaw Blades 10 Pack"},
    {"", "Squeaky Dog Toy"},
    {"", "Toy Storage Box"},
    {"electronics", "Wireless Headphones"},
    {"electronics", "Smartwatch Black"},
    {"", "Laptop Bag 15 Inch"},
    {"", "iPhone Case"},
    {"perfume", "Eau de Parfum 50ml"},
    {"perfume", "Aftershave Balm"},
    {"", "Perfume Bottle Glass"},
    {"flowers", "Bouquet of Roses"},
    {"", "Artificial Flower Bouquet"},
    {"", "Flower Pot Terracotta"},
    {"", "White Hanging Heart T-Light Holder"},
    {"", "Cream Cupid Hearts Coat Hanger"},
    {"", "Assorted Colour Bird Ornament"},
    {"", "Buddha Head Incense Burner"},
};

TEST(DefaultSensitiveList, ReadsTitlesAsAPersonWould) {
  static_assert(std::size(kTitles) >= 150);
  const SensitiveList& list = SensitiveList::Default();
  std::set<std::string> topics;
  for (const Titled& titled : kTitles) {
    EXPECT_EQ(IdOf(list, list.Classify(titled.title, "")), titled.topic) << titled.title;
    topics.insert(titled.topic);
  }
  EXPECT_EQ(topics.size(), list.topics().size()) << "a title for each topic";
}

TEST(DefaultSensitiveList, ReadsAShopsOwnCategories) {
  const SensitiveList& list = SensitiveList::Default();
  EXPECT_EQ(IdOf(list, list.Classify("Chateau No. 5", "Drinks > Wine & Spirits > Bordeaux")),
            "alcohol");
  EXPECT_EQ(IdOf(list, list.Classify("Size M", "Women > Maternity")), "baby_maternity");
  EXPECT_EQ(IdOf(list, list.Classify("Oak", "Home > Wine racks")), "");
  EXPECT_EQ(IdOf(list, list.Classify("Wine Glass", "Wine")), "alcohol");
  EXPECT_EQ(IdOf(list, list.Classify("Samurai Sword", "Toys & Games")), "toys");
  EXPECT_EQ(IdOf(list, list.Classify("Samurai Sword", "Display")), "weapons");
  EXPECT_EQ(IdOf(list, list.Classify("Tobacco & Oak", "Home Fragrances > Candles")), "");
}

// ---- How it matches

Result<SensitiveList> ListOf(const std::string& topics) {
  return SensitiveList::FromJson(R"({"version": 1, "topics": [)" + topics + "]}");
}

SensitiveList SmallList() {
  auto list = ListOf(R"(
      {"id": "quiet", "name": "Quiet", "tier": "quiet",
       "categories": ["A", "A > B > C"], "titles": [{"words": ["glass box", "berry"]}]},
      {"id": "own", "name": "Own", "tier": "own_screen", "categories": ["A > B"],
       "except": ["A > B > Not"], "titles": [{"words": ["wine"], "unless": ["glass", "red hat"]}]},
      {"id": "never", "name": "Never", "tier": "never", "adults_only": true,
       "titles": [{"words": ["st johns wort", "wort"]}]},
      {"id": "never_too", "name": "Never too", "tier": "never", "categories": ["D"],
       "titles": [{"words": ["st johns"]}]})");
  EXPECT_TRUE(list.ok()) << list.error().message;
  return *std::move(list);
}

TEST(SensitiveList, TakesTheStrongestTopicAndTheFirstOfEquals) {
  const SensitiveList list = SmallList();
  EXPECT_EQ(IdOf(list, list.Classify("berry", "")), "quiet");
  EXPECT_EQ(IdOf(list, list.Classify("berry wine", "")), "own");
  EXPECT_EQ(IdOf(list, list.Classify("wine, berry, wort", "")), "never");
  EXPECT_EQ(IdOf(list, list.Classify("st johns wort", "")), "never");
  EXPECT_EQ(IdOf(list, list.Classify("st johns", "")), "never_too");
  EXPECT_EQ(IdOf(list, list.Classify("wort", "D")), "never");
  EXPECT_EQ(IdOf(list, list.Classify("berry", "A > B")), "own");
  EXPECT_EQ(IdOf(list, list.Classify("wine", "A")), "own");
  static_assert(Tier::kNever > Tier::kOwnScreen && Tier::kOwnScreen > Tier::kQuiet &&
                Tier::kQuiet > Tier::kNone);
}

TEST(SensitiveList, CoversWhatIsBelowACategoryButWhatItExcepts) {
  const SensitiveList list = SmallList();
  EXPECT_EQ(IdOf(list, list.Classify("", "A > X > Y")), "quiet");
  EXPECT_EQ(IdOf(list, list.Classify("", "A > B > C > D")), "own");
  EXPECT_EQ(IdOf(list, list.Classify("", "A > B > Not > At > All")), "quiet");
  EXPECT_EQ(IdOf(list, list.Classify("", "B")), "");
  EXPECT_EQ(IdOf(list, list.Classify("", "X > A")), "");
  EXPECT_EQ(IdOf(list, list.Classify("", "AB")), "");
  EXPECT_EQ(IdOf(list, list.Classify("", " a>b ")), "own");
}

TEST(SensitiveList, ComparesWholeWordsAndPhrasesInOrder) {
  const SensitiveList list = SmallList();
  for (const char* title : {"wine", "WINE", "Wines", "red wine.", "no-wine-day", "(wine)",
                            "wine\xC2\xA0"
                            "box",
                            "\xF0\x9F\x8D\xB7wine", "a glassy wine"}) {
    EXPECT_EQ(IdOf(list, list.Classify(title, "")), "own") << title;
  }
  for (const char* title : {"", " ", "swine", "winery", "wine glass", "glasses of wine",
                            "wine, red hats", "win e", "win", "\xC3\xA9wine", "winee"}) {
    EXPECT_EQ(IdOf(list, list.Classify(title, "")), "") << title;
  }
  EXPECT_EQ(IdOf(list, list.Classify("red wine hat", "")), "own");
  EXPECT_EQ(IdOf(list, list.Classify("glass boxes", "")), "quiet");
  EXPECT_EQ(IdOf(list, list.Classify("glass, box", "")), "");
  EXPECT_EQ(IdOf(list, list.Classify("glass glass box", "")), "quiet");
  EXPECT_EQ(IdOf(list, list.Classify("box glass", "")), "");
  EXPECT_EQ(IdOf(list, list.Classify("berries", "")), "quiet");
  EXPECT_EQ(IdOf(list, list.Classify("ST. JOHN'S", "")), "never_too");
  EXPECT_EQ(IdOf(list, list.Classify("st st johns", "")), "never_too");
}

std::string WordsOf(std::string_view text) {
  std::string words;
  for (WordScanner scanner(text); scanner.Next();) {
    words.append(words.empty() ? "" : " ").append(scanner.word());
  }
  return words;
}

TEST(WordScanner, SplitsAndSingles) {
  EXPECT_EQ(WordsOf("Mum's 2 Wine-Glasses"), "mum 2 wine glass");
  EXPECT_EQ(WordsOf("boxes dishes watches nappies nappy cookies cookie toys"),
            "box dish watch nappi nappi cooki cooki toi");
  EXPECT_EQ(WordsOf("glass virus arthritis gas ibs as"), "glass virus arthritis gas ibs as");
  EXPECT_EQ(WordsOf("Ros\xC3\xA9 \xE2\x80\x93 75cl\xE2\x84\xA2"), "rose 75cl");
  EXPECT_EQ(WordsOf("'' ' - '"), "");
  EXPECT_EQ(WordsOf(std::string(100, 'a')), std::string(32, 'a'));
  EXPECT_EQ(WordsOf("caf\xC3"), "caf");  // cut in the middle: not read beyond
}

TEST(WordScanner, FoldsLatinLettersAndLeavesOtherAlphabets) {
  EXPECT_EQ(WordsOf("PRÉSERVATIFS Größe ŻEL Łódź Ærø cœur ĳs Œuf ſ"),
            "preservatif grosse zel lodz aero coeur ijs oeuf s");
  EXPECT_EQ(WordsOf("e\xCC\x81te\xCC\x81 \xCC\x81"), "ete");  // marks that stand apart
  EXPECT_EQ(WordsOf("Вода 水"), "Вода 水");
  EXPECT_EQ(WordsOf("L'alcool, d\xE2\x80\x99ovulation dell'ansia o'clock"),
            "alcool ovulation ansia oclock");
  EXPECT_EQ(WordsOf("d' l'"), "");
}

TEST(SensitiveList, ClassifiesACatalogAsItsItemsOneByOne) {
  CatalogBuilder builder("Shop", {"GBP", 2});
  int number = 0;
  const auto add = [&](const char* title, const char* path) {
    ASSERT_TRUE(builder.Add(MakeItem("S" + std::to_string(number++), title, 100, path)).ok());
  };
  for (const Titled& titled : kTitles) add(titled.title, "Home & Garden > Decor");
  for (const MappedCategory& mapped : kMappedCategories) add("Thing", mapped.path);
  const auto columns = *builder.Build();
  const CatalogColumns view = columns->Columns();
  const SensitiveList& list = SensitiveList::Default();
  const std::vector<TopicIndex> topics = list.ClassifyColumns(view);
  ASSERT_EQ(topics.size(), columns->item_count());
  for (size_t i = 0; i < topics.size(); ++i) {
    std::string path;
    for (CategoryId node = view.category[i]; node != 0; node = view.category_parent[node]) {
      path = std::string(view.category_name[node]) + (path.empty() ? "" : " > ") + path;
    }
    EXPECT_EQ(topics[i], list.Classify(view.title[i], path)) << view.title[i] << " in " << path;
  }
}

TEST(SensitiveList, JudgesByGooglesCategoryBesideTheShopsOwn) {
  const auto catalog = Catalog::FromJson(R"({"shop": "S", "currency": "EUR", "items": [
    {"id": "path", "title": "Artikel", "price": 1, "product_type": "Regal 4",
     "google_product_category": "Health & Beauty > Health Care > Condoms"},
    {"id": "number", "title": "Artikel", "price": 1, "product_type": "Regal 4",
     "google_product_category": "775"},
    {"id": "alone", "title": "Artikel", "price": 1, "google_product_category": "775"},
    {"id": "own", "title": "Artikel", "price": 1, "google_product_category": "436",
     "product_type": "Gesundheit & Schönheit > Gesundheitspflege > Kondome > XXL"},
    {"id": "title", "title": "Condoms", "price": 1, "google_product_category": "Toys & Games"},
    {"id": "none", "title": "Artikel", "price": 1, "product_type": "Regal 4",
     "google_product_category": "436"}]})");
  ASSERT_TRUE(catalog.ok()) << catalog.error().message;
  const SensitiveList& list = SensitiveList::Default();
  const std::vector<uint8_t> marks = list.ClassifyCatalog(*catalog);
  for (ItemIndex i = 0; i < catalog->item_count(); ++i) {
    const char* expected = catalog->Sku(i) == "none" ? "" : "sexual_health";
    EXPECT_EQ(IdOf(list, marks[i] & ~kForAdults), expected) << catalog->Sku(i);
  }
}

TEST(SensitiveList, ShowsNoNumberAsACategory) {
  const auto catalog = Catalog::FromJson(R"({"shop": "S", "currency": "EUR", "items": [
    {"id": "a", "title": "Artikel", "price": 1, "google_product_category": "775"},
    {"id": "b", "title": "Artikel", "price": 1, "google_product_category": "Food > Tea"}]})");
  ASSERT_TRUE(catalog.ok());
  EXPECT_EQ(catalog->category_count(), 3u);
  EXPECT_EQ(catalog->FindCategory("775"), 0);
  EXPECT_EQ(catalog->columns().category[catalog->FindSku("a")], 0);
}

TEST(SensitiveList, TakesWhatItemsRevealIntoAccount) {
  CatalogBuilder builder("Shop", {"GBP", 2});
  for (const char* sku : {"plain", "wine", "berry", "wort", "strange"}) {
    ASSERT_TRUE(builder.Add(MakeItem(sku, sku, 100, "")).ok());
  }
  const auto columns = *builder.Build();
  for (const char* topic : {"own", "gone"}) columns->reveals_topic.Append(topic);
  for (size_t i = 0; i < columns->item_count(); ++i) {
    const std::string_view title = columns->title.Column()[i];
    columns->reveals.push_back(title == "strange" ? 2 : title == "wine" ? 0 : 1);
  }
  const SensitiveList list = SmallList();
  const std::vector<TopicIndex> topics = list.ClassifyColumns(columns->Columns());
  for (size_t i = 0; i < topics.size(); ++i) {
    const std::string_view title = columns->title.Column()[i];
    const char* expected = title == "wort" || title == "strange" ? "never" : "own";
    EXPECT_EQ(IdOf(list, topics[i]), expected) << title;
  }
  EXPECT_EQ(SensitiveList().ClassifyColumns(columns->Columns()),
            std::vector<TopicIndex>(topics.size()));
}

// ---- What is refused

TEST(SensitiveList, SaysWhatIsWrongWithAList) {
  const std::string topic = R"("id": "t", "name": "T", "tier": "never")";
  const auto with = [&](const std::string& more) { return "{" + topic + ", " + more + "}"; };
  const struct {
    std::string topics;
    const char* message;
  } kMistakes[] = {
      {"7", "topics[0]: expected an object"},
      {with(R"("numbers": ["775"])"), "topics[0]: numbers: expected an array of numbers"},
      {with(R"("numbers": [0])"), "topics[0]: numbers: expected an array of numbers"},
      {with(R"("numbers": [10000000])"), "topics[0]: numbers: expected an array of numbers"},
      {"{" + topic + "}, {\"id\": 1}", "topics[1]: id: expected a string"},
      {R"({"id": "t", "tier": "never"})", "topics[0]: name: expected a string"},
      {R"({"id": "t", "name": "T"})", "topics[0]: tier: expected a string"},
      {R"({"id": "t", "name": "T", "tier": "none"})",
       "topics[0]: tier: expected never, own_screen or quiet"},
      {R"({"id": "Tea", "name": "T", "tier": "never"})",
       "topics[0].id: expected 1 to 32 of a-z, 0-9 and _"},
      {R"({"id": "t", "name": "", "tier": "never"})", "topics[0].name: expected 1 to 128 bytes"},
      {"{" + topic + "}, {" + topic + "}", "topics[1].id: \"t\" is a duplicate"},
      {with(R"("adults_only": 1)"), "topics[0]: adults_only: expected true or false"},
      {with(R"("categores": [])"), "topics[0]: categores: not a field of the list"},
      {with(R"("categories": "A")"), "topics[0]: categories: expected an array of strings"},
      {with(R"("categories": [1])"), "topics[0]: categories: expected an array of strings"},
      {with(R"("categories": [""])"), "topics[0]: expected a category like"},
      {with(R"("categories": ["A >> B"])"), "topics[0]: expected a category like"},
      {with(R"("except": ["&"])"), "topics[0]: expected a category like"},
      {with(R"("titles": {})"), "topics[0]: titles: expected an array"},
      {with(R"("titles": [{}])"), "topics[0].titles: expected words"},
      {with(R"("titles": [{"word": ["x"]}])"), "topics[0]: titles: word: not a field of the list"},
      {with(R"("titles": [{"words": ["--"]}])"),
       "topics[0].titles: expected phrases of 1 to 4 words"},
      {with(R"("titles": [{"words": ["a b c d e"]}])"),
       "topics[0].titles: expected phrases of 1 to 4 words"},
      {with(R"("titles": [{"words": ["a"], "unless": [""]}])"),
       "topics[0].titles: expected phrases of 1 to 4 words"},
  };
  for (const auto& mistake : kMistakes) {
    const auto list = ListOf(mistake.topics);
    ASSERT_FALSE(list.ok()) << mistake.topics;
    EXPECT_EQ(list.error().code, ErrorCode::kMalformed) << mistake.topics;
    EXPECT_TRUE(list.error().message.starts_with(mistake.message)) << list.error().message;
  }
}

TEST(SensitiveList, RefusesWhatIsNotAListOrTooLarge) {
  const auto code = [](const std::string& text) {
    const auto list = SensitiveList::FromJson(text);
    return list.ok() ? "ok" : Name(list.error().code);
  };
  EXPECT_EQ(code(""), "malformed");
  EXPECT_EQ(code("[]"), "malformed");
  EXPECT_EQ(code(R"({"version": 1, "topics": [], "more": 1})"), "malformed");
  EXPECT_EQ(code(R"({"version": 1, "topics": {}})"), "malformed");
  EXPECT_EQ(code(R"({"topics": []})"), "unsupported_version");
  EXPECT_EQ(code(R"({"version": 2, "topics": []})"), "unsupported_version");
  EXPECT_EQ(code(R"({"version": 1, "topics": []})"), "ok");
  EXPECT_EQ(code(std::string((1 << 20) + 1, ' ')), "too_large");

  std::vector<TopicRules> rules(kMaxTopics + 1);
  for (size_t i = 0; i < rules.size(); ++i) {
    rules[i].topic = {"t" + std::to_string(i), "T", Tier::kQuiet, false};
  }
  EXPECT_EQ(SensitiveList::FromRules(rules).error().code, ErrorCode::kTooLarge);
  rules.pop_back();
  rules.back().categories = {"Last"};
  rules.back().titles.assign(kMaxTitleRules, {{"last"}, {}});
  const auto full = SensitiveList::FromRules(rules);
  ASSERT_TRUE(full.ok()) << full.error().message;
  EXPECT_EQ(full->Classify("last", ""), kMaxTopics);
  EXPECT_EQ(full->Classify("", "Last"), kMaxTopics);
  rules.back().titles.push_back({{"more"}, {}});
  EXPECT_EQ(SensitiveList::FromRules(rules).error().code, ErrorCode::kTooLarge);
}

}  // namespace
}  // namespace hearth
