/** How often something must occur, or how often it must not. */
export interface Range {
  readonly atLeast?: number;
  readonly lessThan?: number;
}

/** What a text must have. Instructions say their demands; `writeAnswer` makes a text of all of them. */
export interface Demands {
  readonly start?: string;
  readonly end?: string;
  readonly postscript?: string;
  readonly title?: boolean;
  readonly quotes?: boolean;
  readonly json?: boolean;
  readonly letterCase?: "upper" | "lower";
  readonly language?: string;
  /** Parts of the text, and what stands between them. */
  readonly blocks?: { readonly count: number; readonly separator: string };
  readonly headings?: { readonly count: number; readonly name: string };
  readonly firstWord?: { readonly block: number; readonly word: string };
  readonly bullets?: number;
  /** Texts that stand somewhere, each by itself. */
  readonly pieces?: readonly string[];
  /** Texts that stand nowhere, in any case. */
  readonly avoid?: readonly string[];
  readonly words?: Range;
  readonly sentences?: Range;
}

/** All demands together; where two instructions demand different things of one kind, the later one wins and the text may fail. */
export function joinDemands(all: readonly Demands[]): Demands {
  const joined: Demands = Object.assign({}, ...all);
  return {
    ...joined,
    pieces: all.flatMap(({ pieces = [] }) => pieces),
    avoid: all.flatMap(({ avoid = [] }) => avoid),
    words: Object.assign({}, ...all.map(({ words }) => words)),
    sentences: Object.assign({}, ...all.map(({ sentences }) => sentences)),
  };
}
