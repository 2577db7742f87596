/** Kubernetes allows 63 characters; the longest ending we add has eleven. */
const LONGEST = 50;

/** A name that Kubernetes and compose take: small letters, digits and dashes, letter first. */
export function resourceName(servedName: string): string {
  const name = servedName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, LONGEST)
    .replace(/-+$/, "");
  return name || "hermes";
}
