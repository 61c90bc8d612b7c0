package io.deltarule.cli;

import io.deltarule.plan.DeviceModel;
import java.util.ArrayList;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a device model's name. */
final class DeviceModelConverter implements ITypeConverter<DeviceModel> {
  /** The names, for help and completion in shells. */
  static final class Names extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Names() {
      DeviceModel.all().forEach(model -> add(model.id()));
    }
  }

  /** Made by picocli. */
  DeviceModelConverter() {}

  @Override
  public DeviceModel convert(String name) {
    return DeviceModel.named(name)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "there is no device model '" + name + "'; there are " + DeviceModel.names()));
  }
}
