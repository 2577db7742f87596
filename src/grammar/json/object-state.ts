import { equalityKey, type JsonValue } from "../schema-model/index.ts";
import { holdsAtEnd, takeKey } from "./derive.ts";
import { type Engine, settle } from "./engine.ts";
import { FALSE, type Formula } from "./formula.ts";
import { keysTowardsEnd } from "./keys-towards-end.ts";
import type { ObjectPosition } from "./liveness.ts";
import { ObjectPlace } from "./object-place.ts";
import type { KeySet, ObjectShape } from "./object-shape.ts";
import { OpenKeys } from "./open-keys.ts";
import { asksNothingMore, type Step } from "./place.ts";
import type { Container, Outcome, Slot } from "./slot.ts";

type Members = readonly (readonly [key: string, value: JsonValue])[];

/** An object between two members. */
export class ObjectState {
  readonly id: number;
  readonly engine: Engine;
  readonly slot: Slot;
  readonly position: ObjectPosition;
  private readonly vector: readonly Formula[];
  private readonly members: Members;
  private open: OpenKeys | undefined;
  private towardsEnd: readonly string[] | undefined;

  static start(engine: Engine, slot: Slot, vector: readonly Formula[]): ObjectState {
    const shape = engine.live.shapes.of(vector);
    return ObjectState.at(engine, slot, vector, { shape, place: 0, seen: engine.live.shapes.noKeys }, []);
  }

  private static at(
    engine: Engine,
    slot: Slot,
    vector: readonly Formula[],
    where: Where,
    members: Members,
  ): ObjectState {
    const recorded = slot.isRecorded ? equalityKey(new Map(members)) : "";
    const parts = [slot.id, vector.map(({ id }) => id), where.shape.id, where.place, where.seen.id, recorded];
    return engine.intern(
      `object ${parts.join(" ")}`,
      (id) => new ObjectState(id, engine, slot, vector, where, members),
    );
  }

  private constructor(
    id: number,
    engine: Engine,
    slot: Slot,
    vector: readonly Formula[],
    where: Where,
    members: Members,
  ) {
    this.id = id;
    this.engine = engine;
    this.slot = slot;
    this.vector = vector;
    this.position = { ...where, formula: engine.goalOf(slot, vector) };
    this.members = members;
  }

  get canEnd(): boolean {
    return holdsAtEnd(this.position.formula, this.engine.formulas);
  }

  get isAlive(): boolean {
    return this.engine.live.object(this.position);
  }

  /** What may come as the next key. */
  openKeys(): OpenKeys {
    if (this.open !== undefined) return this.open;
    const { live } = this.engine;
    const { shape, place, seen } = this.position;
    const names = shape.names.slice(place).filter((name) => live.canTakeKey(this.position, name));
    const { keys, isComplete } = live.shapes.furtherKeys(shape, seen);
    const open = keys.filter((key) => live.canTakeKey(this.position, key));
    const closed = keys.filter((key) => !open.includes(key));
    const kinds = { open, closed, areAll: isComplete };
    this.open = new OpenKeys(new Set(names), kinds, live.shapes.walk(shape, seen));
    return this.open;
  }

  get asksNothingMore(): boolean {
    return asksNothingMore(this.vector, this.position.formula);
  }

  /** See keysTowardsEnd. */
  keysTowardsEnd(): readonly string[] {
    if (this.towardsEnd === undefined) {
      const formulas = this.asksNothingMore ? [] : this.vector;
      this.towardsEnd = keysTowardsEnd(this.engine.live, this.position, this.openKeys().names, formulas);
    }
    return this.towardsEnd;
  }

  /** For the value behind a key; null where the key may not come. */
  valueSlot(key: string): Slot | null {
    const { engine, slot } = this;
    const { live, formulas } = engine;
    const behind = live.behindKey(this.position, key);
    if (behind === null || !live.canTakeKey(this.position, key)) return null;
    const goal = live.project(behind.formula, (formula) => live.object({ ...behind, formula }));
    if (goal === FALSE || !live.inhabited(goal)) return null;
    const { isPassed } = live.move(this.position, key)!;
    const vector = this.vector.map((formula) => takeKey(formula, key, isPassed, formulas));
    const keyId = slot.isRecorded ? ` ${JSON.stringify(key)}` : "";
    const parts = [slot.id, vector.map(({ id }) => id), behind.shape.id, behind.place, behind.seen.id];
    const container = engine.intern(
      `open object ${parts.join(" ")}${slot.isRecorded ? `${this.id}${keyId}` : ""}`,
      (id) => new OpenObject(id, this, key, vector, behind),
    );
    return engine.slot(container, slot.depth + 1, vector, goal, slot.isRecorded);
  }

  end(): Step | null {
    if (!this.canEnd) return null;
    const verdicts = this.vector.map((formula) => holdsAtEnd(formula, this.engine.formulas));
    return this.engine.end(this.slot, verdicts, new Map(this.members));
  }

  with(key: string, vector: readonly Formula[], where: Where, { verdicts, value }: Outcome): ObjectState {
    const settled = vector.map((formula) => settle(formula, verdicts, this.engine.formulas));
    const members = this.slot.isRecorded ? [...this.members, [key, value!] as const] : this.members;
    return ObjectState.at(this.engine, this.slot, settled, where, members);
  }
}

interface Where {
  readonly shape: ObjectShape;
  readonly place: number;
  readonly seen: KeySet;
}

class OpenObject implements Container {
  readonly id: number;
  private readonly state: ObjectState;
  private readonly key: string;
  private readonly vector: readonly Formula[];
  private readonly where: Where;

  constructor(id: number, state: ObjectState, key: string, vector: readonly Formula[], where: Where) {
    this.id = id;
    this.state = state;
    this.key = key;
    this.vector = vector;
    this.where = { shape: where.shape, place: where.place, seen: where.seen };
  }

  afterValue(outcome: Outcome): Step | null {
    const state = this.state.with(this.key, this.vector, this.where, outcome);
    return state.isAlive ? ObjectPlace.behindMember(state) : null;
  }
}
