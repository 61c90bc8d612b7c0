#ifndef EMULATOR_PTX_PARSER_H_
#define EMULATOR_PTX_PARSER_H_

#include <string>

#include "ast.h"
#include "lexer.h"

namespace emulator::ptx {

// Throws PtxError. Instructions are parsed by form alone: what they mean is the emitter's matter.
Module parse(const std::string& text, const Source& source);

}  // namespace emulator::ptx

#endif  // EMULATOR_PTX_PARSER_H_
