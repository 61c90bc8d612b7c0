package io.deltarule.cpu.simd.pointwise;

import static org.objectweb.asm.Opcodes.*;

import io.deltarule.cpu.lower.Instruction;
import io.deltarule.cpu.lower.Kind;
import io.deltarule.cpu.pointwise.RowEmitter;
import io.deltarule.cpu.pointwise.RowSpec;
import io.deltarule.cpu.simd.ExactClass;
import io.deltarule.cpu.simd.Lanes;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;

/** Adds a vector loop to a generated row, for all whole vectors of it. */
final class VectorRowEmitter extends RowEmitter {
  private static final String PACKAGE = "io/deltarule/cpu/simd/pointwise";

  private VectorRowEmitter(RowSpec spec) {
    super(PACKAGE, spec);
  }

  /** A row that states the class of each vector. */
  static byte[] print(RowSpec spec) {
    return new VectorRowEmitter(spec).print();
  }

  /**
   * {@code for (; counter < count - (lanes - 1); counter += lanes)}.
   *
   * <p>No vector lives across the loop's back edge: constants and uniform elements are spread anew
   * in each turn, and the JIT moves that out of the loop. A vector kept in a local variable is
   * boxed, once a call, where the variable's number is 63 or more: from there on HotSpot's type
   * flow takes every variable for one that the loop changes, and merges boxes.
   */
  @Override
  protected void vectorLoop(MethodVisitor code) {
    if (!program.isVectorizable()) {
      super.vectorLoop(code);
      return;
    }
    VectorPrinter printer = new VectorPrinter(code, this::local);
    ExactClass exactClass = new ExactClass(code);
    code.visitIincInsn(COUNT, 1 - Lanes.COUNT);
    loadOperands(code);
    Label head = new Label();
    Label end = new Label();
    for (int i : invariant()) {
      loadUniform(code, i);
    }
    code.visitLabel(head);
    code.visitVarInsn(ILOAD, COUNTER);
    code.visitVarInsn(ILOAD, COUNT);
    code.visitJumpInsn(IF_ICMPGE, end);
    for (int i = 0; i < program.instructions().size(); i++) {
      if (isInvariant(program.instruction(i))) {
        spread(code, printer, i);
      } else {
        vector(code, printer, i);
      }
      exactClass.state(local(i), classConstant(program.instruction(i).opcode().result()));
    }
    for (int k = 0; k < program.results().size(); k++) {
      code.visitVarInsn(ALOAD, local(program.results().get(k)));
      pushElement(code, spec.inputs().size() + k);
      printer.store(program.resultKind(k));
    }
    code.visitIincInsn(COUNTER, Lanes.COUNT);
    code.visitJumpInsn(GOTO, head);
    exactClass.end();
    code.visitLabel(end);
    code.visitVarInsn(ILOAD, COUNTER);
  }

  /** The constant that holds the class of the vectors of a kind. */
  private static String classConstant(Kind kind) {
    return switch (kind) {
      case FLOAT -> "VECTOR";
      case INT -> "INT_VECTOR";
      case MASK -> "MASK";
    };
  }

  /** Where the element of a uniform input is kept, as a scalar. */
  private int uniform(int position) {
    return local(program.instructions().size()) + position;
  }

  private void loadUniform(MethodVisitor code, int position) {
    Instruction instruction = program.instruction(position);
    switch (instruction.opcode()) {
      case INPUT_FLOAT -> {
        pushElement(code, instruction.immediate());
        code.visitInsn(FALOAD);
        code.visitVarInsn(FSTORE, uniform(position));
      }
      case INPUT_INT -> {
        pushElement(code, instruction.immediate());
        code.visitInsn(IALOAD);
        code.visitVarInsn(ISTORE, uniform(position));
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
      default -> code.visitVarInsn(kind == Kind.INT ? ILOAD : FLOAD, uniform(position));
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
