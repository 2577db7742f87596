/** "72.7 GB"; GB are 10^9 bytes. */
export function renderGigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** "131,072 tokens" */
export function renderTokens(count: number): string {
  return `${renderCount(count)} tokens`;
}

/** "327,680" */
export function renderCount(count: number): string {
  return count.toLocaleString("en-US");
}
