package io.deltarule.cuda;

/** Threads and blocks in reverse order. */
class ReverseThreadOrderParityTest extends ThreadOrderParity {
  ReverseThreadOrderParityTest() {
    super("reverse", 0);
  }
}
