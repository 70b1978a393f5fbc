# cmake -DINPUT=list.json -DOUTPUT=list.inc -P embed.cmake: a JSON text as a C++ string literal,
# without its indentation (no string of it may hold a line break).
file(READ ${INPUT} text)
string(REGEX REPLACE "\n *" "" text "${text}")
file(WRITE ${OUTPUT} "R\"json(${text})json\"\n")
