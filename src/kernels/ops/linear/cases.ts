import type { WeightDtype } from "../../contract.ts";
import type { Fill } from "../../testing/matrices.ts";

export const weightKinds = [
  "float32",
  "float16",
  "bfloat16",
  "float8",
  "int8",
] as const satisfies readonly WeightDtype["kind"][];

export interface LinearCase {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly tokens: number;
  readonly fill?: Fill;
}

/** Tiles are 3 tokens x 16 rows x 256 (int8: 1,024) columns; vectors are 16 columns x 4 rows. */
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
