package io.deltarule.cli;

import io.deltarule.plan.MatrixPrecision;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a precision of matrix products. */
final class MatrixPrecisionConverter implements ITypeConverter<MatrixPrecision> {
  /** Made by picocli. */
  MatrixPrecisionConverter() {}

  @Override
  public MatrixPrecision convert(String name) {
    return MatrixPrecision.named(name)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "there is no precision '" + name + "'; there are " + MatrixPrecision.names()));
  }
}
