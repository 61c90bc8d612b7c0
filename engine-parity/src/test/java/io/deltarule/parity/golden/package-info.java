/** Values recorded from PyTorch, and how tests compare with them. */
package io.deltarule.parity.golden;
