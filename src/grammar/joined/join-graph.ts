import type { ByteMachine } from "../contract.ts";
import type { Part } from "./part.ts";

/** A language of several machines as places between them. */
export type JoinPlace =
  | { readonly kind: "end" }
  | { readonly kind: "fork"; readonly targets: readonly number[] }
  /** A word of the machine, then the place `next`. */
  | { readonly kind: "machine"; readonly machine: ByteMachine; readonly next: number };

export interface JoinGraph {
  readonly places: readonly JoinPlace[];
  readonly start: number;
}

export function buildJoinGraph(part: Part): JoinGraph {
  const places: JoinPlace[] = [{ kind: "end" }];
  const add = (place: JoinPlace): number => places.push(place) - 1;
  const build = (built: Part, next: number): number => {
    switch (built.type) {
      case "machine":
        return add({ kind: "machine", machine: built.machine, next });
      case "sequence":
        return built.parts.reduceRight((place, inner) => build(inner, place), next);
      case "choice":
        return add({ kind: "fork", targets: built.options.map((option) => build(option, next)) });
      case "repeat": {
        const loop = add({ kind: "end" });
        places[loop] = { kind: "fork", targets: [build(built.item, loop), next] };
        return loop;
      }
    }
  };
  const start = build(part, 0);
  return { places, start };
}
