// Things for the rooms, the walls and the garden.
import {
  at, bow, BRASS, box, circle, faint, flame, FLAME, flower, hanging, heart, INK, LEAF, LEAF_DARK, leaf, METAL,
  oval, PAPER, path, ring, shade, shine, standing, star, stroke, TWINE, WAX, WOOD, WOOD_DARK,
} from "./draw.ts";

const clockFace = (x: number, y: number, r: number, rim: string): string =>
  circle(x, y, r, PAPER) + ring(x, y, r, rim, 2) +
  [0, 30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 330].map((turn) =>
    at(x, y, box(-1.2, -r + 4, 2.4, turn % 90 ? 4 : 8, INK), 1, turn)).join("") +
  stroke(`M${x} ${y}V${y - r * 0.6}M${x} ${y}l${r * 0.42} ${r * 0.2}`, INK, 4) + circle(x, y, 4, rim);

const petals = (x: number, y: number, size: number, fill: string, eye: string): string =>
  at(x, y, flower(fill, eye), size);

export const HOME = {
  candle: standing((p) =>
    at(100, 54, flame(), 1.3) + stroke("M100 58v14", INK, 3) +
    path("M68 74h64v84c0 10-64 10-64 0z", p.body) + oval(100, 74, 32, 7, p.light) +
    shade("M116 76h16v82c0 6-14 8-30 8 14-12 16-60 14-90z") + shine("M74 88h6v62h-6z")),
  candles: standing((p) =>
    [[66, 96, 24], [134, 84, 24], [100, 112, 26]].map(([x = 0, y = 0, r = 0], i) =>
      at(x, y - 14, flame()) + path(`M${x - r} ${y}h${2 * r}V160c0 7-${2 * r} 7-${2 * r} 0z`, i === 1 ? p.accent : p.body) +
      oval(x, y, r, 5, p.light) + shade(`M${x + r - 12} ${y}h12V160c0 3-6 5-14 5z`)).join("")),
  dinnerCandles: standing((p) =>
    [62, 100, 138].map((x, i) => at(x, 42 + (i % 2) * 10, flame(), 0.9) +
      path(`M${x - 8} ${54 + (i % 2) * 10}h16l3 ${106 - (i % 2) * 10}h-22z`, i === 1 ? p.accent : p.body) +
      path(`M${x - 18} 152h36l-4 14h-28z`, BRASS)).join("")),
  tealights: standing((p) =>
    [[62, 132], [138, 132], [100, 150], [100, 112]].map(([x = 0, y = 0]) =>
      at(x, y - 15, flame(), 0.8) + path(`M${x - 26} ${y - 6}h52v14c0 9-52 9-52 0z`, METAL) +
      oval(x, y - 6, 26, 7, p.main) + oval(x, y - 6, 20, 5, p.light)).join("")),
  votive: standing((p) =>
    path("M58 66h84l-8 90c-1 12-67 12-68 0z", p.body) + faint(0.5, oval(100, 128, 28, 26, FLAME)) +
    at(100, 112, flame(), 1.4) + box(84, 120, 32, 34, WAX, 5) + oval(100, 66, 42, 9, p.light) +
    oval(100, 67, 36, 6, p.dark) + shine("M68 82h7l5 62h-7z") + shade("M124 68h18l-8 88c0 5-10 8-22 9 12-20 14-60 12-97z")),
  hangingVotive: hanging((p) =>
    stroke("M100 16v20M100 36 66 84M100 36l34 48", TWINE, 3) +
    `<g transform="translate(100 116) scale(5.1)">${heart(p.body)}</g>` +
    faint(0.45, circle(100, 112, 24, FLAME)) + at(100, 104, flame(), 1.2) + box(87, 110, 26, 24, WAX, 4) +
    shine("M64 88c4-10 12-12 18-11-8 6-14 14-14 26-6-4-6-10-4-15z")),
  candlestick: standing((p) =>
    at(100, 36, flame()) + box(92, 42, 16, 52, WAX, 3) + path("M78 92h44l-6 12H84z", p.dark) +
    path("M92 104h16l-4 12c10 6 10 16 0 22l4 14c20 2 28 8 28 14H64c0-6 8-12 28-14l4-14c-10-6-10-16 0-22z", p.body) +
    shade("M104 104h4l-4 12c10 6 10 16 0 22l4 14c20 2 28 8 28 14h-30z")),
  lantern: standing((p) =>
    ring(100, 34, 14, p.dark, 5) + path("M70 66 100 42l30 24z", p.dark) + box(62, 64, 76, 10, p.main, 3) +
    faint(0.55, box(66, 74, 68, 78, "#fdf3d2")) + faint(0.6, circle(100, 116, 28, FLAME)) +
    box(88, 118, 24, 34, WAX, 4) + at(100, 108, flame(), 1.3) +
    box(62, 72, 9, 82, p.main) + box(129, 72, 9, 82, p.main) + box(98, 72, 4, 34, p.main) + box(54, 152, 92, 14, p.dark, 4)),
  fairyLights: hanging((p) =>
    stroke("M14 62c40 44 62 44 86 10s54-30 88 6", LEAF_DARK, 4) +
    [[36, 84], [62, 100], [90, 88], [112, 66], [138, 58], [164, 68]].map(([x = 0, y = 0], i) =>
      faint(0.35, circle(x, y + 20, 20, FLAME)) + box(x - 5, y - 2, 10, 10, INK, 2) +
      path(`M${x - 9} ${y + 8}h18c4 14-2 26-9 28-7-2-13-14-9-28z`, i % 2 ? p.accent : p.body)).join("") +
    stroke("M30 138c40 24 90 24 140-4", LEAF_DARK, 3) +
    [[52, 148], [88, 155], [124, 152], [156, 142]].map(([x = 0, y = 0], i) => circle(x, y + 8, 8, i % 2 ? p.body : p.accent)).join("")),
  lamp: standing((p) =>
    path("M94 104h12v44H94z", p.dark) + path("M66 166c0-14 16-22 34-22s34 8 34 22z", p.dark) +
    path("M74 40h52l24 66H50z", p.body) + shade("M108 40h18l24 66h-34z") + box(50, 100, 100, 6, p.light, 3)),
  lampshade: hanging((p) =>
    stroke("M100 10v42", INK, 3) + path("M74 52h52l36 84H38z", p.body) + shade("M110 52h16l36 84h-40z") +
    oval(100, 136, 62, 10, p.dark) + oval(100, 138, 52, 6, "#fff0c4") + oval(100, 52, 26, 5, p.light)),
  clock: hanging((p) =>
    circle(100, 104, 64, "#00000014") + circle(100, 100, 64, p.body) + ring(100, 100, 62, p.dark, 3) + clockFace(100, 100, 46, p.dark)),
  alarmClock: standing((p) =>
    path("M62 148l-14 20 8 4 18-16zM138 148l14 20-8 4-18-16z", p.dark) +
    circle(64, 54, 20, p.accent) + circle(136, 54, 20, p.accent) + box(94, 30, 12, 20, p.dark, 4) +
    circle(100, 106, 58, p.body) + ring(100, 106, 57, p.dark, 2) + clockFace(100, 106, 42, p.dark)),
  mirror: hanging((p) =>
    path("M100 22c50 0 62 40 62 80s-22 76-62 76-62-36-62-76 12-80 62-80z", p.body) +
    oval(100, 102, 46, 60, "#dbe9ee") + faint(0.8, path("M72 118 118 56l10 8-48 68z", "#fff")) +
    at(100, 32, flower(p.light, p.accent), 1.3)),
  frame: standing((p) =>
    box(48, 38, 104, 128, p.body, 6) + shade("M136 38h10a6 6 0 0 1 6 6v122h-16z") + box(64, 54, 72, 96, PAPER) +
    box(72, 62, 56, 80, "#d7e6e4") + circle(114, 80, 9, FLAME) + path("M72 142v-28l18-18 16 16 10-8 12 12v26z", LEAF)),
  picture: hanging((p) =>
    stroke("M100 20 64 46M100 20l36 26", TWINE, 3) + box(42, 46, 116, 120, WOOD, 4) + box(52, 56, 96, 100, PAPER) +
    box(60, 64, 80, 84, p.body) + at(100, 106, star(p.light), 0)),
  sign: hanging((p) =>
    stroke("M100 26 54 72M100 26l46 46", TWINE, 4) + circle(100, 26, 4, INK) +
    box(30, 70, 140, 74, p.dark, 9) + box(30, 68, 140, 72, p.body, 9) + box(40, 78, 120, 52, PAPER, 5) +
    stroke("M58 94h84M70 107h60", p.dark, 4) + at(100, 121, heart(p.accent), 0.55)),
  blackboard: hanging((p) =>
    stroke("M100 26 60 56M100 26l40 30", TWINE, 3) + box(38, 54, 124, 104, p.main === "#333030" ? WOOD : p.main, 7) +
    box(48, 64, 104, 84, "#37413d", 3) + stroke("M64 86c14-8 20 8 34 0s24 4 36-2M64 108h56M64 126h34", "#f3efe5", 4)),
  metalPlaque: hanging((p) =>
    box(36, 54, 128, 98, "#00000018", 10) + box(36, 50, 128, 98, p.body, 10) +
    `<rect x="44" y="58" width="112" height="82" rx="6" fill="none" stroke="${PAPER}" stroke-width="3"/>` +
    box(58, 74, 84, 50, PAPER, 25) + stroke("M76 92h48M84 106h32", p.dark, 4) +
    [46, 154].map((x) => circle(x, 60, 2.6, INK) + circle(x, 138, 2.6, INK)).join("")),
  doormat: standing((p) =>
    path("M36 84h128l22 78H14z", WOOD_DARK) + path("M44 90h112l18 64H26z", p.body) +
    stroke("M66 124h68M60 138h80M74 108h52", p.light, 6)),
  hook: hanging((p) =>
    box(36, 56, 128, 30, p.body, 10) + [64, 100, 136].map((x) => circle(x, 70, 5, p.light) +
      stroke(`M${x} 76v34c0 22 26 18 24-2`, p.dark, 7) + circle(x + 24, 106, 6, p.accent)).join("")),
  hanger: hanging((p) =>
    stroke("M100 82V64c16-2 20-28 0-28-8 0-12 6-12 12", METAL, 5) +
    path("M100 78c12 4 60 32 68 46 6 10-2 16-12 14-34-8-78-8-112 0-10 2-18-4-12-14 8-14 56-42 68-46z", p.body) +
    at(100, 104, bow(p.accent, p.accentDark), 0.9)),
  doorstop: standing((p) =>
    path("M56 164c-10-50 14-90 44-90s54 40 44 90z", p.body) + shade("M120 82c20 16 32 46 24 82h-30c12-26 14-56 6-82z") +
    path("M80 76c-8-26 10-20 20-32 10 12 28 6 20 32z", p.light) + box(78, 70, 44, 10, p.accent, 5) + at(100, 120, heart(p.light), 1.6)),
  knob: hanging((p) =>
    circle(100, 106, 58, "#00000016") + circle(100, 100, 56, p.dark) + circle(100, 98, 52, p.body) + circle(100, 98, 20, p.light) +
    circle(100, 98, 9, p.accent) + shine("M62 80c8-16 20-24 34-26-12 8-20 18-24 32z")),
  cushion: standing((p) =>
    path("M40 56c30 8 90 8 120 0 8 30 8 76 0 106-30-8-90-8-120 0-8-30-8-76 0-106z", p.body) +
    shade("M160 56c8 30 8 76 0 106-20-5-50-7-80-5 50-12 74-46 80-101z") +
    stroke("M40 56c30 8 90 8 120 0 8 30 8 76 0 106-30-8-90-8-120 0-8-30-8-76 0-106z", p.light, 3) + circle(100, 108, 6, p.dark)),
  throwRug: standing((p) =>
    path("M44 60c0-12 112-12 112 0v84H44z", p.body) + path("M44 100h112v46H44z", p.body) + shade("M44 98h112v8H44z") +
    stroke("M50 148v14M66 148v14M82 148v14M98 148v14M114 148v14M130 148v14M146 148v14", p.dark, 5) + box(44, 138, 112, 10, p.light)),
  towel: hanging((p) =>
    stroke("M30 44h140", METAL, 7) + path("M52 42h96v120H52z", p.body) + box(52, 132, 96, 8, p.light) + box(52, 144, 96, 4, p.light) +
    shade("M124 42h24v120h-24z")),
  curtain: hanging((p) =>
    stroke("M26 40h148", BRASS, 6) + path("M34 40h58c6 50-10 100-16 124H34z", p.body) + path("M166 40h-58c-6 50 10 100 16 124h42z", p.body) +
    faint(0.18, stroke("M50 44v116M68 44c2 40-4 90-8 116M150 44v116M132 44c-2 40 4 90 8 116", INK, 4))),
  flowerPot: standing((p) =>
    stroke("M100 104V60M100 96c-4-20-20-28-30-28M100 96c4-20 20-28 30-28", LEAF_DARK, 5) +
    petals(100, 48, 1.9, p.accent, FLAME) + petals(64, 66, 1.5, p.accent, FLAME) + petals(136, 66, 1.5, p.accent, FLAME) +
    path("M60 112h80l-10 54H70z", p.body) + box(54, 100, 92, 16, p.dark, 4) + shade("M122 116h18l-10 50h-16z")),
  flowers: standing((p) =>
    stroke("M100 150 66 66M100 150V48M100 150l34-84M100 150 82 90M100 150l20-58", LEAF, 4) +
    petals(66, 62, 1.8, p.body.startsWith("url") ? p.main : p.body, FLAME) + petals(134, 62, 1.8, p.accent, FLAME) +
    petals(100, 44, 2.1, p.main, FLAME) + petals(82, 90, 1.5, p.accent, FLAME) + petals(120, 90, 1.5, p.light, FLAME) +
    path("M78 122h44l-8 44H86z", PAPER) + at(100, 140, bow(p.dark, p.accentDark), 0.9)),
  wreath: hanging((p) =>
    ring(100, 102, 50, LEAF, 22) +
    [0, 30, 60, 90, 120, 150, 180, 210, 240, 270, 300, 330].map((turn) => at(100, 102, at(0, -50, leaf(turn % 60 ? LEAF_DARK : "#7fa676"), 1.3, 60), 1, turn)).join("") +
    [15, 105, 165, 195, 255, 345].map((turn) => at(100, 102, circle(0, -50, 6, p.accent), 1, turn)).join("") +
    at(100, 150, bow(p.main, p.dark), 1.4)),
  tree: standing((p) =>
    box(92, 144, 16, 22, WOOD_DARK, 3) + path("M100 34 132 80h-14l26 36h-16l30 36H42l30-36H56l26-36H68z", p.body) +
    shade("M100 34 132 80h-14l26 36h-16l30 36h-48c8-40 6-80-10-118z") +
    [[88, 84], [112, 104], [84, 124], [120, 136], [70, 142]].map(([x = 0, y = 0]) => circle(x, y, 5, p.accent)).join("") + at(100, 34, star(FLAME), 1.2)),
  bauble: hanging((p) =>
    stroke("M100 10v34", TWINE, 3) + box(88, 42, 24, 14, BRASS, 3) + circle(100, 108, 56, p.body) +
    shade("M126 58c30 20 40 60 16 88-14 14-30 18-44 17 40-14 48-62 28-105z") + shine("M62 90c4-16 14-26 24-30-8 10-12 20-14 34z")),
  bell: hanging((p) =>
    at(100, 30, bow(p.accent, p.accentDark), 1.2) + circle(100, 150, 12, p.dark) +
    path("M100 44c30 0 38 30 40 60 2 22 10 28 16 40H44c6-12 14-18 16-40 2-30 10-60 40-60z", p.body) +
    shade("M116 48c20 10 23 34 24 56 2 22 10 28 16 40h-32c6-30 4-70-8-96z") + box(40, 138, 120, 10, p.light, 5)),
  starDecoration: hanging((p) =>
    stroke("M100 12v28", TWINE, 3) + at(100, 106, star(p.body), 6) + shade("M100 40l18 42 48 6-36 30 12 48-42-24z") + at(100, 106, star(p.light), 1.6)),
  heartDecoration: hanging((p) =>
    stroke("M100 14v44", TWINE, 3) + at(100, 110, heart(p.body), 6) + at(100, 60, bow(p.accent, p.accentDark), 0.9) +
    shine("M56 84c6-16 16-20 26-18-12 6-18 16-20 32-6-4-8-8-6-14z")),
  angel: hanging((p) =>
    path("M76 88C40 60 30 86 34 100s24 16 42 6zM124 88c36-28 46-2 42 12s-24 16-42 6z", PAPER) + path("M100 74 136 164H64z", p.body) +
    circle(100, 62, 20, "#f0cfae") + path("M80 60c0-26 40-26 40 0-10-8-30-8-40 0z", WOOD) +
    `<ellipse cx="100" cy="32" rx="18" ry="5" fill="none" stroke="${FLAME}" stroke-width="4"/>` + at(100, 116, heart(p.light), 1.1)),
  snowman: standing((p) =>
    circle(100, 134, 36, "#fbfdff") + circle(100, 84, 25, "#fbfdff") + box(76, 50, 48, 8, INK, 3) + box(84, 30, 32, 24, INK, 3) +
    circle(92, 80, 3, INK) + circle(108, 80, 3, INK) + path("M100 86 120 90l-20 5z", "#e08a3c") + box(76, 102, 48, 10, p.body, 5) +
    path("M112 106h12l4 26h-12z", p.body) + circle(100, 128, 3, INK) + circle(100, 144, 3, INK)),
  stocking: hanging((p) =>
    path("M72 52h52v62c0 12 34 14 34 34 0 16-18 18-34 16-30-2-52-10-52-34z", p.body) + box(66, 34, 64, 26, PAPER, 8) +
    path("M140 128c12 4 18 10 18 20 0 16-18 18-34 16 14-8 18-20 16-36z", p.accent) + stroke("M124 34c10-18 22-8 12 6", TWINE, 4)),
  bird: standing((p) =>
    path("M34 96 58 84c4-34 62-40 74 0 6 22 22 32 40 34-18 26-44 34-66 34-34 0-50-24-48-54z", p.body) +
    path("M92 104c26-8 44 6 48 24-22 12-50 4-48-24z", p.dark) + path("M40 92 26 100l18 4z", FLAME) + circle(74, 82, 5, INK) + circle(75, 80, 1.6, "#fff") +
    stroke("M94 150v16M108 150v16", WOOD_DARK, 4)),
  birdHouse: hanging((p) =>
    stroke("M100 10v24", TWINE, 3) + box(52, 82, 96, 78, p.body, 4) + path("M36 90 100 32l64 58-8 8-56-50-56 50z", p.dark) + shade("M124 72l24 20v68h-24z") +
    circle(100, 112, 17, INK) + stroke("M100 140v12", WOOD_DARK, 6) + at(100, 76, heart(p.light), 0.7)),
  birdCage: hanging((p) =>
    ring(100, 24, 8, p.dark, 4) + stroke("M100 32c44 0 54 30 54 58v66H46V90c0-28 10-58 54-58z", p.main, 6) +
    stroke("M72 42v114M100 32v124M128 42v114", p.main, 3) + box(40, 152, 120, 12, p.dark, 4) +
    at(98, 118, path("M-24 0c4-18 30-18 36 0l14 4c-8 16-22 18-30 18-16 0-22-10-20-22z", p.accent) + circle(-12, -2, 2.6, INK))),
  hen: standing((p) =>
    path("M50 70c14-20 30-4 34 20 14 14 44 6 52-24 26 10 30 80-24 94H90c-34-6-44-46-40-90z", p.body) + path("M54 62c-2-14 6-16 10-8 4-12 12-8 10 4 8-4 10 6 2 10z", "#c8323f") +
    path("M48 76 32 84l16 6z", FLAME) + circle(62, 76, 4, INK) + path("M92 112c18-8 30 2 32 14-14 10-32 4-32-14z", p.dark) + stroke("M92 158v10M108 158v10", FLAME, 4)),
  rabbit: standing((p) =>
    path("M82 74C64 20 84 14 92 70zM108 70c8-56 28-50 10 4z", p.body) + circle(100, 92, 30, p.body) + oval(100, 140, 36, 28, p.body) +
    shade("M116 112c24 10 28 44 2 54-8 3-14 3-20 2 26-10 30-36 18-56z") + circle(90, 88, 4, INK) + circle(110, 88, 4, INK) + path("M96 98h8l-4 6z", "#d98b8b") +
    at(100, 122, bow(p.accent, p.accentDark), 0.8)),
  owl: standing((p) =>
    path("M56 52c12 8 20 10 44 10s32-2 44-10c6 24 6 112-44 112S50 76 56 52z", p.body) + circle(80, 88, 19, PAPER) + circle(120, 88, 19, PAPER) + circle(82, 88, 8, INK) + circle(118, 88, 8, INK) +
    path("M94 100h12l-6 14z", FLAME) + path("M58 110c18 6 20 30 12 44-12-10-14-28-12-44zM142 110c-18 6-20 30-12 44 12-10 14-28 12-44z", p.dark)),
  cat: standing((p) =>
    stroke("M138 152c30-8 22-40 10-46", p.main, 12) + oval(100, 132, 42, 34, p.body) + path("M64 84 66 44l22 16h24l22-16 2 40c0 34-72 34-72 0z", p.body) + circle(86, 82, 5, INK) + circle(114, 82, 5, INK) + path("M95 92h10l-5 6z", "#d98b8b") +
    stroke("M62 94l-18-4M62 100l-18 4M138 94l18-4M138 100l18 4", p.dark, 2)),
  dog: standing((p) =>
    path("M52 164V100h-4c-14 0-16-26-4-42l24-14h30l14 24h-8c4 16 40 20 54 34v62h-20v-34H72v34z", p.body) + path("M60 52c-18 6-16 38-2 40 10-8 12-26 2-40z", p.dark) + circle(84, 66, 4, INK) + oval(112, 70, 7, 5, INK) + box(70, 92, 30, 8, p.accent, 4)),
  butterfly: hanging((p) =>
    path("M96 100C60 30 20 50 32 84c6 18 40 22 64 16zM104 100c36-70 76-50 64-16-6 18-40 22-64 16z", p.body) + path("M96 104c-44 2-56 30-40 46 16 12 36-12 40-46zM104 104c44 2 56 30 40 46-16 12-36-12-40-46z", p.accent) +
    box(96, 74, 8, 74, INK, 4) + stroke("M98 76c-4-18-12-22-18-24M102 76c4-18 12-22 18-24", INK, 3) + circle(58, 80, 7, p.light) + circle(142, 80, 7, p.light)),
  egg: standing((p) =>
    path("M100 40c34 0 52 48 52 76 0 32-22 50-52 50s-52-18-52-50c0-28 18-76 52-76z", p.body) + shade("M124 50c38 50 34 112-24 116 30-16 40-64 24-116z") + box(50, 102, 101, 10, p.light) + at(100, 106, bow(p.accent, p.accentDark), 1)),
  apple: standing((p) =>
    stroke("M100 68c0-16 4-24 10-30", WOOD_DARK, 5) + at(122, 52, leaf(LEAF), 1.6, 60) + path("M100 70c20-16 62-8 58 36-3 34-26 66-58 56-32 10-55-22-58-56-4-44 38-52 58-36z", p.body) + shade("M136 66c22 8 24 30 22 44-3 34-26 62-58 52 36-8 48-50 36-96z") + shine("M54 96c0-12 6-18 14-20-4 8-6 16-6 24z")),
  mushroom: standing((p) =>
    path("M78 104h44c0 26 6 46 12 62H66c6-16 12-36 12-62z", WAX) + path("M36 108c0-40 28-66 64-66s64 26 64 66c-20 8-108 8-128 0z", p.body) + [[74, 76, 9], [108, 66, 11], [136, 90, 8], [98, 94, 6]].map(([x = 0, y = 0, r = 0]) => circle(x, y, r, "#fff8ef")).join("")),
  dove: hanging((p) =>
    stroke("M100 8v40", TWINE, 3) + path("M30 84c14-14 30-14 40-4 20-4 30-30 58-34-6 14-6 22-2 32 20 0 36-10 48-10-12 42-44 68-82 66-30-2-38-24-44-42z", p.body) + circle(48, 84, 3.6, INK) + path("M96 92c14-2 30-10 34-24 6 22-12 42-34 24z", p.dark)),
  drawers: standing((p) =>
    box(46, 44, 108, 114, p.body, 6) + box(54, 158, 10, 10, p.dark) + box(136, 158, 10, 10, p.dark) +
    [54, 88, 122].map((y) => box(56, y, 88, 28, p.light, 4) + circle(100, y + 14, 5, p.accent)).join("") + shade("M140 44h8a6 6 0 0 1 6 6v108h-14z")),
  cabinet: hanging((p) =>
    path("M44 56 100 30l56 26v108H44z", p.body) + box(58, 66, 84, 88, p.dark, 3) + [76, 100, 124].map((x) => stroke(`M${x} 78v8`, BRASS, 3) +
      ring(x, 96, 7, BRASS, 4) + stroke(`M${x} 103v28h8`, BRASS, 4)).join("") + shade("M142 50l14 6v108h-14z")),
  keys: hanging((p) =>
    ring(100, 40, 16, METAL, 5) + at(78, 60, ring(0, 22, 17, p.main, 9) + stroke("M0 42v58h18M0 84h14", p.main, 9), 1, 12) + at(122, 60, at(0, 50, heart(p.body), 3.2), 1, -8) + stroke("M100 56v10", METAL, 4)),
  trinketBox: standing((p) =>
    box(44, 96, 112, 66, p.body, 8) + shade("M130 96h18a8 8 0 0 1 8 8v50a8 8 0 0 1-8 8h-26c10-14 10-50 8-66z") + path("M40 98c0-40 120-40 120 0z", p.dark) + box(40, 92, 120, 10, p.light, 3) + box(92, 90, 16, 22, BRASS, 4) + circle(100, 60, 7, p.accent)),
  basket: standing((p) =>
    stroke("M54 96c0-66 92-66 92 0", WOOD_DARK, 7) + path("M42 94h116l-14 70H56z", p.body) +
    faint(0.25, stroke("M48 112h104M52 130h96M56 148h88M66 96l8 66M90 96l3 66M112 96l-3 66M134 96l-8 66", INK, 3)) + box(36, 88, 128, 14, p.dark, 7)),
  box: standing((p) =>
    box(48, 86, 104, 80, p.body, 4) + shade("M126 86h26v80h-26z") + box(42, 68, 116, 24, p.dark, 5) + box(78, 108, 44, 24, PAPER, 3) + stroke("M86 120h28", p.dark, 3)),
  suitcase: standing((p) =>
    stroke("M80 72V56c0-8 40-8 40 0v16", p.dark, 7) + box(36, 70, 128, 92, p.body, 12) + shade("M140 70h12a12 12 0 0 1 12 12v68a12 12 0 0 1-12 12h-22z") + box(56, 70, 12, 92, p.dark) + box(132, 70, 12, 92, p.dark) + box(92, 74, 16, 10, BRASS, 3)),
  bucket: standing((p) =>
    stroke("M50 74c0-58 100-58 100 0", METAL, 5) + path("M48 74h104l-14 84c-2 10-74 10-76 0z", p.body) + shade("M124 76h28l-14 82c-1 6-18 8-36 8 20-16 24-60 22-90z") + oval(100, 74, 52, 10, p.light) + oval(100, 75, 45, 7, p.dark)),
  wateringCan: standing((p) =>
    stroke("M128 84c44-22 48 44 8 58", p.dark, 8) + path("M72 124 34 76l8-8 34 34z", p.dark) + at(34, 70, box(-12, -5, 24, 10, p.dark, 4), 1, -45) + path("M70 84h66l6 80H64z", p.body) + oval(103, 84, 33, 7, p.light) + shade("M120 84h16l6 80h-22z")),
  trowel: hanging((p) =>
    at(100, 100, box(-8, 26, 16, 50, WOOD, 8) + box(-4, -6, 8, 36, METAL) + path("M-24-62C-10-86 10-86 24-62L20-10C10 2-10 2-20-10z", p.body), 1, 30)),
  gnome: standing((p) =>
    path("M62 166c-6-46 10-62 38-62s44 16 38 62z", p.body) + circle(100, 88, 22, "#f0cfae") + path("M78 92c0 40 44 40 44 0-6 10-38 10-44 0z", PAPER) + path("M72 84 100 26l28 58c-16-8-40-8-56 0z", "#c8423b") + circle(100, 92, 6, "#e2a98c")),
  thermometer: hanging((p) =>
    box(70, 26, 60, 150, p.body, 14) + box(80, 38, 40, 126, PAPER, 8) + box(96, 50, 8, 82, "#e3e6e8", 4) + box(96, 88, 8, 48, "#c8323f") + circle(100, 144, 12, "#c8323f") + stroke("M110 60h8M110 76h5M110 92h8M110 108h5", INK, 2.5)),
  chair: standing((p) =>
    path("M56 34h14l4 62H58zM130 34h14l-2 62h-16z", WOOD_DARK) + box(60, 40, 80, 16, p.dark, 6) + box(62, 64, 76, 12, p.dark, 6) + box(50, 92, 100, 18, p.body, 8) + box(56, 110, 10, 58, WOOD_DARK) + box(134, 110, 10, 58, WOOD_DARK) + box(62, 132, 76, 6, WOOD)),
  table: standing((p) =>
    oval(100, 78, 70, 14, p.dark) + oval(100, 74, 70, 14, p.body) + stroke("M62 86 50 164M138 86l12 78M100 90v72", p.dark, 7)),
  shelf: hanging((p) =>
    box(34, 42, 132, 10, p.dark, 3) + box(34, 100, 132, 10, p.dark, 3) + box(34, 156, 132, 10, p.dark, 3) + box(34, 42, 10, 124, p.main) + box(156, 42, 10, 124, p.main) +
    box(56, 66, 14, 34, p.accent, 3) + box(74, 72, 14, 28, p.body, 3) + circle(126, 86, 14, p.light) + box(60, 128, 34, 28, p.body, 4) + box(112, 118, 12, 38, p.accent, 3) + box(128, 126, 12, 30, p.main, 3)),
  wallArt: hanging((p) =>
    box(40, 40, 120, 124, "#00000014", 2) + box(40, 36, 120, 124, p.light, 2) + at(100, 100, flower(p.body, p.accent), 4.2) + at(66, 68, flower(p.accent, p.light), 1.4) + at(136, 134, flower(p.dark, p.light), 1.4) + at(138, 66, leaf(LEAF), 1.4, 30) + at(62, 134, leaf(LEAF), 1.4, 210)),
  tile: hanging((p) =>
    box(44, 50, 112, 112, "#00000018", 6) + box(44, 44, 112, 112, p.light, 6) + box(52, 52, 96, 96, p.body, 3) + circle(100, 100, 28, p.light) + at(100, 100, flower(p.main, p.accent), 2)),
  letter: standing((p) =>
    box(48, 50, 104, 116, p.dark, 8) + box(44, 46, 104, 116, p.body, 8) + box(56, 58, 80, 92, PAPER, 4) +
    path("M88 70h16l22 68h-16l-4-14H86l-4 14H66zm8 20-7 22h14z", p.dark)),
  soap: standing((p) =>
    path("M36 138h128c-4 20-26 26-64 26s-60-6-64-26z", p.light) + box(54, 104, 92, 44, p.body, 18) + shine("M66 112h44v6H66z") + [[138, 82, 13], [116, 64, 8], [150, 56, 6]].map(([x = 0, y = 0, r = 0]) => faint(0.7, circle(x, y, r, "#e6f2f6")) + ring(x, y, r, "#a8c4d0", 1.5)).join("")),
  incense: standing((p) =>
    box(30, 140, 140, 14, p.dark, 7) + [70, 96, 122].map((x, i) => stroke(`M${x} 140 ${x + 26} 56`, i === 1 ? p.accent : WOOD_DARK, 4) + stroke(`M${x + 26} 50c-10-10 8-16 0-28`, "#b9b1a8", 3)).join("") + at(52, 132, heart(p.main), 1)),
  fan: hanging((p) =>
    path("M100 160 28 96a96 96 0 0 1 144 0z", p.body) + faint(0.3, stroke("M100 160 46 80M100 160 72 62M100 160V56M100 160l28-98M100 160l54-80", INK, 2)) + circle(100, 158, 8, p.accent)),
};
