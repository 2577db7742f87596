/** Who said what a setting is. */
export type Origin =
  | { readonly type: "default" }
  | { readonly type: "file"; readonly path: string }
  | { readonly type: "variable"; readonly name: string }
  | { readonly type: "flag"; readonly name: string };

/** A value that somebody gave. */
export interface GivenValue {
  readonly value: unknown;
  readonly origin: Origin;
}

/** What one source gives, by the path of the setting. Every value is of its setting's kind. */
export type GivenValues = ReadonlyMap<string, GivenValue>;

/** As `hermes config` prints it. */
export function renderOrigin(origin: Origin): string {
  switch (origin.type) {
    case "default":
      return "default";
    case "file":
      return origin.path;
    case "variable":
      return origin.name;
    case "flag":
      return `--${origin.name}`;
  }
}
