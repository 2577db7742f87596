export interface SoftmaxCase {
  readonly name: string;
  readonly rows: number;
  readonly width: number;
  /** Deviation of the values. */
  readonly deviation: number;
}

export const softmaxCases: readonly SoftmaxCase[] = [
  { name: "one value", rows: 2, width: 1, deviation: 1 },
  { name: "odd width", rows: 3, width: 11, deviation: 2 },
  { name: "equal values", rows: 1, width: 64, deviation: 0 },
  { name: "sharp", rows: 2, width: 33, deviation: 100 },
  { name: "vocabulary of Llama 3", rows: 1, width: 128_256, deviation: 3 },
];
