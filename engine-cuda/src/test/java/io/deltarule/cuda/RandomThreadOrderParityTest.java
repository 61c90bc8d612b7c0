package io.deltarule.cuda;

/** Threads and blocks in random order. */
class RandomThreadOrderParityTest extends ThreadOrderParity {
  RandomThreadOrderParityTest() {
    super("random", 2);
  }
}
