package io.deltarule.cpu.pointwise;

import io.deltarule.cpu.lower.Instruction;
import io.deltarule.cpu.lower.Kind;
import io.deltarule.cpu.lower.MachineProgram;
import io.deltarule.cpu.lower.Opcode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A row's program cut into stages that the JIT compiles well, each a row of its own. What a later
 * stage needs of an earlier one passes through scratch rows. Only the last stage writes the
 * results, which may lie where inputs lie that other stages still read.
 *
 * <p>The JIT inlines some forty operations for one of the Vector API. In long methods its first
 * compiler runs out of registers, and leaves the method without the profile that the second one
 * asks for; the second one stops inlining, and makes objects of vectors. Both depend on what else
 * the process has compiled, and on how busy the machine was.
 *
 * @param stages in the order in which they run
 * @param floats the number of float scratch rows
 * @param ints the number of int scratch rows
 */
record RowStages(List<Stage> stages, int floats, int ints) {
  /** Instructions of a stage: the JIT has been seen to fail from 86 on. */
  private static final int MOST = 64;

  /** Where an operand of a stage lies. */
  enum Place {
    /** Where the operand of this number lies of the whole row. */
    OPERAND,
    FLOAT_SCRATCH,
    INT_SCRATCH
  }

  /** An operand of a stage, by the number of the row's operand or of the scratch row. */
  record Source(Place place, int index) {}

  /** A stage and where its operands lie, inputs before outputs. */
  record Stage(RowSpec spec, List<Source> operands) {}

  RowStages {
    stages = List.copyOf(stages);
  }

  static RowStages of(RowSpec spec) {
    return new Cutter(spec).cut();
  }

  private static final class Cutter {
    private final RowSpec spec;
    private final List<Instruction> code;

    /** For each instruction the last one that uses it; the end for results. */
    private final int[] lastUse;

    private final Map<Integer, Source> scratch = new HashMap<>();
    private int floats;
    private int ints;

    Cutter(RowSpec spec) {
      this.spec = spec;
      code = spec.program().instructions();
      lastUse = new int[code.size()];
      for (int i = 0; i < code.size(); i++) {
        for (int operand : code.get(i).operands()) {
          lastUse[operand] = i;
        }
      }
      for (int result : spec.program().results()) {
        lastUse[result] = code.size();
      }
    }

    RowStages cut() {
      if (code.size() <= MOST) {
        return new RowStages(List.of(whole()), 0, 0);
      }
      List<Stage> stages = new ArrayList<>();
      int from = 0;
      while (from < code.size() && size(from, code.size()) > MOST) {
        int to = end(from);
        stages.add(stage(from, to));
        from = to;
      }
      stages.add(stage(from, code.size()));
      return new RowStages(stages, floats, ints);
    }

    private Stage whole() {
      List<Source> operands = new ArrayList<>();
      for (int operand = 0; operand < spec.operands(); operand++) {
        operands.add(new Source(Place.OPERAND, operand));
      }
      return new Stage(spec, operands);
    }

    /** The end of the stage in the second half of its longest length that passes on the least. */
    private int end(int from) {
      int best = from + 1;
      int least = Integer.MAX_VALUE;
      for (int to = from + 1; to < code.size() && size(from, to) <= MOST; to++) {
        int passedOn = passedOn(to);
        if (size(from, to) <= MOST / 2 || passedOn <= least) {
          best = to;
          least = passedOn;
        }
      }
      return best;
    }

    /** The instructions of a stage: its part of the program, and what it takes from before. */
    private int size(int from, int to) {
      Set<Integer> needed = new HashSet<>();
      for (int i = from; i < to; i++) {
        if (!isLeaf(i)) {
          needed.add(i);
          needed.addAll(code.get(i).operands());
        }
      }
      if (to == code.size()) {
        needed.addAll(spec.program().results());
      }
      return needed.size();
    }

    /** The values computed before a position and used from it on; a mask takes two conversions. */
    private int passedOn(int to) {
      int sum = 0;
      for (int i = 0; i < to; i++) {
        if (!isLeaf(i) && lastUse[i] >= to) {
          sum += kind(i) == Kind.MASK ? 3 : 1;
        }
      }
      return sum;
    }

    private boolean isLeaf(int position) {
      return code.get(position).opcode().isLeaf();
    }

    private Kind kind(int position) {
      return code.get(position).opcode().result();
    }

    private Stage stage(int from, int to) {
      StageBuilder stage = new StageBuilder();
      for (int i = from; i < to; i++) {
        if (!isLeaf(i)) {
          stage.compute(i);
        }
      }
      if (to == code.size()) {
        for (int k = 0; k < spec.program().results().size(); k++) {
          int operand = spec.inputs().size() + k;
          stage.give(
              stage.value(spec.program().results().get(k)), new Source(Place.OPERAND, operand));
        }
      } else {
        for (int i = from; i < to; i++) {
          if (!isLeaf(i) && lastUse[i] >= to) {
            Source row = newScratch(kind(i));
            scratch.put(i, row);
            stage.give(stage.unmasked(i), row);
          }
        }
      }
      return stage.build();
    }

    private Source newScratch(Kind kind) {
      return kind == Kind.INT
          ? new Source(Place.INT_SCRATCH, ints++)
          : new Source(Place.FLOAT_SCRATCH, floats++);
    }

    /** Collects a stage; instructions keep their order. */
    private final class StageBuilder {
      private final List<Instruction> instructions = new ArrayList<>();
      private final Map<Integer, Integer> positions = new HashMap<>();
      private final List<Source> inputs = new ArrayList<>();
      private final List<Kind> kinds = new ArrayList<>();
      private final List<Boolean> uniform = new ArrayList<>();
      private final List<Integer> results = new ArrayList<>();
      private final List<Source> outputs = new ArrayList<>();

      private int add(Opcode opcode, List<Integer> operands, int immediate) {
        instructions.add(new Instruction(opcode, operands, immediate));
        return instructions.size() - 1;
      }

      void compute(int position) {
        Instruction own = code.get(position);
        List<Integer> operands = own.operands().stream().map(this::value).toList();
        positions.put(position, add(own.opcode(), operands, own.immediate()));
      }

      /** The value of an instruction of the row, wherever it comes from. */
      int value(int position) {
        Integer known = positions.get(position);
        if (known == null) {
          known = isLeaf(position) ? leaf(code.get(position)) : passed(position);
          positions.put(position, known);
        }
        return known;
      }

      private int leaf(Instruction own) {
        return switch (own.opcode()) {
          case INPUT_FLOAT, INPUT_INT ->
              input(new Source(Place.OPERAND, own.immediate()), spec.kind(own.immediate()));
          default -> add(own.opcode(), List.of(), own.immediate());
        };
      }

      private int input(Source source, Kind kind) {
        Opcode opcode = kind == Kind.INT ? Opcode.INPUT_INT : Opcode.INPUT_FLOAT;
        inputs.add(source);
        kinds.add(kind);
        uniform.add(source.place() == Place.OPERAND && spec.isUniform(source.index()));
        return add(opcode, List.of(), inputs.size() - 1);
      }

      private int passed(int position) {
        Kind kind = kind(position);
        int value = input(scratch.get(position), kind == Kind.INT ? Kind.INT : Kind.FLOAT);
        return kind == Kind.MASK ? add(Opcode.NE, List.of(value, constant(0)), 0) : value;
      }

      /** A value as it is passed on: a mask as 1 or 0. */
      int unmasked(int position) {
        int value = value(position);
        return kind(position) == Kind.MASK
            ? add(Opcode.SELECT, List.of(value, constant(1), constant(0)), 0)
            : value;
      }

      private int constant(float value) {
        return add(Opcode.CONST_FLOAT, List.of(), Float.floatToIntBits(value));
      }

      void give(int result, Source output) {
        results.add(result);
        outputs.add(output);
      }

      Stage build() {
        List<Source> operands = new ArrayList<>(inputs);
        operands.addAll(outputs);
        return new Stage(
            new RowSpec(kinds, uniform, new MachineProgram(instructions, results)), operands);
      }
    }
  }
}
