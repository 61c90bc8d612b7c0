package io.deltarule.optim;

import io.deltarule.graph.Assignment;
import io.deltarule.graph.Graph;
import io.deltarule.graph.Value;
import io.deltarule.layer.ParameterLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds the update of all parameters: for each group of the region, the optimizer's chain over
 * that part of the gradient, and the assignments of parameters and slots. After fusion it is one
 * pass over memory a group, in place.
 */
public final class Update {
  private Update() {}

  /**
   * Adds the update to a graph.
   *
   * @param optimizer the chain
   * @param layout the region's layout
   * @param state the optimizer's slots over that region
   * @param region the parameters' values [P]
   * @param gradient the flat gradient [P]
   * @param step the scalars of the step
   * @return the assignments of the step; where the gate is 0 they assign the old values
   */
  public static List<Assignment> assignments(
      Optimizer optimizer,
      ParameterLayout layout,
      OptimizerState state,
      Value region,
      Value gradient,
      UpdateContext.StepValues step) {
    Graph graph = region.graph();
    List<Assignment> assignments = new ArrayList<>();
    for (ParameterLayout.Group group : layout.groups()) {
      Value parameters = region.slice(0, group.from(), group.to());
      UpdateContext context = new UpdateContext(graph, group, state, parameters, step);
      Value update = optimizer.update(context, gradient.slice(0, group.from(), group.to()));
      Value next = context.gated(parameters.add(update), parameters);
      assignments.add(new Assignment(layout.variable(), group.from(), next));
      assignments.addAll(context.assignments());
    }
    return assignments;
  }
}
