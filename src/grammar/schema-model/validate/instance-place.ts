import { Decimal } from "../decimal.ts";
import { pointerTo } from "../json-pointer.ts";
import { isJsonArray, isJsonObject, type JsonValue } from "../json-value.ts";
import { type NodeId, TYPES } from "../model.ts";
import type { Outcome } from "./outcome.ts";

/** A part of the value under validation. There is one object for each part, so that what is known of it can be kept with it. */
export class InstancePlace {
  readonly value: JsonValue;
  /** One bit of TYPES. */
  readonly type: number;
  private readonly parent: InstancePlace | null;
  private readonly step: string | number;
  private children: Map<string | number, InstancePlace> | null = null;
  private outcomes: Map<NodeId, Outcome> | null = null;

  constructor(value: JsonValue, parent: InstancePlace | null = null, step: string | number = "") {
    this.value = value;
    this.type = typeBitOf(value);
    this.parent = parent;
    this.step = step;
  }

  /** The place of a member or an item that is there. */
  child(step: string | number, value: JsonValue): InstancePlace {
    this.children ??= new Map();
    const known = this.children.get(step);
    if (known !== undefined) return known;
    const child = new InstancePlace(value, this, step);
    this.children.set(step, child);
    return child;
  }

  /** What came of a node that may be asked of this place more than once. */
  outcomeOf(id: NodeId): Outcome | undefined {
    return this.outcomes?.get(id);
  }

  keepOutcome(id: NodeId, outcome: Outcome): void {
    this.outcomes ??= new Map();
    this.outcomes.set(id, outcome);
  }

  get pointer(): string {
    const steps: (string | number)[] = [];
    for (let place: InstancePlace = this; place.parent !== null; place = place.parent) steps.push(place.step);
    return steps.reverse().reduce<string>(pointerTo, "");
  }
}

function typeBitOf(value: JsonValue): number {
  if (value === null) return TYPES.NULL;
  if (typeof value === "boolean") return TYPES.BOOLEAN;
  if (typeof value === "string") return TYPES.STRING;
  if (value instanceof Decimal) return value.isInteger ? TYPES.INTEGER : TYPES.FRACTION;
  if (isJsonArray(value)) return TYPES.ARRAY;
  return isJsonObject(value) ? TYPES.OBJECT : 0;
}
