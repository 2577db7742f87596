const units = ["bytes", "kB", "MB", "GB", "TB"] as const;

/** Decimal units, as the hub shows sizes: 29536614400 is "29.5 GB". */
export function formatBytes(byteLength: number): string {
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, byteLength)) / 3));
  return power === 0 ? `${byteLength} bytes` : `${(byteLength / 1000 ** power).toFixed(1)} ${units[power]}`;
}
