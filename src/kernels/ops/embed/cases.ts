export interface EmbedCase {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly tokens: readonly number[];
}

export const embedCases: readonly EmbedCase[] = [
  { name: "no token", rows: 3, columns: 4, tokens: [] },
  { name: "odd width, repeats", rows: 5, columns: 13, tokens: [4, 0, 4] },
  { name: "first and last of many rows", rows: 3001, columns: 129, tokens: [0, 3000, 1500] },
];
