package io.deltarule.op;

import io.deltarule.expr.Expr;
import java.util.List;

/**
 * The pointwise part of a recurrent cell: what one step makes of gate sums and of the state before
 * it, and its adjoint. A backend prints these expressions as it prints any others, so that a cell
 * is written here alone. x_k is the k-th gate's part of the projected input, p_k that of the
 * product of the state with the recurrent weights; gates lie in PyTorch's order.
 *
 * <ul>
 *   <li>TANH, RELU (Elman 1990): {@code h' = f(x + p)}.
 *   <li>LSTM (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000), gates i,
 *       f, g, o: {@code c' = f c + i g, h' = o tanh(c')}, where i, f and o are logistic and g is
 *       tanh of {@code x_k + p_k}.
 *   <li>GRU (Cho et al. 2014; the reset gate after the product, as PyTorch and cuDNN have it),
 *       gates r, z, n: {@code n = tanh(x_n + r (p_n + b)), h' = n + z (h - n)}, where r and z are
 *       logistic.
 * </ul>
 */
public enum RecurrentCell {
  TANH(1, 1, false),
  RELU(1, 1, false),
  LSTM(4, 2, true),
  GRU(3, 1, true);

  /**
   * What a step's adjoint gives.
   *
   * @param gates the gradients with respect to each x_k
   * @param products the gradients with respect to each p_k
   * @param states the gradients with respect to the states before the step, but for what flows
   *     through the product
   */
  public record Adjoint(List<Expr> gates, List<Expr> products, List<Expr> states) {
    public Adjoint {
      gates = List.copyOf(gates);
      products = List.copyOf(products);
      states = List.copyOf(states);
    }
  }

  private final int gates;
  private final int states;
  private final boolean saves;

  RecurrentCell(int gates, int states, boolean saves) {
    this.gates = gates;
    this.states = states;
    this.saves = saves;
  }

  /** The gates of a hidden unit. */
  public int gates() {
    return gates;
  }

  /** The states that a step carries on: h, and the LSTM's c. */
  public int states() {
    return states;
  }

  /**
   * True if a hidden unit saves what a step's gradient needs: the value of each gate, which may
   * take the place of the projected input, and an inner number, the LSTM's c' or the GRU's p_n + b.
   * The others' gradient needs h' alone.
   */
  public boolean saves() {
    return saves;
  }

  /** True if the product's last gate is used apart from the input's, with a bias of its own. */
  public boolean hasProductBias() {
    return this == GRU;
  }

  /** True if the state before a step (0 h, 1 c) is part of the expressions. */
  public boolean uses(int state) {
    return (this == GRU && state == 0) || (this == LSTM && state == 1);
  }

  /**
   * One step: the new states, then what is saved of it, gate by gate, the inner number last: i, f,
   * g, o and c' of the LSTM, r, z, n and p_n + b of the GRU.
   *
   * @param x the gates of the input
   * @param p the gates of the product, the bias added to the last of a GRU
   * @param before the states before the step
   */
  public List<Expr> step(List<Expr> x, List<Expr> p, List<Expr> before) {
    return switch (this) {
      case TANH -> List.of(x.get(0).plus(p.get(0)).tanh());
      case RELU -> List.of(x.get(0).plus(p.get(0)).max(Expr.ZERO));
      case LSTM -> {
        Expr i = logistic(x.get(0).plus(p.get(0)));
        Expr f = logistic(x.get(1).plus(p.get(1)));
        Expr g = x.get(2).plus(p.get(2)).tanh();
        Expr o = logistic(x.get(3).plus(p.get(3)));
        Expr c = f.times(before.get(1)).plus(i.times(g));
        yield List.of(o.times(c.tanh()), c, i, f, g, o, c);
      }
      case GRU -> {
        Expr r = logistic(x.get(0).plus(p.get(0)));
        Expr z = logistic(x.get(1).plus(p.get(1)));
        Expr n = x.get(2).plus(r.times(p.get(2))).tanh();
        Expr h = n.plus(z.times(before.get(0).minus(n)));
        yield List.of(h, r, z, n, p.get(2));
      }
    };
  }

  /**
   * The adjoint of one step.
   *
   * @param upstream the gradients with respect to the states after it
   * @param saved what the step saved, or h' if it saves nothing
   * @param before the states before it
   */
  public Adjoint adjoint(List<Expr> upstream, List<Expr> saved, List<Expr> before) {
    Expr dh = upstream.get(0);
    return switch (this) {
      case TANH -> simple(dh.times(Expr.ONE.minus(saved.get(0).square())));
      case RELU -> simple(Expr.select(saved.get(0).gt(Expr.ZERO), dh, Expr.ZERO));
      case LSTM -> {
        Expr i = saved.get(0);
        Expr f = saved.get(1);
        Expr g = saved.get(2);
        Expr o = saved.get(3);
        Expr tanh = saved.get(4).tanh();
        Expr dc = upstream.get(1).plus(dh.times(o).times(Expr.ONE.minus(tanh.square())));
        List<Expr> gate =
            List.of(
                dc.times(g).times(slope(i)),
                dc.times(before.get(1)).times(slope(f)),
                dc.times(i).times(Expr.ONE.minus(g.square())),
                dh.times(tanh).times(slope(o)));
        yield new Adjoint(gate, gate, List.of(Expr.ZERO, dc.times(f)));
      }
      case GRU -> {
        Expr r = saved.get(0);
        Expr z = saved.get(1);
        Expr n = saved.get(2);
        Expr dn = dh.times(Expr.ONE.minus(z)).times(Expr.ONE.minus(n.square()));
        Expr dr = dn.times(saved.get(3)).times(slope(r));
        Expr dz = dh.times(before.get(0).minus(n)).times(slope(z));
        yield new Adjoint(List.of(dr, dz, dn), List.of(dr, dz, dn.times(r)), List.of(dh.times(z)));
      }
    };
  }

  private static Adjoint simple(Expr gate) {
    return new Adjoint(List.of(gate), List.of(gate), List.of(Expr.ZERO));
  }

  private static Expr logistic(Expr x) {
    return Expr.ONE.over(x.negate().exp().plus(1));
  }

  /** The derivative of the logistic function from its value. */
  private static Expr slope(Expr y) {
    return y.times(Expr.ONE.minus(y));
  }
}
