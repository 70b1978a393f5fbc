# cmake -DINPUT=file -DOUTPUT=file.inc -P embed.cmake: a text as a C++ string literal.
file(READ ${INPUT} text)
file(WRITE ${OUTPUT} "R\"text(${text})text\"\n")
