package io.deltarule.cpu.simd.pointwise;

import static org.objectweb.asm.Opcodes.*;

import io.deltarule.cpu.lower.Instruction;
import io.deltarule.cpu.lower.Kind;
import io.deltarule.cpu.pointwise.RowEmitter;
import io.deltarule.cpu.pointwise.RowSpec;
import io.deltarule.cpu.simd.Lanes;
import java.util.Optional;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/** Adds a vector loop to a generated row, for all whole vectors of it. */
final class VectorRowEmitter extends RowEmitter {
  private static final String PACKAGE = "io/deltarule/cpu/simd/pointwise";

  private VectorRowEmitter(RowSpec spec) {
    super(PACKAGE, spec);
  }

  static Optional<byte[]> print(RowSpec spec) {
    return new VectorRowEmitter(spec).print();
  }

  /** {@code for (; counter < count - (lanes - 1); counter += lanes)}. */
  @Override
  protected void vectorLoop(MethodVisitor code) {
    if (!program.isVectorizable()) {
      super.vectorLoop(code);
      return;
    }
    VectorPrinter printer = new VectorPrinter(code, this::local);
    code.visitIincInsn(COUNT, 1 - Lanes.COUNT);
    loadOffsets(code);
    Label head = new Label();
    Label end = new Label();
    // Rows shorter than a vector should not pay for spreading constants.
    code.visitVarInsn(ILOAD, COUNTER);
    code.visitVarInsn(ILOAD, COUNT);
    code.visitJumpInsn(IF_ICMPGE, end);
    for (int i : invariant()) {
      loadScalar(code, i);
    }
    code.visitLabel(head);
    code.visitVarInsn(ILOAD, COUNTER);
    code.visitVarInsn(ILOAD, COUNT);
    code.visitJumpInsn(IF_ICMPGE, end);
    // Inside the loop: the JIT lifts them out of it, where a vector object that lives from one
    // iteration to the next would have to be allocated.
    for (int i : invariant()) {
      spread(code, printer, i);
    }
    for (int i = 0; i < program.instructions().size(); i++) {
      if (!isInvariant(program.instruction(i))) {
        vector(code, printer, i);
      }
    }
    for (int k = 0; k < program.results().size(); k++) {
      code.visitVarInsn(ALOAD, local(program.results().get(k)));
      pushElement(code, spec.inputs().size() + k);
      printer.store(program.resultKind(k));
    }
    code.visitIincInsn(COUNTER, Lanes.COUNT);
    code.visitJumpInsn(GOTO, head);
    code.visitLabel(end);
    code.visitVarInsn(ILOAD, COUNTER);
  }

  /** Where the scalar of an invariant instruction is kept. */
  private int scalarLocal(int position) {
    return local(program.instructions().size() + position);
  }

  /** Keeps the element of a uniform input; a constant needs no keeping. */
  private void loadScalar(MethodVisitor code, int position) {
    Instruction instruction = program.instruction(position);
    switch (instruction.opcode()) {
      case INPUT_FLOAT -> {
        pushElement(code, instruction.immediate());
        code.visitInsn(FALOAD);
        code.visitVarInsn(FSTORE, scalarLocal(position));
      }
      case INPUT_INT -> {
        pushElement(code, instruction.immediate());
        code.visitInsn(IALOAD);
        code.visitVarInsn(ISTORE, scalarLocal(position));
      }
      default -> {}
    }
  }

  /** Makes a vector of one value: a constant, or the element of a uniform input. */
  private void spread(MethodVisitor code, VectorPrinter printer, int position) {
    Instruction instruction = program.instruction(position);
    Kind kind = instruction.opcode().result();
    printer.pushSpecies(kind);
    switch (instruction.opcode()) {
      case CONST_FLOAT -> code.visitLdcInsn(Float.intBitsToFloat(instruction.immediate()));
      case CONST_INT -> pushInt(code, instruction.immediate());
      default -> code.visitVarInsn(kind == Kind.INT ? ILOAD : FLOAD, scalarLocal(position));
    }
    printer.spread(kind);
    code.visitVarInsn(ASTORE, local(position));
  }

  private void vector(MethodVisitor code, VectorPrinter printer, int position) {
    Instruction instruction = program.instruction(position);
    switch (instruction.opcode()) {
      case INPUT_FLOAT, INPUT_INT -> {
        printer.pushSpecies(instruction.opcode().result());
        pushElement(code, instruction.immediate());
        printer.load(instruction.opcode().result());
      }
      default -> printer.print(instruction);
    }
    code.visitVarInsn(ASTORE, local(position));
  }
}
