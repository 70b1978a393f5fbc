// Which shape a title asks for.
import type { Shape } from "./draw.ts";
import { HOME } from "./home.ts";
import { KITCHEN } from "./kitchen.ts";
import { PAPER_AND_PLAY } from "./paper.ts";
import { WEAR } from "./wear.ts";

const SHAPES = { ...KITCHEN, ...HOME, ...PAPER_AND_PLAY, ...WEAR };
export type ShapeName = keyof typeof SHAPES;

// The first rule that fits wins. Between bars: alternatives, all words of which must be in the title.
const RULES: readonly (readonly [ShapeName, string])[] = [
  // Words that settle it.
  ["shopper", "JUMBO BAG|LUNCH BAG|CHARLOTTE BAG|STORAGE BAG|SHOPPER|SHOPPING BAG"], ["starDecoration", "COOKIE CUTTER|COOKIE CUTTERS|BISCUIT CUTTERS"],
  ["hotWaterBottle", "HOT WATER BOTTLE|HOTTIE"], ["pouch", "HAND WARMER|POCKET WARMER"],
  ["doorstop", "DOORSTOP|DOOR STOP"], ["knob", "KNOB|DRAWERKNOB|DOORKNOB"], ["doormat", "DOORMAT|DOOR MAT|BATH MAT"],
  ["magnet", "MAGNET|MAGNETS"], ["pig", "MONEY BANK|PIGGY BANK|MONEY BOX|MONEYBOX|BANK"], ["calendar", "CALENDAR|ADVENT"],
  ["matchbox", "MATCHES|MATCH"], ["playingCards", "PLAYING CARDS|CARD GAME|SNAP CARDS"], ["plasters", "PLASTERS|FIRST AID"],
  ["passport", "PASSPORT"], ["purse", "CARD WALLET|PURSE|COIN WALLET"], ["pouch", "WALLET|CARD HOLDER"],
  ["stickers", "STICKER|STICKERS|TATTOO|TATTOOS"], ["measure", "MEASURE|TAPE MEASURE|MEASURING TAPE"],
  ["hair", "HAIR|HAIRCLIP|HAIRSLIDE|CLIP|SLIDES"], ["hairband", "HAIRBAND|HEADBAND|ALICE BAND|TIARA"],
  ["ribbons", "RIBBONS"], ["ribbon", "RIBBON|REEL|STRING"], ["tape", "TAPE|TAPES"],
  ["giftWrap", "WRAP|WRAPPING PAPER|WALLPAPER"],
  ["giftBag", "GIFT BAG|BOTTLE BAG|PAPER BAG|PARTY BAG|PARTY BAGS|CANDY BAG"], ["tag", "GIFT TAG|GIFT TAGS|TAG|TAGS|LABEL|LABELS|LUGGAGE TAG"],
  ["tissues", "TISSUE|TISSUES"], ["napkins", "NAPKIN|NAPKINS|SERVIETTES|DOILIES|DOILEY|DOILEYS|HANDKERCHIEF|HANKY"],
  ["cabinet", "KEY CABINET|KEY BOX|KEY HOOK"], ["keyring", "KEYRING|KEY RING|KEY CHAIN|KEYCHAIN|KEY FOB|FOB"], ["keys", "KEY|KEYS|PADLOCK|PADLOCKS"],
  ["candlestick", "CANDLESTICK|CANDLE STICK|CANDELABRA|CANDLE PLATE|DINNER CANDLE HOLDER"],
  ["hangingVotive", "HANGING T LIGHT|HANGING HEART T LIGHT"],
  ["votive", "T LIGHT HOLDER|TLIGHT HOLDER|CANDLE HOLDER|CANDLEHOLDER|VOTIVE|T LIGHT GLASS|T LIGHT|TEA LIGHT HOLDER|CANDLE POT|CANDLE JAR|HURRICANE"],
  ["tealights", "T LIGHTS|TEA LIGHTS|TEALIGHTS"], ["birthdayCandles", "BIRTHDAY CANDLES|CAKE CANDLES|PARTY CANDLES"],
  ["dinnerCandles", "DINNER CANDLES|TAPER CANDLES"], ["candles", "CANDLES"], ["candle", "CANDLE"], ["incense", "INCENSE|OIL BURNER|SCENTED|FRAGRANCE|POTPOURRI|SACHET"],
  ["card", "GREETING CARD|CARD|CARDS|POSTCARD|INVITES|INVITATION|NOTELETS"],
  // The kitchen.
  ["beaker", "POPCORN"], ["bowl", "BREAKFAST SET|SALT PEPPER"], ["whisk", "BAKING SET|COOKING SET|BRUSH|SQUEEZER|STRAINER|TONGS"], ["candle", "CANDLEPOT|CHOCOLATECANDLE"],
  ["frame", "PHOTOFRAME"], ["blocks", "CROSSES|TIARAS"], ["chest", "TREASURE"], ["shelf", "PLAYHOUSE|TOASTRACK"], ["throwRug", "HAMMOCK|MAT|MATS"], ["hook", "PEG|PEGS"],
  ["letter", "STAMP|STAMPS"], ["card", "ENVELOPE|ENVELOPES|LIST"], ["giftBag", "SACK"], ["brooch", "BADGES|BADGE|ROSETTE"], ["trowel", "RAKE|TWINE|WHEELBARROW|FORK GARDEN"], ["shirt", "MUFF"],
  ["suitcase", "SUITCASE|SUITCASES"], ["recorder", "RECORDER"], ["harmonica", "HARMONICA"], ["dominoes", "DOMINOES|DOMINO"], ["babushka", "BABUSHKA DOLL|NESTING DOLLS|RUSSIAN DOLLS"],
  ["cakeCases", "CAKE CASES|MUFFIN CASES|CASES|BAKING CASES"], ["cakeStand", "CAKE STAND|CAKESTAND|CAKE PLATE|TIER|CUPCAKE STAND"],
  ["cakeTins", "CAKE TINS|CAKE TIN|NESTING TINS|TINS"], ["teaCosy", "COSY|COZY"], ["teaTowel", "TEA TOWEL|TEA TOWELS|TEATOWEL"],
  ["towel", "TOWEL|TOWELS|FLANNEL"], ["teapot", "TEAPOT|TEA POT|COFFEE POT|KETTLE|TEA FOR ONE"],
  ["lunchBox", "LUNCH BOX|LUNCHBOX|PICNIC BOX"], ["snackTubs", "SNACK BOXES|SNACK BOX|FOOD CONTAINER|FOOD CONTAINERS|FOOD BOX"],
  ["lunchBox", "LUNCH BAG WITH BOX"], ["shopper", "LUNCH BAG|SHOPPER|JUMBO BAG|STORAGE BAG|LUNCH COOLER|COOL BAG|CHARLOTTE BAG|CHARLIE BAG|PARTY BAG"],
  ["backpack", "BACKPACK|RUCKSACK|BACK PACK"], ["handbag", "HANDBAG|BEACH BAG|SHOULDER BAG|WICKER BAG"],
  ["pouch", "WASHBAG|WASH BAG|COSMETIC BAG|MAKE UP BAG|MAKEUP BAG|PENCIL CASE|TOILETRY|SPONGE BAG|GLASSES CASE|CASE"], ["bag", "BAG|BAGS|TOTE"],
  ["teacup", "TEACUP|SAUCER|TEA CUP|COFFEE CUP|TEA SET|TEASET|TEACUPS"], ["beaker", "BEAKER|TUMBLER|PAPER CUPS|PARTY CUPS|CUPS"],
  ["eggCup", "EGG CUP|EGG CUPS"], ["mug", "MUG|MUGS|CUP"], ["wineGlass", "WINE GLASS|WINE GLASSES|GOBLET|CHAMPAGNE|FLUTE|CHALICE"],
  ["straws", "STRAWS|STRAW"], ["coasters", "COASTER|COASTERS"], ["placemat", "PLACEMAT|PLACEMATS|PLACE MAT|TABLE MAT|PLACE SETTING"], ["tray", "TRAY|TRAYS"],
  ["spoons", "SPOON|SPOONS|LADLE|SPATULA"], ["cutlery", "CUTLERY|KNIFE|FORK|KNIVES"], ["rollingPin", "ROLLING PIN|ROLLINGPIN"], ["whisk", "WHISK|UTENSIL|UTENSILS"],
  ["board", "CHOPPING BOARD|CHEESE BOARD|BREAD BOARD|BOARD"], ["scales", "SCALES|SCALE"], ["apron", "APRON"], ["ovenGlove", "OVEN GLOVE|OVEN MITT|OVENGLOVE|POT HOLDER"],
  ["jelly", "JELLY MOULD|JELLY|MOULD|BAKING DISH"], ["plate", "PLATE|PLATES|PLATTER|SAUCERS"], ["bowl", "BOWL|BOWLS|DISH|DISHES|RAMEKIN|COLANDER|PAN"], ["jug", "JUG|PITCHER|CARAFE|EWER|VASE|CREAMER"],
  ["jar", "JAR|JARS|JAM|CANISTER|BISCUIT BARREL|COOKIE"], ["waterBottle", "WATER BOTTLE|FLASK|DRINK BOTTLE"], ["perfume", "PERFUME BOTTLE|PERFUME"], ["bottle", "BOTTLE|BOTTLES|DECANTER|OIL"],
  ["cupcake", "CUPCAKE|MUFFIN"], ["cake", "CAKE TOWEL|CAKE|CAKES"], ["tin", "TIN|CADDY|TEA COFFEE SUGAR|SUGAR|POT COFFEE"],
  // Lights, walls, rooms.
  ["fairyLights", "LIGHTS|FAIRY LIGHTS|LED|LIGHT GARLAND|STRING LIGHT"], ["lantern", "LANTERN|LANTERNS"], ["lampshade", "LAMPSHADE|LAMP SHADE|CHANDELIER|PENDANT LIGHT|SHADE"],
  ["lamp", "LAMP|NIGHT LIGHT|NIGHTLIGHT|LIGHT"], ["alarmClock", "ALARM CLOCK|ALARM"], ["clock", "CLOCK|CLOCKS"], ["mirrorCompact", "COMPACT MIRROR|HAND MIRROR"], ["mirror", "MIRROR"],
  ["photoAlbum", "ALBUM|PHOTO ALBUM|SCRAPBOOK"], ["frame", "FRAME|FRAMES|PHOTO CUBE|PHOTO"], ["blackboard", "BLACKBOARD|CHALKBOARD|CHALK BOARD|MEMO BOARD|NOTICEBOARD|MEMOBOARD|SLATE"],
  ["metalPlaque", "METAL SIGN|TIN SIGN|PLAQUE|STREET SIGN"], ["sign", "SIGN|SIGNS|BLOCK WORD|WORD|HANGING HEART SIGN"], ["wallArt", "WALL ART|ART|CANVAS|PICTURE|POSTER|PRINT|3D"], ["tile", "TILE|TILES"],
  ["hook", "HOOK|HOOKS|COAT RACK|HAT STAND|TOWEL RAIL|PEG RACK"], ["hanger", "HANGER|HANGERS|COATHANGER"], ["cushion", "CUSHION|CUSHIONS|PILLOW|BEANBAG|PIN CUSHION"], ["throwRug", "THROW|BLANKET|QUILT|RUG|TABLECLOTH|SHEET"],
  ["curtain", "CURTAIN|CURTAINS|DRAPE"], ["wreath", "WREATH"], ["bunting", "BUNTING|FLAG|FLAGS|PENNANT"], ["paperChain", "PAPER CHAIN|CHAIN KIT|PAPER CHAINS|HONEYCOMB"], ["garland", "GARLAND|MOBILE|STREAMER"],
  ["balloon", "BALLOON|BALLOONS"], ["confetti", "CONFETTI|PARTY CONE|POPPER|CRACKERS|CRACKER|PARTY"],
  ["thermometer", "THERMOMETER|HYDROMETER"], ["wateringCan", "WATERING CAN"], ["bucket", "BUCKET|PAIL"], ["trowel", "TROWEL|GARDEN TOOL|GARDENING|GARDENERS|SPADE|KNEELING"], ["gnome", "GNOME|GNOMES"],
  ["gloves", "GLOVE|GLOVES|MITTENS"], ["flowerPot", "PLANT POT|FLOWER POT|HERB|PLANTER|POT|SEEDS|GROW|PLANT|CRESS|GARDEN MARKER"],
  ["drawers", "CHEST OF DRAWERS|DRAWER|DRAWERS|CABINET"], ["suitcase", "SUITCASE|SUITCASES|TRUNK|LUGGAGE"], ["chair", "CHAIR|STOOL|BENCH|SEAT"], ["table", "TABLE"], ["shelf", "SHELF|SHELVES|RACK|CUPBOARD|BOOKCASE|UNIT|DOLLS HOUSE|DOLLHOUSE"],
  ["trinketBox", "TRINKET|JEWELLERY BOX|MUSIC BOX|RING BOX|MUSICAL|JEWELLED BOX"], ["basket", "BASKET|BASKETS|HAMPER|TRUG|CRATE"], ["giftBox", "GIFT BOX|GIFT SET|GIFT"], ["box", "BOX|BOXES|ORGANISER|ORGANIZER|TIDY|STORAGE|FILE|LETTER HOLDER|BIN|DESK"],
  ["soap", "SOAP|BATH|LOTION|SALTS|SPONGE|SHOWER|LOO|TOOTHBRUSH|TOILET"], ["lipstick", "LIP|LIPSTICK|BALM|NAIL|EMERY|MANICURE|COMB"], ["fan", "FAN|FANS"],
  // Jewellery and clothes.
  ["heartNecklace", "HEART NECKLACE|LOCKET|HEART PENDANT|NECKLACE HEART"], ["necklace", "NECKLACE|NECKLACES|PENDANT|CHOKER|LARIAT|NECKL|BEADS"], ["bangle", "BANGLE|BANGLES|CUFF"], ["bracelet", "BRACELET|BRACELETS|ANKLET"],
  ["hoops", "HOOP|HOOPS"], ["earrings", "EARRING|EARRINGS"], ["charm", "CHARM|CHARMS|DANGLE"], ["brooch", "BROOCH|BROACH|CORSAGE|BUTTON|BUTTONS"], ["ringJewel", "RING|RINGS"], ["bling", "BLING|DIAMANTE|CRYSTAL|GEM|GLITTER"],
  ["umbrella", "UMBRELLA|BROLLY"], ["parasol", "PARASOL"], ["scarf", "SCARF|SHAWL|PASHMINA|SARONG|WRAPAROUND"], ["slippers", "SLIPPERS|SHOES|SHOE|BOOTS|SOCKS|WELLY"], ["hat", "HAT|CAP|SOMBRERO|BERET|STETSON"], ["sunglasses", "SUNGLASSES|GLASSES"], ["shirt", "SHIRT|T SHIRT|DRESS|PONCHO|PYJAMA|PINAFORE|BIB|SKIRT|TUTU|RAINCOAT|SNOOD|RAIN"],
  // Paper, desk, play.
  ["photoAlbum", "DIARY|ORGANISER BOOK"], ["notebook", "WRITING SET|STATIONERY|NOTEBOOK|NOTEBOOKS|JOURNAL|NOTEPAD|JOTTER|PAD|NOTES|MEMO|EXERCISE BOOK|ADDRESS BOOK"], ["sketchbook", "SKETCHBOOK|COLOURING|DOODLE|SPIRAL"],
  ["pencils", "PENCIL|PENCILS|CRAYONS|CRAYON|CHALK|CHALKS|PAINT|PAINTS|RUBBER|ERASER|ERASERS|SHARPENER|RULER|PAINTBRUSH"], ["pen", "PEN|PENS"], ["book", "BOOK|BOOKS|COVER|RECIPE|ATLAS|BOOKMARK"],
  ["babushka", "BABUSHKA|MATRYOSHKA|RUSSIAN DOLL|RUSSIAN"], ["jigsaw", "JIGSAW|PUZZLE|PUZZLES"], ["spinningTop", "SPINNING TOP|SPINNING TOPS|YO|YOYO|TOP"], ["playingCards", "GAME|GAMES|SNAP|BINGO|LUDO|LADDERS|CARDS"],
  ["dominoes", "DOMINO|DOMINOES|DOMINOS|CHESS|BACKGAMMON"], ["blocks", "BLOCKS|ALPHABET BLOCKS|BUILDING|BLOCK|CUBES|CUBE"], ["skittles", "SKITTLES|BOWLING|CROQUET|QUOITS"], ["windmill", "WINDMILL|PINWHEEL"], ["recorder", "RECORDER|WHISTLE|FLUTE TOY"], ["harmonica", "HARMONICA"],
  ["helicopter", "HELICOPTER|PLANE|AEROPLANE|GLIDER|KITE"], ["car", "CAR|BUS|VAN|TRUCK|TRACTOR|TAXI|CAMPERVAN|TRAIN|BICYCLE|SCOOTER|BIKE|CARS|LORRY"], ["spaceRocket", "ROCKET|SPACE|ROBOT"],
  ["craftKit", "FELTCRAFT|CRAFT|KIT|MAKE YOUR OWN|KNITTING|FELT CRAFT|CROSS STITCH"], ["sewing", "SEWING|THREAD|NEEDLE|EMBROIDERY|PATCHES|PATCH|COTTON REEL|SCISSOR|SCISSORS"],
  ["radio", "RADIO|CALCULATOR|CAMERA|TELEPHONE"], ["phone", "PHONE|MOBILE PHONE|IPOD|IPAD"], ["doll", "DOLL|DOLLY|DOLLS|PRINCESS|BALLERINA|PUPPET|PUPPETS|LOLA|GIRL|BOY|FAIRIES"],
  ["teddy", "TEDDY|BEAR|SOFT TOY|TOY|PANDA|MONKEY|ELEPHANT|KOALA|DINOSAUR|HIPPO|GIRAFFE|SOFT|CUDDLY|FROG|LION"], ["ball", "BALL|BALLS|MARBLES|INFLATABLE"], ["duck", "DUCK|DUCKS|DUCKLING|GOOSE"],
  // Ornaments and seasons.
  ["stocking", "STOCKING|STOCKINGS"], ["snowman", "SNOWMAN|SNOWMEN|SANTA|FATHER CHRISTMAS"], ["bauble", "BAUBLE|BAUBLES|DISCO"], ["bell", "BELL|BELLS|CHIME|CHIMES"], ["angel", "ANGEL|FAIRY|CHERUB|CUPID"], ["dove", "DOVE|DOVES"],
  ["birdCage", "BIRDCAGE|BIRD CAGE|CAGE"], ["birdHouse", "BIRDHOUSE|BIRD HOUSE|BIRD TABLE|BIRD FEEDER|NESTING BOX|FEEDER|HOUSE|HOME|COTTAGE"], ["hen", "HEN|CHICKEN|ROOSTER|CHICK|CHICKS|COCKEREL|TURKEY"], ["owl", "OWL|OWLS"], ["bird", "BIRD|BIRDS|ROBIN|PARROT|PEACOCK|SWALLOW|SWALLOWS|PENGUIN|FLAMINGO"],
  ["rabbit", "RABBIT|BUNNY|HARE|RABBITS|BUNNIES"], ["cat", "CAT|KITTEN|CATS|KITTY"], ["dog", "DOG|PUPPY|DOGGY|DOGS|FOX|REINDEER|HORSE|PONY|DONKEY|COW|SHEEP|LAMB|POODLE"], ["butterfly", "BUTTERFLY|BUTTERFLIES|DRAGONFLY|LADYBIRD|BEE|BUG"], ["egg", "EGG|EGGS|EASTER"],
  ["mushroom", "MUSHROOM|TOADSTOOL"], ["apple", "APPLE|APPLES|PEAR|FRUIT|STRAWBERRY|CHERRY|STRAWBERRIES|PEARS|LEMON"], ["tree", "CHRISTMAS TREE|TREE|TREES|PINE|FIR"], ["starDecoration", "STAR|STARS|SNOWFLAKE|SNOWFLAKES"], ["heartDecoration", "HEART|HEARTS|SWEETHEART|LOVE"],
  ["flowers", "FLOWER|FLOWERS|ROSE|ROSES|BOUQUET|LAVENDER|DAISY|POPPY|TULIP|BLOSSOM|LEAF|FEATHER|BRANCH|SPRIG|STEM|HYACINTH|PETALS"], ["letter", "LETTER|LETTERS|ALPHABET|NUMBER|NUMBERS"], ["wallArt", "WALL"], ["bauble", "CHRISTMAS|DECORATION|DECORATIONS|HANGING"], ["glass", "GLASS|GLASSES|DRINK"],
  ["sign", "METAL"], ["box", "WOODEN|CONTAINER|HOLDER|STAND"], ["charm", "LUCKY"],
];

// When the title says nothing, its category does.
const BY_CATEGORY: readonly (readonly [ShapeName, RegExp])[] = [
  ["necklace", /Jewelry|Jewellery/], ["shopper", /Bags|Luggage/], ["scarf", /Apparel/], ["candle", /Candle|Fragrance/], ["lantern", /Light/],
  ["mug", /Tableware|Drinkware/], ["bowl", /Kitchen|Dining/], ["flowerPot", /Garden|Plant/], ["card", /Card/], ["giftWrap", /Wrapping/], ["bunting", /Party/],
  ["craftKit", /Craft|Hobbies/], ["notebook", /Office|Stationery/], ["blocks", /Toys|Baby/], ["soap", /Health|Beauty|Bath/], ["hook", /Hardware/], ["drawers", /Furniture|Storage/],
  ["heartDecoration", /Decor|Home/],
];

interface Rule {
  readonly name: ShapeName;
  readonly words: readonly string[];
}

// Looked up by a rule's first word, so that a title meets only rules that may fit.
const RULES_BY_WORD = new Map<string, { order: number; rule: Rule }[]>();
RULES.forEach(([name, alternatives], order) => {
  for (const alternative of alternatives.split("|")) {
    const words = alternative.split(" ");
    const first = words[0] ?? "";
    const list = RULES_BY_WORD.get(first) ?? [];
    list.push({ order, rule: { name, words } });
    RULES_BY_WORD.set(first, list);
  }
});

export function shapeName(words: ReadonlySet<string>, category: string): ShapeName {
  let best: { order: number; rule: Rule } | undefined;
  for (const word of words) {
    for (const candidate of RULES_BY_WORD.get(word) ?? []) {
      if (best && best.order <= candidate.order) continue;
      if (candidate.rule.words.every((needed) => words.has(needed))) best = candidate;
    }
  }
  if (best) return best.rule.name;
  return BY_CATEGORY.find(([, pattern]) => pattern.test(category))?.[0] ?? "giftBox";
}

export const shapeOf = (name: ShapeName): Shape => SHAPES[name];
export const SHAPE_NAMES = Object.keys(SHAPES) as ShapeName[];
