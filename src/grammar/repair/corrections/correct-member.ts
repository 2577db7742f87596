import { isJsonObject, type JsonObject } from "../../schema-model/index.ts";
import { mostDistance, nameDistance } from "../edit-distance.ts";
import { partAt, withName, withPart } from "../value-edits.ts";
import { declaredNames, givenValue } from "./certain-nodes.ts";
import type { Corrector, Fault, Proposal } from "./proposal.ts";
import { removePart } from "./replace.ts";

/** A member that must be there: one that has nearly its name, or the value that the schema gives. */
export const correctMissing: Corrector = (fault) => {
  const { part, model, node, steps } = fault;
  const { property } = fault.error;
  if (property === null || !isJsonObject(part)) return [];
  const unknown = unknownNames(part, fault);
  const near = nearest(property, unknown, fault);
  const given = near.length > 0 ? null : givenValue(model, node.id, property);
  if (given === null) return [near.flatMap((name) => rename(fault, steps, name, property))];
  const added = [...steps, property];
  const changes = [{ rule: given.rule, steps: added, after: given.value }];
  return [[{ apply: (value) => withPart(value, added, given.value), changes }]];
};

/** A member that must not be there: it has another name, */
export const renameExtra: Corrector = (fault) => {
  const { property } = fault.error;
  const object = partAt(fault.value, fault.steps.slice(0, -1));
  if (property === null || !isJsonObject(object)) return [];
  const absent = [...declaredNames(fault.model, fault.node.id)].filter((name) => !object.has(name));
  const near = nearest(property, absent, fault);
  return [near.flatMap((name) => rename(fault, fault.steps.slice(0, -1), property, name))];
};

/** or goes. Of several names that are near it none is chosen, and it stays. */
export const removeExtra: Corrector = (fault) => {
  const { property } = fault.error;
  const object = partAt(fault.value, fault.steps.slice(0, -1));
  if (property === null || !isJsonObject(object)) return [];
  const absent = [...declaredNames(fault.model, fault.node.id)].filter((name) => !object.has(name));
  if (nearest(property, absent, fault).length > 0) return [];
  return [[removePart("extra-member", fault.steps, fault.part)]];
};

/** Not where another member has as good a claim to the name. */
function rename(fault: Fault, steps: readonly string[], from: string, to: string): readonly Proposal[] {
  const object = partAt(fault.value, steps);
  if (!isJsonObject(object) || nearest(to, unknownNames(object, fault), fault).some((name) => name !== from)) return [];
  const changes = [{ rule: "renamed-member", steps: [...steps, from], before: from, after: to } as const];
  return [{ apply: (value) => withName(value, steps, from, to), changes }];
}

function unknownNames(object: JsonObject, { model, node }: Fault): readonly string[] {
  const declared = declaredNames(model, node.id);
  return [...object.keys()].filter((name) => !declared.has(name));
}

/** Of names the same but for letter case and signs, else all that are near. */
function nearest(name: string, others: readonly string[], fault: Fault): readonly string[] {
  fault.spend(others.length);
  const near = others.map((other) => [nameDistance(name, other, mostDistance(name)), other] as const);
  const same = near.filter(([distance]) => distance === 0);
  return (same.length > 0 ? same : near.filter(([distance]) => distance < Infinity)).map(([, other]) => other);
}
