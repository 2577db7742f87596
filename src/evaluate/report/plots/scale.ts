/** Places in a plot as shares of its width or height, so that plots stretch and their text does not. */

/** Where a share from 0 to 1 stands, in percent of the width: room is left for marks at both ends. */
export function across(share: number): string {
  return `${(3 + 94 * share).toFixed(2)}%`;
}

/** Where a share from 0 to 1 stands, in pixels from the top of `height`. */
export function down(share: number, height: number): number {
  return Number((8 + (height - 16) * (1 - share)).toFixed(1));
}
