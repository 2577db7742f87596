/** Bytes that may follow at a place inside a character, and the place behind them. */
export type Followers = readonly (readonly [first: number, last: number, next: number])[];

/** Of well-formed UTF-8 beyond ASCII, by place inside a character; place 0 is between two. */
export const UTF8_FOLLOWERS: readonly Followers[] = [
  [
    [0xc2, 0xdf, 1],
    [0xe0, 0xe0, 3],
    [0xe1, 0xec, 2],
    [0xed, 0xed, 4],
    [0xee, 0xef, 2],
    [0xf0, 0xf0, 6],
    [0xf1, 0xf3, 5],
    [0xf4, 0xf4, 7],
  ],
  [[0x80, 0xbf, 0]],
  [[0x80, 0xbf, 1]],
  [[0xa0, 0xbf, 1]],
  [[0x80, 0x9f, 1]],
  [[0x80, 0xbf, 2]],
  [[0x90, 0xbf, 2]],
  [[0x80, 0x8f, 2]],
];
