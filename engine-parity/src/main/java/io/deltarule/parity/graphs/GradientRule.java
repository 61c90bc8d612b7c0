package io.deltarule.parity.graphs;

import io.deltarule.graph.Value;
import io.deltarule.op.CustomGradient;
import java.util.Collections;
import java.util.List;

/** Gradient rules of one argument that a recipe can name. */
public enum GradientRule implements CustomGradient.Rule {
  /** The gradient as it comes, whatever was composed (Bengio et al. 2013). */
  STRAIGHT_THROUGH {
    @Override
    public List<Value> gradients(List<Value> arguments, Value output, Value upstream) {
      return Collections.singletonList(upstream);
    }
  },
  /** The gradient with the other sign (Ganin and Lempitsky 2015). */
  REVERSED {
    @Override
    public List<Value> gradients(List<Value> arguments, Value output, Value upstream) {
      return Collections.singletonList(upstream.neg());
    }
  },
  /** A gradient that uses the argument and the output: dx = dy (x + 2 y). */
  OF_BOTH {
    @Override
    public List<Value> gradients(List<Value> arguments, Value output, Value upstream) {
      return Collections.singletonList(upstream.mul(arguments.get(0).add(output.mul(2))));
    }
  }
}
