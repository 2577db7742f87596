import {
  Decimal,
  equalityKey,
  type JsonValue,
  type NodeId,
  NUMBER_TYPES,
  type SchemaModel,
  type SchemaNode,
  TYPES,
} from "../schema-model/index.ts";
import { arrayFormula } from "./array-formula.ts";
import { Hole, IN_ANY_ORDER, type Kind, type Spec } from "./atoms.ts";
import { FALSE, type Formula, type Formulas, TRUE } from "./formula.ts";
import { IntegerAtom } from "./number-atoms.ts";
import { numberFormula } from "./number-formula.ts";
import { HasAtom } from "./object-atoms.ts";
import { objectFormula } from "./object-formula.ts";
import { schemaOrder } from "./schema-order.ts";
import { MoreText } from "./text-atoms.ts";
import { TextLanguages } from "./text-languages.ts";
import { trivial } from "./trivial-node.ts";
import { type ValueContext, valueFormula } from "./value-formula.ts";

/** Turns the nodes of a model into formulas, each when it is first asked for. */
export class Specs implements ValueContext {
  readonly formulas: Formulas;
  readonly texts: TextLanguages;
  readonly never: Spec;
  /** Of each node: see schemaOrder. */
  readonly order: readonly number[];
  readonly namesOrder = BEHIND_SCHEMAS;
  private readonly model: SchemaModel;
  private readonly ofNodes = new Map<NodeId, Spec>();
  /** See apart. */
  private readonly ofStrings = new Map<NodeId, Formula>();
  private readonly ofValues = new Map<string, Spec>();
  /** Where a name is first required. */
  private readonly nameOrder = new Map<string, number>();
  private count = 0;
  private syntheticCount: number;
  /** For values that others must differ from. */
  private readonly loose: ValueContext;

  constructor(model: SchemaModel, formulas: Formulas) {
    this.model = model;
    this.formulas = formulas;
    this.texts = new TextLanguages(formulas);
    this.syntheticCount = model.nodes.length;
    this.never = this.create(() => FALSE, FALSE);
    this.order = schemaOrder(model);
    this.loose = {
      formulas,
      texts: this.texts,
      never: this.never,
      namesOrder: IN_ANY_ORDER,
      has: (name) => this.has(name),
      valueSpec: (value) => this.anyOfItems([value]),
      nextId: () => this.nextId(),
    };
    const requiring = model.nodes.filter((node) => node.required.length + node.dependentRequired.length > 0);
    const inOrder = requiring.sort((first, second) => this.order[first.id]! - this.order[second.id]!);
    for (const { required, dependentRequired } of inOrder) {
      for (const name of [...required, ...dependentRequired.flatMap((part) => part.required)]) {
        if (!this.nameOrder.has(name)) this.nameOrder.set(name, this.nameOrder.size);
      }
    }
  }

  has(name: string): Formula {
    // Half a surrogate pair is never spelled.
    if (!name.isWellFormed()) return FALSE;
    return this.formulas.atom(new HasAtom(name, this.nameOrder.get(name) ?? IN_ANY_ORDER));
  }

  node(id: NodeId): Spec {
    let spec = this.ofNodes.get(id);
    if (spec === undefined) {
      const node = this.model.nodes[id]!;
      spec = this.create((kind) => this.nodeFormula(node, kind), trivial(node));
      this.ofNodes.set(id, spec);
    }
    return spec;
  }

  nodeOf(id: NodeId): SchemaNode {
    return this.model.nodes[id]!;
  }

  /** To equal one of the items so far. */
  readonly anyOfItems = (values: readonly JsonValue[]): Spec => this.specOfValues(values, this.loose);

  valueSpec(value: JsonValue): Spec {
    return this.specOfValues([value], this);
  }

  private specOfValues(values: readonly JsonValue[], context: ValueContext): Spec {
    const key = `${context.namesOrder} ${values.map(equalityKey).sort().join()}`;
    let spec = this.ofValues.get(key);
    if (spec === undefined) {
      spec = this.create((kind) => valueFormula(values, kind, context), null);
      this.ofValues.set(key, spec);
    }
    return spec;
  }

  nextId(): number {
    return this.syntheticCount++;
  }

  private create(compute: (kind: Kind) => Formula, trivially: Formula | null): Spec {
    this.formulas.clock.tick();
    const known = new Map<Kind, Formula>();
    const formula = (kind: Kind): Formula => {
      let result = known.get(kind);
      if (result === undefined) {
        result = trivially ?? compute(kind);
        known.set(kind, result);
      }
      return result;
    };
    const spec = { id: this.count++, formula, hole: FALSE };
    return Object.assign(spec, { hole: trivially ?? this.formulas.atom(new Hole(spec)) });
  }

  private nodeFormula(node: SchemaNode, kind: Kind): Formula {
    // Lengths that exclude each other are seen at once in formulas of their own, in large machines not even by a long search.
    if (kind === "string" && this.apart(node.id) === FALSE) return FALSE;
    const own = () => this.ownFormula(node, kind);
    return this.allOfNode(node, kind, own, (id) => this.node(id).formula(kind));
  }

  /** What is asked of a string, with a formula for each keyword. */
  private apart(id: NodeId): Formula {
    let formula = this.ofStrings.get(id);
    if (formula === undefined) {
      const node = this.nodeOf(id);
      const own = () => this.stringFormula(node);
      formula = trivial(node) ?? this.allOfNode(node, "string", own, (part) => this.apart(part));
      this.ofStrings.set(id, formula);
    }
    return formula;
  }

  private allOfNode(node: SchemaNode, kind: Kind, own: () => Formula, of: (id: NodeId) => Formula): Formula {
    this.formulas.clock.tick();
    const types = typeFormula(node.types, kind, this.formulas);
    if (types === FALSE) return FALSE;
    const parts = [types];
    if (node.enumeration !== null) parts.push(valueFormula(node.enumeration, kind, this));
    if (node.constant !== undefined) parts.push(valueFormula([node.constant], kind, this));
    return this.formulas.and(...parts, own(), ...this.inPlace(node, kind, of));
  }

  private ownFormula(node: SchemaNode, kind: Kind): Formula {
    if (kind === "number") return numberFormula(node, this.formulas);
    if (kind === "string") return this.texts.joined(node) ?? this.stringFormula(node);
    if (kind === "array") return arrayFormula(node, this);
    return kind === "object" ? objectFormula(node, this) : TRUE;
  }

  private stringFormula(node: SchemaNode): Formula {
    const { formulas, texts } = this;
    // A search for a text between them would be given up where they are thousands.
    if (node.minLength > node.maxLength) return FALSE;
    const parts = [MoreText.of(node.minLength, formulas)];
    if (node.maxLength !== Number.POSITIVE_INFINITY)
      parts.push(formulas.not(MoreText.of(node.maxLength + 1, formulas)));
    if (node.pattern !== null) parts.push(texts.pattern(node.pattern, node.pointer, "pattern"));
    if (node.format !== null) parts.push(texts.format(node.format));
    return formulas.and(...parts);
  }

  /** Of everything that applies to the same value. */
  private inPlace(node: SchemaNode, kind: Kind, of: (id: NodeId) => Formula): Formula[] {
    const { formulas } = this;
    const parts = [...node.references.map(({ node: id }) => of(id)), ...node.allOf.map(of)];
    if (node.anyOf.length > 0) parts.push(formulas.or(...node.anyOf.map(of)));
    if (node.oneOf.length > 0) parts.push(formulas.one(node.oneOf.map(of)));
    if (node.not !== null) parts.push(formulas.not(of(node.not)));
    if (node.condition !== null) {
      const { test, whenTrue, whenFalse } = node.condition;
      const holds = of(test);
      if (whenTrue !== null) parts.push(formulas.or(formulas.not(holds), of(whenTrue)));
      if (whenFalse !== null) parts.push(formulas.or(holds, of(whenFalse)));
    }
    if (kind !== "object") return parts;
    for (const { property, node: id } of node.dependentSchemas) {
      parts.push(formulas.or(formulas.not(this.has(property)), of(id)));
    }
    return parts;
  }
}

function typeFormula(types: number, kind: Kind, formulas: Formulas): Formula {
  if (kind !== "number") return (types & KIND_TYPES[kind]) !== 0 ? TRUE : FALSE;
  const allowed = types & NUMBER_TYPES;
  if (allowed === NUMBER_TYPES) return TRUE;
  if (allowed === 0) return FALSE;
  const integer = formulas.atom(INTEGER);
  return allowed === TYPES.INTEGER ? integer : formulas.not(integer);
}

/** Names of constants come behind those of schemas. */
const BEHIND_SCHEMAS = IN_ANY_ORDER - 1;

const INTEGER = new IntegerAtom(Decimal.fromNumber(1));

const KIND_TYPES = {
  null: TYPES.NULL,
  true: TYPES.BOOLEAN,
  false: TYPES.BOOLEAN,
  string: TYPES.STRING,
  array: TYPES.ARRAY,
  object: TYPES.OBJECT,
} as const;
