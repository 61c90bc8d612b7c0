package io.deltarule.cuda.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
  private static final long ADDRESS = 0x7f00_1234_5000L;
  private static final int AT = 64;

  @Test
  void addressesComeFirstAndPointToTheirValues() {
    Arguments arguments =
        new Arguments().int64(-2).int32(-3).float32(1.5f).uint64(-1L).nullPointer();
    ByteBuffer target = ByteBuffer.allocate(512).order(ByteOrder.nativeOrder());
    arguments.layOut(target, AT, ADDRESS);
    for (int i = 0; i < arguments.count(); i++) {
      assertThat(target.getLong(AT + 8 * i)).isEqualTo(ADDRESS + 40 + 8L * i);
    }
    int values = AT + 40;
    assertThat(target.getLong(values)).isEqualTo(-2);
    assertThat(target.getInt(values + 8)).isEqualTo(-3);
    assertThat(target.getFloat(values + 16)).isEqualTo(1.5f);
    assertThat(target.getLong(values + 24)).isEqualTo(-1L);
    assertThat(target.getLong(values + 32)).isZero();
    assertThat(arguments.bytes()).isEqualTo(80);
  }

  @Test
  void nothingIsWrittenOutsideOfTheBlock() {
    Arguments arguments = new Arguments().int32(1).int32(2);
    ByteBuffer target = ByteBuffer.allocate(AT + arguments.bytes() + 64);
    for (int i = 0; i < target.capacity(); i++) {
      target.put(i, (byte) 0x55);
    }
    arguments.layOut(target.order(ByteOrder.nativeOrder()), AT, ADDRESS);
    for (int i = 0; i < target.capacity(); i++) {
      if (i < AT || i >= AT + arguments.bytes()) {
        assertThat(target.get(i)).as("byte %d", i).isEqualTo((byte) 0x55);
      }
    }
  }
}
