import type { RuleContent } from "../rule-machine.ts";
import type { PackedError } from "./packed-error.ts";
import type { PackedNode, PackedProof } from "./packed-proof.ts";

/** What the compiling thread is asked; it answers each in turn. */
export type CompileRequest =
  | { readonly type: "prove"; readonly content: RuleContent; readonly limitMs: number }
  /** Nodes of the schema of a proof of the last "prove". Asked for in pieces, so that reading them stalls nobody. */
  | { readonly type: "nodes"; readonly proof: number; readonly first: number };

export type CompileReply =
  /** A "prove" is under way from now on. */
  | { readonly type: "started" }
  | { readonly type: "proven"; readonly proofs: readonly PackedProof[] }
  | { readonly type: "nodes"; readonly nodes: readonly PackedNode[] }
  | { readonly type: "failed"; readonly error: PackedError };
