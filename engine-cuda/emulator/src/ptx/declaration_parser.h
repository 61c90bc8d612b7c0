#ifndef EMULATOR_PTX_DECLARATION_PARSER_H_
#define EMULATOR_PTX_DECLARATION_PARSER_H_

#include <vector>

#include "ast.h"
#include "token_stream.h"

namespace emulator::ptx {

// True where a declaration of a register or variable begins (.reg, .shared, .global, ...).
bool at_declaration(const TokenStream& tokens);

// `.shared .align 4 .b8 name[64];` and its like, the semicolon included. One entry per name.
std::vector<Declaration> parse_declarations(TokenStream& tokens);

// One of a function's parameters or results: `.param .u64 .ptr .global .align 4 name`.
Declaration parse_parameter(TokenStream& tokens);

}  // namespace emulator::ptx

#endif  // EMULATOR_PTX_DECLARATION_PARSER_H_
