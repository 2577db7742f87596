import type { Kind } from "./kinds.ts";

/** One setting: what it may hold, what it is where nobody says anything, and which flag gives it. */
export interface Setting<Value> {
  readonly kind: Kind<Value>;
  readonly standard: Value;
  /** As `hermes serve` has it, in the spelling of programs: "apiKeyFile" for --api-key-file. Null where there is none. */
  readonly flag: string | null;
}

export function setting<Value>(
  kind: Kind<Value>,
  standard: NoInfer<Value>,
  flag: string | null = null,
): Setting<Value> {
  return { kind, standard, flag };
}

/** A row for every field of `Options`. */
export type Rows<Options> = { readonly [Name in keyof Options]: Setting<Options[Name]> };

/** Sections within sections, with settings as their leaves. */
export interface SettingTree {
  readonly [name: string]: SettingTree | Setting<unknown>;
}

/** What a user may write: any part of a tree. */
export type Written<Tree> = {
  readonly [Name in keyof Tree]?: Tree[Name] extends Setting<infer Value> ? Value : Written<Tree[Name]>;
};

/** What holds in the end: all of a tree. */
export type Effective<Tree> = {
  readonly [Name in keyof Tree]: Tree[Name] extends Setting<infer Value> ? Value : Effective<Tree[Name]>;
};

export function isSetting(node: SettingTree | Setting<unknown>): node is Setting<unknown> {
  return "kind" in node && "standard" in node;
}
