import type { ObjectAtom, Spec } from "./atoms.ts";
import { FALSE, type Formula, type Formulas, TRUE } from "./formula.ts";
import { textHolds } from "./key-cover.ts";

/** A member with this name. */
export class HasAtom implements ObjectAtom {
  readonly key: string;
  readonly name: string;
  readonly names: readonly string[];
  readonly order: number;
  readonly holdsAtEnd = false;

  constructor(name: string, order: number) {
    this.name = name;
    this.names = [name];
    this.order = order;
    this.key = `has ${name}`;
  }

  take(key: string, formulas: Formulas): Formula {
    return key === this.name ? TRUE : formulas.atom(this);
  }

  wants(): "its names" {
    return "its names";
  }
}

export interface KeySchemas {
  readonly id: number;
  /** See ObjectAtom. */
  readonly order: number;
  readonly properties: ReadonlyMap<string, Spec>;
  readonly patterns: readonly { readonly pattern: Formula; readonly spec: Spec }[];
  /** For keys that neither has; null asks for nothing. */
  readonly additional: Spec | null;
}

/** `properties`, `patternProperties` and `additionalProperties` of one schema: something is asked of every member's value. */
export class KeysAtom implements ObjectAtom {
  readonly key: string;
  readonly names: readonly string[];
  readonly keyFormulas: readonly Formula[];
  readonly holdsAtEnd = true;
  readonly order: number;
  private readonly schemas: KeySchemas;

  constructor(schemas: KeySchemas) {
    this.schemas = schemas;
    this.names = [...schemas.properties.keys()];
    this.keyFormulas = schemas.patterns.map(({ pattern }) => pattern);
    this.order = schemas.order;
    this.key = `keys ${schemas.id}`;
  }

  take(key: string, formulas: Formulas): Formula {
    const { properties, patterns, additional } = this.schemas;
    const holes: Formula[] = [];
    const named = properties.get(key);
    if (named !== undefined) holes.push(named.hole);
    for (const { pattern, spec } of patterns) {
      if (textHolds(key, pattern, formulas)) holes.push(spec.hole);
    }
    if (holes.length === 0 && additional !== null) holes.push(additional.hole);
    return formulas.and(formulas.atom(this), ...holes);
  }

  wants(negated: boolean): "nothing" | "any member" {
    return negated ? "any member" : "nothing";
  }
}

/** `propertyNames`. */
export class NamesAtom implements ObjectAtom {
  readonly key: string;
  readonly keyFormulas: readonly Formula[];
  readonly order = 0;
  readonly holdsAtEnd = true;

  constructor(names: Formula) {
    this.keyFormulas = [names];
    this.key = `names ${names.id}`;
  }

  take(key: string, formulas: Formulas): Formula {
    return textHolds(key, this.keyFormulas[0]!, formulas) ? formulas.atom(this) : FALSE;
  }

  wants(negated: boolean): "nothing" | "any member" {
    return negated ? "any member" : "nothing";
  }
}

/** At least so many more members or items. */
export class MoreAtom implements ObjectAtom {
  readonly key: string;
  readonly order = 0;
  readonly holdsAtEnd = false;
  readonly count: number;

  private constructor(count: number) {
    this.count = count;
    this.key = `more ${count}`;
  }

  static of(count: number, formulas: Formulas): Formula {
    return count <= 0 ? TRUE : formulas.atom(new MoreAtom(count));
  }

  take(_key: string, formulas: Formulas): Formula {
    return MoreAtom.of(this.count - 1, formulas);
  }

  wants(negated: boolean): "nothing" | "any member" {
    return negated ? "nothing" : "any member";
  }
}
