package io.deltarule.cuda;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Needs a device, real or emulated, whose libraries the library path has. The build chooses these
 * tests by their tag: on the emulated device where g++ is found, on a GPU with {@code
 * -Pcuda-device}.
 */
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("device")
public @interface OnDevice {}
