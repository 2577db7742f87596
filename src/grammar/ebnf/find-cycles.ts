/**
 * Splits a graph into groups whose members lead to each other, those a group leads to in front of it (Tarjan). Without recursion, as a chain
 * may be as long as a grammar has rules.
 */
export function findCycles(nodes: readonly number[], targetsOf: (node: number) => readonly number[]): number[][] {
  const groups: number[][] = [];
  const order = new Map<number, number>();
  const lowest = new Map<number, number>();
  const open: number[] = [];
  const isOpen = new Set<number>();
  const enter = (node: number): Visit => {
    order.set(node, order.size);
    lowest.set(node, order.get(node)!);
    open.push(node);
    isOpen.add(node);
    return { node, targets: targetsOf(node), index: 0 };
  };
  const lower = (node: number, value: number) => lowest.set(node, Math.min(lowest.get(node)!, value));
  const leave = (node: number): void => {
    if (lowest.get(node) !== order.get(node)) return;
    const group = open.splice(open.indexOf(node));
    for (const member of group) isOpen.delete(member);
    groups.push(group);
  };
  for (const start of nodes) {
    const visits = order.has(start) ? [] : [enter(start)];
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const target = visit.targets[visit.index++];
      if (target === undefined) {
        leave(visit.node);
        visits.pop();
        const parent = visits.at(-1);
        if (parent !== undefined) lower(parent.node, lowest.get(visit.node)!);
      } else if (!order.has(target)) visits.push(enter(target));
      else if (isOpen.has(target)) lower(visit.node, order.get(target)!);
    }
  }
  return groups;
}

interface Visit {
  readonly node: number;
  readonly targets: readonly number[];
  index: number;
}
