#ifndef EMULATOR_PTX_INSTRUCTION_PARSER_H_
#define EMULATOR_PTX_INSTRUCTION_PARSER_H_

#include "ast.h"
#include "token_stream.h"

namespace emulator::ptx {

// `@!%p1 opcode.modifier.modifier operand, operand;`, the semicolon included.
Instruction parse_instruction(TokenStream& tokens);

// An integer, with its sign, as in array lengths and offsets.
int64_t parse_integer(TokenStream& tokens);

}  // namespace emulator::ptx

#endif  // EMULATOR_PTX_INSTRUCTION_PARSER_H_
