# cmake -DINPUT=default_trees.json -DOUTPUT=default_trees.inc -P embed.cmake: a file as a C++ string.
file(READ ${INPUT} text)
file(WRITE ${OUTPUT} "R\"trees(${text})trees\"\n")
