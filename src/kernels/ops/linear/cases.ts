import type { WeightDtype } from "../../contract.ts";
import type { Fill } from "../../testing/matrices.ts";

export const weightKinds = [
  "float32",
  "float16",
  "bfloat16",
  "float8",
  "float8-blocks",
  "int8",
] as const satisfies readonly WeightDtype["kind"][];

export interface LinearCase {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly tokens: number;
  readonly fill?: Fill;
}

/** Tiles of float weights are 3 tokens x 16 rows x 256 columns; vectors are 16 columns x 4 rows. */
export const linearCases: readonly LinearCase[] = [
  { name: "one value", rows: 1, columns: 1, tokens: 1 },
  { name: "odd everything", rows: 7, columns: 13, tokens: 1 },
  { name: "odd everything, odd tokens", rows: 19, columns: 45, tokens: 5 },
  { name: "one vector less one", rows: 3, columns: 15, tokens: 1 },
  { name: "one vector and one", rows: 5, columns: 17, tokens: 1 },
  { name: "two tokens, below the tile", rows: 9, columns: 33, tokens: 2 },
  { name: "tile less one", rows: 15, columns: 255, tokens: 26 },
  { name: "tile", rows: 16, columns: 256, tokens: 24 },
  { name: "tile and one", rows: 17, columns: 257, tokens: 28 },
  { name: "three blocks of 128, the last rows and columns ragged", rows: 260, columns: 300, tokens: 2 },
  { name: "blocks of 128 and of 37, tiles", rows: 131, columns: 258, tokens: 7 },
  { name: "blocks of 37, rows of several threads", rows: 601, columns: 515, tokens: 1 },
  { name: "block of int16 less one", rows: 5, columns: 1023, tokens: 1 },
  { name: "block of int16 and one, tiles", rows: 5, columns: 1025, tokens: 25 },
  { name: "more tokens than one dispatch takes", rows: 33, columns: 64, tokens: 131 },
  { name: "Hermes 8B hidden, few rows", rows: 8, columns: 4096, tokens: 1 },
  { name: "Hermes 70B hidden, few rows", rows: 12, columns: 8192, tokens: 4 },
  { name: "Hermes 70B intermediate, few rows", rows: 4, columns: 28672, tokens: 1 },
  { name: "wide enough for several threads", rows: 600, columns: 512, tokens: 1 },
  { name: "wide enough for several threads, tiles", rows: 333, columns: 320, tokens: 29 },
  { name: "zeros", rows: 20, columns: 48, tokens: 4, fill: "zeros" },
  { name: "smallest weights", rows: 20, columns: 48, tokens: 1, fill: "denormal" },
  { name: "smallest weights, tiles", rows: 20, columns: 48, tokens: 24, fill: "denormal" },
  { name: "largest weights", rows: 20, columns: 2048, tokens: 1, fill: "largest" },
  { name: "largest weights, tiles", rows: 20, columns: 2048, tokens: 25, fill: "largest" },
];

export interface Int8Case extends Omit<LinearCase, "fill"> {
  readonly fill?: "ordinary" | "zeros" | "largest";
  /** Put in place of one activation. */
  readonly spoil?: number;
}

/** Panels are 16 rows, three of them side by side for one token; tiles are 3 tokens; blocks are 1,024 columns of quads of 4. */
export const int8Cases: readonly Int8Case[] = [
  { name: "one value", rows: 1, columns: 1, tokens: 1 },
  { name: "one quad less one", rows: 3, columns: 3, tokens: 1 },
  { name: "one quad and one, two tokens", rows: 5, columns: 5, tokens: 2 },
  { name: "panel less one, tile", rows: 15, columns: 31, tokens: 3 },
  { name: "panel, tile and one", rows: 16, columns: 32, tokens: 4 },
  { name: "panel and one, tile and two", rows: 17, columns: 33, tokens: 5 },
  { name: "three panels less one", rows: 47, columns: 64, tokens: 1 },
  { name: "three panels", rows: 48, columns: 66, tokens: 1 },
  { name: "seven panels and a half", rows: 120, columns: 67, tokens: 1 },
  { name: "block less one", rows: 18, columns: 1023, tokens: 2 },
  { name: "block", rows: 18, columns: 1024, tokens: 3 },
  { name: "block and one", rows: 18, columns: 1025, tokens: 1 },
  { name: "three blocks and a quad", rows: 49, columns: 3076, tokens: 1 },
  { name: "many tokens", rows: 21, columns: 130, tokens: 70 },
  { name: "the 100 M shape, few rows", rows: 64, columns: 768, tokens: 8 },
  { name: "Hermes 8B hidden, few rows", rows: 16, columns: 4096, tokens: 4 },
  { name: "Hermes 70B intermediate, few rows", rows: 3, columns: 28672, tokens: 2 },
  { name: "zeros", rows: 20, columns: 48, tokens: 4, fill: "zeros" },
  { name: "largest weights and activations, whole blocks", rows: 20, columns: 2048, tokens: 4, fill: "largest" },
  { name: "NaN among the activations", rows: 17, columns: 1100, tokens: 3, spoil: Number.NaN },
  { name: "infinity among the activations", rows: 17, columns: 1100, tokens: 3, spoil: Number.POSITIVE_INFINITY },
  { name: "an activation that dwarfs the others", rows: 17, columns: 1100, tokens: 3, spoil: 1e30 },
];
