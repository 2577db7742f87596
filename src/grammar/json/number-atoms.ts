import type { Decimal } from "../schema-model/index.ts";
import type { NumberAtom } from "./atoms.ts";

export class IntegerAtom implements NumberAtom {
  readonly key = "integer";
  readonly cuts: readonly Decimal[] = [];
  readonly step: Decimal;

  constructor(one: Decimal) {
    this.step = one;
  }

  holds(value: Decimal): boolean {
    return value.isInteger;
  }
}

export class MultipleAtom implements NumberAtom {
  readonly key: string;
  readonly cuts: readonly Decimal[] = [];
  readonly step: Decimal;

  constructor(step: Decimal) {
    this.step = step;
    this.key = `multiple of ${step.key}`;
  }

  holds(value: Decimal): boolean {
    return value.isMultipleOf(this.step);
  }
}

/** Greater than `bound`, or also equal to it. Upper bounds are its negation. */
export class AboveAtom implements NumberAtom {
  readonly key: string;
  readonly cuts: readonly Decimal[];
  readonly step = null;
  readonly bound: Decimal;
  readonly orEqual: boolean;

  constructor(bound: Decimal, orEqual: boolean) {
    this.bound = bound;
    this.orEqual = orEqual;
    this.cuts = [bound];
    this.key = `${orEqual ? "at least" : "above"} ${bound.key}`;
  }

  /** The bound, rounded. */
  toNumber(): number {
    return Number(`${this.bound.negative ? "-" : ""}${this.bound.digits || "0"}e${this.bound.exponent}`);
  }

  holds(value: Decimal): boolean {
    const order = value.compare(this.bound);
    return order > 0 || (order === 0 && this.orEqual);
  }
}

export class NumberSetAtom implements NumberAtom {
  readonly key: string;
  readonly cuts: readonly Decimal[];
  readonly step = null;
  private readonly keys: ReadonlySet<string>;

  constructor(values: readonly Decimal[]) {
    this.cuts = values;
    this.keys = new Set(values.map(({ key }) => key));
    this.key = `numbers ${[...this.keys].join()}`;
  }

  holds(value: Decimal): boolean {
    return this.keys.has(value.key);
  }
}
