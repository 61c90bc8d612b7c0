package io.deltarule.cli;

import io.deltarule.optim.Optimizer;
import io.deltarule.optim.Optimizers;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The optimizers by name, with their usual constants. */
enum OptimizerChoice {
  SGD(Optimizers::sgd),
  MOMENTUM(() -> Optimizers.momentum(0.9)),
  NESTEROV(() -> Optimizers.nesterov(0.9)),
  ADAGRAD(Optimizers::adaGrad),
  RMSPROP(Optimizers::rmsProp),
  ADAM(Optimizers::adam),
  ADAMW(() -> Optimizers.adamW(0.01)),
  NADAM(Optimizers::nAdam),
  LION(() -> Optimizers.lion(0.1));

  private final Supplier<Optimizer> maker;

  OptimizerChoice(Supplier<Optimizer> maker) {
    this.maker = maker;
  }

  Optimizer make() {
    return maker.get();
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads an optimizer's name. */
  static final class Converter implements ITypeConverter<OptimizerChoice> {
    /** Made by picocli. */
    Converter() {}

    @Override
    public OptimizerChoice convert(String name) {
      return named(name);
    }
  }

  static OptimizerChoice named(String name) {
    return Arrays.stream(values())
        .filter(choice -> choice.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "there is no optimizer '"
                        + name
                        + "'; there are "
                        + Arrays.stream(values())
                            .map(OptimizerChoice::label)
                            .collect(Collectors.joining(", "))));
  }
}
