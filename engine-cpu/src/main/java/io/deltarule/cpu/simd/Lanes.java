package io.deltarule.cpu.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * The vector width that all kernels use: the widest that the processor has, or the one that the
 * system property {@value #PROPERTY} forces (4, 8 or 16 float32 lanes), which tests use to run the
 * same code as NEON and AVX2 machines do. They also turn the warm-up off, by {@code
 * deltarule.cpu.warmup}.
 *
 * <p>The species are static finals because HotSpot compiles vector code well only over constants.
 */
public final class Lanes {
  /** The system property that forces the number of float32 lanes. */
  public static final String PROPERTY = "deltarule.cpu.lanes";

  /** Vectors of float32. */
  public static final VectorSpecies<Float> SPECIES = species();

  /** Vectors of as many int32. */
  public static final VectorSpecies<Integer> INT_SPECIES =
      VectorSpecies.of(int.class, SPECIES.vectorShape());

  /** The number of float32 in a vector. */
  public static final int COUNT = SPECIES.length();

  /**
   * The class of every vector of {@link #SPECIES}. {@code VECTOR.cast(v)} is the same vector, of
   * which the JIT then knows the class. It forgets the class of a vector that a loop carries and
   * must guess it from the profile of the Vector API's own methods, which all code in the process
   * shares; and where code in the process made the JIT retract such guesses, it makes no more of
   * them in a method that takes many operations. Where it does not know the class of each vector
   * that an operation takes, vectors live in objects. A cast to a constant class is an intrinsic,
   * and compiles to nothing once the class is known.
   *
   * <p>Written out in each place: a method around the cast would be a call, with vectors in
   * objects, wherever the JIT has had enough of inlining. {@link ExactClass} is the same for
   * bytecode.
   */
  public static final Class<? extends FloatVector> VECTOR = FloatVector.zero(SPECIES).getClass();

  /** The class of every vector of {@link #INT_SPECIES}, for the same use. */
  public static final Class<? extends IntVector> INT_VECTOR =
      IntVector.zero(INT_SPECIES).getClass();

  /** The class of every mask of {@link #SPECIES}, for the same use. */
  public static final Class<?> MASK = SPECIES.maskAll(false).getClass();

  private Lanes() {}

  private static VectorSpecies<Float> species() {
    String forced = System.getProperty(PROPERTY);
    if (forced == null) {
      // Wider vectors than 512 bits exist (SVE), but registers of 16 lanes are as many as blocks
      // assume.
      return FloatVector.SPECIES_PREFERRED.length() > 16
          ? VectorSpecies.of(float.class, VectorShape.S_512_BIT)
          : FloatVector.SPECIES_PREFERRED;
    }
    return switch (forced) {
      case "4" -> VectorSpecies.of(float.class, VectorShape.S_128_BIT);
      case "8" -> VectorSpecies.of(float.class, VectorShape.S_256_BIT);
      case "16" -> VectorSpecies.of(float.class, VectorShape.S_512_BIT);
      default ->
          throw new IllegalArgumentException(
              "system property " + PROPERTY + " must be 4, 8 or 16, got '" + forced + "'");
    };
  }
}
