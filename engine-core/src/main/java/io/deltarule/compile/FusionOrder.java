package io.deltarule.compile;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The groups in an order in which they can run. Two of them merge if no path leads from one to the
 * other through a third, and if that moves few others: the order is the schedule, and what runs far
 * from where its inputs were made or its results are used keeps memory occupied.
 *
 * <p>Only the stretch between the two is looked at, and that is bounded, so that the work is linear
 * in the number of groups. The idea is Pearce and Kelly's, "A dynamic topological sort algorithm
 * for directed acyclic graphs" (2006).
 */
final class FusionOrder {
  private final List<FusionGroup> slots = new ArrayList<>();

  void append(FusionGroup group) {
    group.slot = slots.size();
    slots.add(group);
  }

  /** The groups in order. */
  List<FusionGroup> groups() {
    return slots.stream().filter(group -> group != null).toList();
  }

  /**
   * Lets the later of two groups absorb the earlier one.
   *
   * @param reach how far apart they may be
   * @param moves how many other groups may change sides
   * @return the merged group, or null if they can't merge
   */
  FusionGroup merge(FusionGroup a, FusionGroup b, int reach, int moves) {
    FusionGroup early = a.slot < b.slot ? a : b;
    FusionGroup late = early == a ? b : a;
    if (late.slot - early.slot > reach) {
      return null;
    }
    Set<FusionGroup> after = after(early, late);
    if (after.contains(late)) {
      return null;
    }
    // The early group moves down to the late one, or the late one up, whichever moves fewer others.
    Set<FusionGroup> before = after.isEmpty() ? Set.of() : before(early, late);
    boolean up = before.size() < after.size();
    if ((up ? before : after).size() > moves) {
      return null;
    }
    int from = early.slot;
    int to = late.slot;
    late.absorb(early);
    slots.set(from, null);
    slots.set(to, null);
    if (up) {
      arrange(from, to, before, late, true);
    } else {
      arrange(from, to, after, late, false);
    }
    return late;
  }

  /**
   * What depends on the early group, up to and including the late one if it does through a third.
   */
  private Set<FusionGroup> after(FusionGroup early, FusionGroup late) {
    Set<FusionGroup> after = new HashSet<>();
    for (FusionGroup successor : early.successors) {
      if (successor != late && successor.slot < late.slot) {
        after.add(successor);
      }
    }
    for (int slot = early.slot + 1; !after.isEmpty() && slot < late.slot; slot++) {
      FusionGroup group = slots.get(slot);
      if (group == null || !after.contains(group)) {
        continue;
      }
      for (FusionGroup successor : group.successors) {
        if (successor.slot <= late.slot) {
          after.add(successor);
        }
      }
    }
    return after;
  }

  /**
   * What the late group depends on, down to the early one, which it does not reach through a third.
   */
  private Set<FusionGroup> before(FusionGroup early, FusionGroup late) {
    Set<FusionGroup> before = new HashSet<>();
    addBefore(late, early, before);
    for (int slot = late.slot - 1; !before.isEmpty() && slot > early.slot; slot--) {
      FusionGroup group = slots.get(slot);
      if (group != null && before.contains(group)) {
        addBefore(group, early, before);
      }
    }
    return before;
  }

  private static void addBefore(FusionGroup group, FusionGroup early, Set<FusionGroup> before) {
    for (FusionGroup predecessor : group.predecessors) {
      if (predecessor.slot > early.slot) {
        before.add(predecessor);
      }
    }
  }

  /**
   * Puts the merged group next to those that move, before or behind all the rest of the stretch.
   */
  private void arrange(int from, int to, Set<FusionGroup> moved, FusionGroup merged, boolean up) {
    List<FusionGroup> moving = new ArrayList<>();
    List<FusionGroup> staying = new ArrayList<>();
    for (FusionGroup group : slots.subList(from, to + 1)) {
      if (group != null) {
        (moved.contains(group) ? moving : staying).add(group);
      }
    }
    List<FusionGroup> arranged = new ArrayList<>();
    arranged.addAll(up ? moving : staying);
    arranged.add(merged);
    arranged.addAll(up ? staying : moving);
    // The free slots come first where the merged group stays at the end of the stretch.
    int slot = up ? from : to + 1 - arranged.size();
    for (int free = from; free <= to; free++) {
      slots.set(free, null);
    }
    for (FusionGroup group : arranged) {
      group.slot = slot;
      slots.set(slot++, group);
    }
  }
}
