// The words of the list in eight languages besides English: titles as shops write them, and what
// lies near and is nothing of the kind. Whoever changes the words sees here what is flagged no
// longer, or too.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "policy/sensitive.h"

namespace hearth {
namespace {

struct Flagged {
  const char* title;
  const char* topic;
};

struct Language {
  const char* name;
  std::vector<Flagged> flagged;
  std::vector<const char*> ordinary;  // nothing, or only often a present
};

const Language kLanguages[] = {
    {"German",
     {{"Liebeskugeln aus Silikon", "adult"},
      {"SCHRECKSCHUSSPISTOLE 9 mm", "weapons"},
      {"Kondome 12 Stück", "sexual_health"},
      {"Gleitgel auf Wasserbasis 100 ml", "sexual_health"},
      {"Schwangerschaftstest Frühtest", "pregnancy_fertility"},
      {"Folsäure 800 mit Vitamin B12", "pregnancy_fertility"},
      {"Nikotinpflaster 21 mg", "addiction"},
      {"Einlagen bei INKONTINENZ", "intimate_conditions"},
      {"Hämorrhoidensalbe 30 g", "intimate_conditions"},
      {"Hilfe bei Depressionen", "mental_health"},
      {"Grabkerze rot, 5 Tage", "bereavement"},
      {"Wege aus der Privatinsolvenz", "debt_help"},
      {"Taufkerze mit Namen", "beliefs"},
      {"Blutdruckmessgerät Oberarm", "medicines"},
      {"Rotwein Spätburgunder trocken", "alcohol"},
      {"Aschenbecher aus Glas", "tobacco"},
      {"Appetitzügler Kapseln", "weight_loss"},
      {"Zahnaufhellung Gel-Set", "beauty_procedures"},
      {"Windeln Größe 4", "baby_maternity"},
      {"Haferkekse glutenfrei", "allergy_diet"},
      {"Eiweißpulver Schoko", "supplements"}},
     {"Weinglas 6er Set", "Pillendose mit 7 Fächern", "Weinregal aus Kiefer", "Bierkrug 0,5 l",
      "Gläser für Wein", "Cognac-Gläser", "Gleitmittel für HT-Rohr", "Rüttler Beton Vibratoren",
      "Halskette Sternzeichen Krebs", "Die Grill-Bibel", "Rumtopf aus Steingut",
      "Rohrreiniger gegen Verstopfung", "Autoschlüssel Anhänger", "Puppenwagen für Puppen",
      "Essig aus Wein", "Salatschüssel Holz", "Taschenlampe LED"}},
    {"French",
     {{"Boules de geisha en silicone", "adult"},
      {"Couteau de chasse 20 cm", "weapons"},
      {"Préservatifs boîte de 12", "sexual_health"},
      {"LUBRIFIANT INTIME 100 ml", "sexual_health"},
      {"Test de grossesse précoce", "pregnancy_fertility"},
      {"Tests d’ovulation x20", "pregnancy_fertility"},
      {"Patchs nicotine 14 mg", "addiction"},
      {"Serviettes hygiéniques nuit", "intimate_conditions"},
      {"Suppositoires à la glycérine", "intimate_conditions"},
      {"Vaincre l'anxiété", "mental_health"},
      {"Plaque funéraire granit", "bereavement"},
      {"Sortir du surendettement", "debt_help"},
      {"Chapelet en bois d'olivier", "beliefs"},
      {"Tensiomètre bras automatique", "medicines"},
      {"Vin rouge Bordeaux 2019", "alcohol"},
      {"Cendrier en céramique", "tobacco"},
      {"Gélules brûle-graisse", "weight_loss"},
      {"Kit blanchiment des dents", "beauty_procedures"},
      {"Couches bébé taille 3", "baby_maternity"},
      {"Biscuits sans gluten", "allergy_diet"},
      {"Complément alimentaire magnésium", "supplements"}},
     {"Verre à vin rouge lot de 6", "Pilulier semainier", "Tampon encreur personnalisé",
      "Lubrifiant chaîne vélo", "Enceinte Bluetooth portable", "Vinaigre de vin",
      "Tire-bouchon vin", "Collier signe zodiaque cancer", "Baba au rhum", "Verre à cognac",
      "Poupée bébé et poussin", "Seau à glaçons bière", "Engrais fertilité du sol",
      "Bougie parfumée tabac", "Casier range-bouteilles vin", "Préparation pour gâteau",
      "Chaussettes en laine"}},
    {"Spanish",
     {{"Bolas chinas de silicona", "adult"},
      {"Spray de pimienta 50 ml", "weapons"},
      {"Preservativos sensitivos 12 uds", "sexual_health"},
      {"CONDONES sin látex", "sexual_health"},
      {"Test de embarazo digital", "pregnancy_fertility"},
      {"Ácido fólico 400 mcg", "pregnancy_fertility"},
      {"Parches de nicotina", "addiction"},
      {"Compresas higiénicas noche", "intimate_conditions"},
      {"Champú antipiojos", "intimate_conditions"},
      {"Vencer la ansiedad", "mental_health"},
      {"Lápida de granito", "bereavement"},
      {"Cómo salir de deudas", "debt_help"},
      {"Recuerdo de Primera Comunión", "beliefs"},
      {"Tensiómetro de brazo", "medicines"},
      {"Vino tinto Rioja crianza", "alcohol"},
      {"Cerveza artesana IPA", "alcohol"},
      {"Cenicero de cristal", "tobacco"},
      {"Quemagrasas cápsulas", "weight_loss"},
      {"Kit de blanqueamiento dental", "beauty_procedures"},
      {"Pañales talla 4", "baby_maternity"},
      {"Galletas sin gluten", "allergy_diet"},
      {"Complemento alimenticio hierro", "supplements"}},
     {"Copa de vino 6 unidades", "Pastillero semanal", "Vinagre de vino", "Miel en panal",
      "Lubricante para cadena de bicicleta", "Compresas de frío reutilizables",
      "Biblia de la cocina italiana", "Pulsera signo cáncer zodiaco", "Jarra de cerveza cristal",
      "Abono para la fertilidad del suelo", "Mordedor para perros", "Vela aroma tabaco",
      "Sacacorchos para vino", "Muñeca bebé con accesorios", "Cuchillo de pan",
      "Zapatillas de casa"}},
    {"Italian",
     {{"Palline vaginali in silicone", "adult"},
      {"Spray al peperoncino", "weapons"},
      {"Preservativi ritardanti 12 pz", "sexual_health"},
      {"PROFILATTICI classici", "sexual_health"},
      {"Test di gravidanza precoce", "pregnancy_fertility"},
      {"Acido folico compresse", "pregnancy_fertility"},
      {"Cerotti alla nicotina", "addiction"},
      {"Assorbenti con ali notte", "intimate_conditions"},
      {"Pannoloni per adulti", "intimate_conditions"},
      {"Vincere l’ansia", "mental_health"},
      {"Urna cineraria in legno", "bereavement"},
      {"Uscire dai debiti", "debt_help"},
      {"Bomboniera Battesimo", "beliefs"},
      {"Misuratore di pressione da braccio", "medicines"},
      {"Vino rosso Chianti", "alcohol"},
      {"Birra artigianale ambrata", "alcohol"},
      {"Posacenere in vetro", "tobacco"},
      {"Integratore dimagrante", "weight_loss"},
      {"Kit sbiancamento denti", "beauty_procedures"},
      {"Pannolini taglia 4", "baby_maternity"},
      {"Pasta senza glutine", "allergy_diet"},
      {"Integratore alimentare di ferro", "supplements"}},
     {"Bicchieri da vino set 6", "Portapillole settimanale", "Camera da letto completa",
      "Panni assorbenti multiuso", "Lubrificante per catena moto", "Camicia candida in lino",
      "Aceto di vino", "Boccale birra in vetro", "La bibbia della cucina",
      "Cartine geografiche d'Italia", "Collana segno zodiacale cancro",
      "Vibratore per calcestruzzo", "Cavatappi per vino", "Bambola bebe con accessori",
      "Coltello da pane", "Tovaglia natalizia"}},
    {"Dutch",
     {{"Penisringen set", "adult"},
      {"Pepperspray 40 ml", "weapons"},
      {"Condooms 12 stuks", "sexual_health"},
      {"GLIJMIDDEL op waterbasis", "sexual_health"},
      {"Zwangerschapstest vroeg", "pregnancy_fertility"},
      {"Foliumzuur tabletten", "pregnancy_fertility"},
      {"Nicotinepleisters 14 mg", "addiction"},
      {"Maandverband nacht", "intimate_conditions"},
      {"Aambeienzalf 30 g", "intimate_conditions"},
      {"Leven met een angststoornis", "mental_health"},
      {"Graflicht LED", "bereavement"},
      {"Gids schuldsanering", "debt_help"},
      {"Rozenkrans van hout", "beliefs"},
      {"Bloeddrukmeter bovenarm", "medicines"},
      {"Rode wijn Merlot", "alcohol"},
      {"Speciaalbier pakket", "alcohol"},
      {"Asbak met deksel", "tobacco"},
      {"Vetverbrander capsules", "weight_loss"},
      {"Tanden bleken set", "beauty_procedures"},
      {"Luiers maat 4", "baby_maternity"},
      {"Koekjes glutenvrij", "allergy_diet"},
      {"Voedingssupplement ijzer", "supplements"}},
     {"Wijnglazen set van 6", "Pillendoosje week", "Wijn rek hout", "Glijmiddel voor PVC buizen",
      "Afvoer ontstopper bij verstopping", "Hoogpolig shag vloerkleed", "Azijn van wijn",
      "Ketting sterrenbeeld kanker", "De bijbel van het kookboek", "Dop voor fles",
      "Poppenwagen met pop", "Geurkaars tabak", "Wijn koeler", "Kaars ginger en citroen",
      "Broodmes 20 cm", "Wollen sokken"}},
    {"Portuguese",
     {{"Anel peniano silicone", "adult"},
      {"Spray de pimenta 50 ml", "weapons"},
      {"Preservativos extra finos", "sexual_health"},
      {"CAMISINHAS com lubrificação", "sexual_health"},
      {"Teste de gravidez rápido", "pregnancy_fertility"},
      {"Ácido fólico 5 mg", "pregnancy_fertility"},
      {"Adesivos de nicotina", "addiction"},
      {"Absorvente higiênico noturno", "intimate_conditions"},
      {"Fraldas geriátricas G", "intimate_conditions"},
      {"Superar a ansiedade", "mental_health"},
      {"Coroa fúnebre", "bereavement"},
      {"Como sair das dívidas", "debt_help"},
      {"Lembrança de Batizado", "beliefs"},
      {"Medidor de pressão arterial", "medicines"},
      {"Vinho tinto do Douro", "alcohol"},
      {"Cerveja artesanal", "alcohol"},
      {"Cinzeiro de vidro", "tobacco"},
      {"Queima gordura cápsulas", "weight_loss"},
      {"Kit clareamento dental", "beauty_procedures"},
      {"Fraldas tamanho M", "baby_maternity"},
      {"Bolacha sem glúten", "allergy_diet"},
      {"Suplemento alimentar de ferro", "supplements"}},
     {"Taça de vinho jogo com 6", "Porta-comprimidos semanal", "Vinagre de vinho",
      "Tapete absorvente para banheiro", "Lubrificante para corrente de bicicleta",
      "Copo de cerveja", "Bíblia do churrasco", "Colar signo de câncer", "Vibrador de concreto",
      "Vela aroma de tabaco", "Saca-rolhas para vinho", "Boneca bebê com roupinhas",
      "Adega climatizada vinho", "Faca de pão", "Toalha de mesa", "Tênis infantil"}},
    {"Polish",
     {{"Kulki gejszy silikonowe", "adult"},
      {"Gaz pieprzowy 50 ml", "weapons"},
      {"Prezerwatywy klasyczne 12 szt.", "sexual_health"},
      {"ŻEL INTYMNY nawilżający", "sexual_health"},
      {"Test ciążowy płytkowy", "pregnancy_fertility"},
      {"Kwas foliowy 400", "pregnancy_fertility"},
      {"Plastry nikotynowe", "addiction"},
      {"Podpaski na noc", "intimate_conditions"},
      {"Czopki glicerynowe", "intimate_conditions"},
      {"Depresja. Poradnik", "mental_health"},
      {"Znicz szklany", "bereavement"},
      {"Upadłość konsumencka poradnik", "debt_help"},
      {"Świeca do chrztu", "beliefs"},
      {"Ciśnieniomierz naramienny", "medicines"},
      {"Wino czerwone wytrawne", "alcohol"},
      {"Piwo kraftowe", "alcohol"},
      {"Popielniczka szklana", "tobacco"},
      {"Spalacz tłuszczu kapsułki", "weight_loss"},
      {"Wybielanie zębów zestaw", "beauty_procedures"},
      {"Pieluchy rozmiar 4", "baby_maternity"},
      {"Chleb bezglutenowy", "allergy_diet"},
      {"Suplement diety żelazo", "supplements"}},
     {"Kieliszki do wina 6 szt.", "Pudełko na leki tygodniowe", "Płaszcz długi damski",
      "Stojak na wino", "Ocet z wina", "Kufel do piwa", "Wibrator do betonu", "Gryzak dla psa",
      "Rak ceramiczny figurka", "Świeca zapachowa tytoń", "Otwieracz do wina",
      "Lalka bebe z wózkiem", "Nóż do chleba", "Skarpety wełniane", "Obrus świąteczny",
      "Nawóz na płodność gleby"}},
    {"Swedish",
     {{"Knipkulor i silikon", "adult"},
      {"Jaktkniv 20 cm", "weapons"},
      {"Kondomer 12-pack", "sexual_health"},
      {"GLIDMEDEL vattenbaserat", "sexual_health"},
      {"Graviditetstest tidigt", "pregnancy_fertility"},
      {"Folsyra tabletter", "pregnancy_fertility"},
      {"Nikotinplåster 15 mg", "addiction"},
      {"Bindor natt", "intimate_conditions"},
      {"Hemorrojdsalva 30 g", "intimate_conditions"},
      {"Ljusterapi lampa", "mental_health"},
      {"Gravljus 60 timmar", "bereavement"},
      {"Vägen till skuldsanering", "debt_help"},
      {"Dopljus med namn", "beliefs"},
      {"Blodtrycksmätare överarm", "medicines"},
      {"Rödvin ekologiskt", "alcohol"},
      {"Starköl sexpack", "alcohol"},
      {"Askkopp i glas", "tobacco"},
      {"Fettförbrännare kapslar", "weight_loss"},
      {"Tandblekning kit", "beauty_procedures"},
      {"Blöjor storlek 4", "baby_maternity"},
      {"Bröd glutenfritt", "allergy_diet"},
      {"Kosttillskott järn", "supplements"}},
     {"Vinglas 6-pack", "Medicinask veckodosett", "Rak linjal 30 cm", "Vinställ i trä",
      "Glidmedel för rör", "Ölglas 50 cl", "Halsband stjärntecken kräfta", "Vinäger av vin",
      "Korkskruv till vin", "Bibel om att grilla", "Docka bebis med kläder", "Doftljus tobak",
      "Lek på gården", "Brödkniv 20 cm", "Ullsockor", "Julduk röd"}},
};

TEST(SensitiveLanguages, FlagTitlesAsShopsWriteThem) {
  const SensitiveList& list = SensitiveList::Default();
  for (const Language& language : kLanguages) {
    EXPECT_GE(language.flagged.size(), 12u) << language.name;
    for (const Flagged& each : language.flagged) {
      EXPECT_EQ(list.topics()[list.Classify(each.title, "")].id, each.topic)
          << language.name << ": " << each.title;
    }
  }
}

TEST(SensitiveLanguages, LeaveAloneWhatLiesNear) {
  const SensitiveList& list = SensitiveList::Default();
  for (const Language& language : kLanguages) {
    EXPECT_GE(language.ordinary.size(), 12u) << language.name;
    for (const char* title : language.ordinary) {
      const TopicIndex topic = list.Classify(title, "");
      EXPECT_LT(list.TierOf(topic), Tier::kOwnScreen)
          << language.name << ": " << title << " is " << list.topics()[topic].id;
    }
  }
}

// Each as capitals, and with its marks apart from the letters (as some exports write them).
TEST(SensitiveLanguages, MakeNothingOfCapitalsAndMarks) {
  const SensitiveList& list = SensitiveList::Default();
  for (const char* title :
       {"Préservatifs", "PRÉSERVATIFS", "preservatifs", "Pre\xCC\x81servatifs", "PrÉservatifs"}) {
    EXPECT_EQ(list.topics()[list.Classify(title, "")].id, "sexual_health") << title;
  }
  for (const char* title : {"Żel intymny", "ŻEL INTYMNY", "zel intymny",
                            "Z\xCC\x87"
                            "el intymny"}) {
    EXPECT_EQ(list.topics()[list.Classify(title, "")].id, "sexual_health") << title;
  }
  EXPECT_EQ(list.topics()[list.Classify("Eiweisspulver", "")].id, "supplements");
}

}  // namespace
}  // namespace hearth
