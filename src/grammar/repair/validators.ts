import {
  createLanguageTexts,
  createValidator,
  type JsonValue,
  type NodeId,
  type SchemaError,
  type SchemaModel,
  type Validator,
} from "../schema-model/index.ts";
import { REPAIR_LIMITS } from "./limits.ts";
import { countParts } from "./value-edits.ts";

/** The validators of a schema and of the schemas in it, each made when first needed. */
export class Validators {
  readonly model: SchemaModel;
  private readonly texts = createLanguageTexts();
  private readonly made = new Map<NodeId, Validator>();

  /** Throws as createValidator does. */
  constructor(model: SchemaModel) {
    this.model = model;
    this.of(model.root);
  }

  of(id: NodeId): Validator {
    const known = this.made.get(id);
    if (known !== undefined) return known;
    const validator = createValidator({ ...this.model, root: id }, this.texts);
    this.made.set(id, validator);
    return validator;
  }
}

/** What may still be spent on one text. */
export class WorkBudget {
  private left: number = REPAIR_LIMITS.work;
  private readonly asked = new Set<NodeId>();

  get isSpent(): boolean {
    return this.left <= 0;
  }

  spend(work: number): void {
    this.left -= work;
  }

  /** Validates, and counts what it takes. */
  validate(validators: Validators, id: NodeId, value: JsonValue): readonly SchemaError[] {
    // As if each validator were made anew, so that a second text is treated as the first.
    const making = this.asked.has(id) ? 0 : MAKING_WORK * validators.model.nodes.length;
    this.asked.add(id);
    this.spend(making + countParts(value, REPAIR_LIMITS.work) + FIXED_WORK);
    return validators.of(id)(value);
  }
}

const FIXED_WORK = 20;
const MAKING_WORK = 5;
