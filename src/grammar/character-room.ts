import type { CharacterSteps } from "./contract.ts";

export interface RoomLimits {
  /** Rooms are told up to here. */
  readonly farthest: number;
  /** States looked at for one answer; a smaller room is a safe answer. */
  readonly mostSeen: number;
}

/**
 * How many characters of some classes may follow a state in any order and number up to this; Infinity where any number may. Layer by layer,
 * until one state of a layer does not let all of the classes pass.
 */
export function characterRoom(
  machine: Pick<CharacterSteps, "step">,
  start: number,
  classes: readonly number[],
  { farthest, mostSeen }: RoomLimits,
): number {
  const seen = new Set([start]);
  let layer = [start];
  let room = 0;
  for (; room < farthest && seen.size < mostSeen; room++) {
    const behind: number[] = [];
    for (const state of layer) {
      for (const characterClass of classes) {
        const next = machine.step(state, characterClass);
        if (next < 0) return room;
        if (!seen.has(next)) behind.push(next);
        seen.add(next);
      }
    }
    if (behind.length === 0) return Number.POSITIVE_INFINITY;
    layer = behind;
  }
  return room;
}
