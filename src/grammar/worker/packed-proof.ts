import type { SchemaProof } from "../compilation.ts";
import type { GrammarNote } from "../contract.ts";
import { Decimal, type JsonValue, type SchemaModel, type SchemaNode, UNCONSTRAINED } from "../schema-model/index.ts";
import { type PackedError, packError, unpackError } from "./packed-error.ts";

/** A proof without the nodes of its schema, which follow in pieces. */
export type PackedProof =
  | { readonly key: string; readonly refusal: PackedError }
  | {
      readonly key: string;
      readonly notes: readonly GrammarNote[];
      readonly model: Omit<SchemaModel, "nodes"> & { readonly nodeCount: number };
    };

/** What of a node is not as in a node that asks for nothing. Decimals arrive as plain objects. */
export type PackedNode = Pick<SchemaNode, "id" | "pointer"> & Partial<SchemaNode>;

/** What one piece may weigh: some milliseconds to read. */
const MOST_WEIGHT = 512;

export function packProof(key: string, proof: SchemaProof): PackedProof {
  if ("refusal" in proof) return { key, refusal: packError(proof.refusal) };
  const { nodes, ...rest } = proof.model;
  return { key, notes: proof.notes, model: { ...rest, nodeCount: nodes.length } };
}

/** The nodes from `first` on, as many as one piece can carry. */
export function packNodes(nodes: readonly SchemaNode[], first: number): PackedNode[] {
  const packed: PackedNode[] = [];
  for (let at = first, weight = 0; at < nodes.length && weight < MOST_WEIGHT; at++) {
    const node = nodes[at]!;
    const given = Object.entries(node).filter(([field, value]) => value !== empty[field]);
    packed.push(Object.fromEntries(given) as unknown as PackedNode);
    weight += given.length + node.properties.size + node.required.length + (node.enumeration?.length ?? 0);
  }
  return packed;
}

const empty: Readonly<Record<string, unknown>> = UNCONSTRAINED;

export function unpackProof(packed: PackedProof, nodes: readonly PackedNode[]): SchemaProof {
  if ("refusal" in packed) return { refusal: unpackError(packed.refusal) };
  const { nodeCount: _count, ...model } = packed.model;
  return { model: { ...model, nodes: nodes as readonly SchemaNode[] }, notes: packed.notes };
}

/** A whole node again. */
export function unpackNode(packed: PackedNode): SchemaNode {
  const node: SchemaNode = { ...UNCONSTRAINED, ...packed };
  return {
    ...node,
    lower: node.lower && { ...node.lower, value: Decimal.revive(node.lower.value) },
    upper: node.upper && { ...node.upper, value: Decimal.revive(node.upper.value) },
    multipleOf: node.multipleOf && Decimal.revive(node.multipleOf),
    enumeration: node.enumeration && (revive(node.enumeration) as readonly JsonValue[]),
    constant: node.constant === undefined ? undefined : revive(node.constant),
    defaultValue: node.defaultValue === undefined ? undefined : revive(node.defaultValue),
  };
}

/** Decimals inside of a value are instances again. */
function revive(value: JsonValue): JsonValue {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(revive);
  if (value instanceof Map) return new Map(Array.from(value, ([name, member]) => [name, revive(member)]));
  return Decimal.revive(value as Decimal);
}
