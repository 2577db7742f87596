/** Why the browser's store did not do what was asked. */
export type StorageFailureReason = "absent" | "newer" | "blocked" | "full" | "failed";

const messages: Readonly<Record<StorageFailureReason, string>> = {
  absent:
    "This browser window keeps nothing (a private window, or storage is forbidden): conversations are lost when it closes. Export what you want to keep.",
  newer: "Another tab runs a newer version of this page. Reload this tab to go on.",
  blocked: "Another tab with an older version of this page is open. Close it, then reload this one.",
  full: "The browser has no room left for conversations. Delete or export some, then save again.",
  failed: "The browser's store failed: conversations are not kept. Export what you want to keep, then reload the page.",
};

export class StorageFailure extends Error {
  override readonly name = "StorageFailure";
  readonly reason: StorageFailureReason;

  constructor(reason: StorageFailureReason, options?: ErrorOptions) {
    super(messages[reason], options);
    this.reason = reason;
  }
}

/** What an error of IndexedDB means, by its name in the standard. */
export function storageFailure(cause: unknown): StorageFailure {
  if (cause instanceof StorageFailure) return cause;
  const name = cause instanceof Error || cause instanceof DOMException ? cause.name : "";
  if (name === "QuotaExceededError") return new StorageFailure("full", { cause });
  if (name === "VersionError") return new StorageFailure("newer", { cause });
  // Firefox's private windows and forbidden site data.
  if (name === "InvalidStateError" || name === "SecurityError") return new StorageFailure("absent", { cause });
  return new StorageFailure("failed", { cause });
}
