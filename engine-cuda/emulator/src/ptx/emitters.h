#ifndef EMULATOR_PTX_EMITTERS_H_
#define EMULATOR_PTX_EMITTERS_H_

#include <map>
#include <string>

#include "operation.h"

namespace emulator::ptx {

// Writes the C++ of one instruction; fails on modifiers and operands that it doesn't know.
using Emitter = void (*)(Operation&);
using EmitterTable = std::map<std::string, Emitter>;

// Each family's opcodes. One opcode is in one table.
const EmitterTable& arithmetic_emitters();  // add to neg, integers and floats
const EmitterTable& math_emitters();        // sqrt, ex2.approx, ...
const EmitterTable& carry_emitters();       // add.cc and its like
const EmitterTable& bit_emitters();         // and, shf, bfe, prmt, ...
const EmitterTable& compare_emitters();     // setp, set, selp, slct, testp
const EmitterTable& convert_emitters();     // cvt
const EmitterTable& move_emitters();        // mov, cvta, isspacep
const EmitterTable& memory_emitters();      // ld, st
const EmitterTable& atomic_emitters();      // atom, red
const EmitterTable& wait_emitters();        // bar, shfl, vote, ...

// The emitter of an opcode, or null. Branches, calls and returns are the function emitter's.
Emitter find_emitter(const std::string& opcode);

// Round::kNearest and so on, for the .rn, .rz, .rm or .rp taken from the modifiers; the default
// where there is none.
std::string take_rounding(Operation& operation, const std::string& fallback);

}  // namespace emulator::ptx

#endif  // EMULATOR_PTX_EMITTERS_H_
