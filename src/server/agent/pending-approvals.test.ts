import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { PendingApprovals } from "./pending-approvals.ts";

const request = { approvalId: "a1", callId: "c1", name: "tide", source: "sea", arguments: "{}" };
const never = new AbortController().signal;

describe("questions to the user", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test.each([
    [true, "approved"],
    [false, "refused"],
  ])("approved: %s is %s, once", async (approved, answer) => {
    const pending = new PendingApprovals();
    const asked = pending.openStream("kim").approve(request, never);
    expect(pending.answer("a1", "kim", approved)).toBe("taken");
    expect(await asked).toBe(answer);
    expect(pending.answer("a1", "kim", true)).toBe("over");
  });

  test("are answered by the key of their stream alone", async () => {
    const pending = new PendingApprovals();
    void pending.openStream("kim").approve(request, never);
    for (const other of ["lee", null]) expect(pending.answer("a1", other, true)).toBe("unknown");
    expect(pending.answer("a2", "kim", true)).toBe("unknown");
    expect(pending.answer("a1", "kim", true)).toBe("taken");
  });

  test("expire after five minutes", async () => {
    const pending = new PendingApprovals();
    const asked = pending.openStream(null).approve(request, never);
    vi.advanceTimersByTime(5 * 60_000 - 1);
    const late = pending.openStream(null).approve({ ...request, approvalId: "a2" }, never);
    vi.advanceTimersByTime(1);
    expect(await asked).toBe("expired");
    expect(pending.answer("a1", null, true)).toBe("over");
    expect(pending.answer("a2", null, true)).toBe("taken");
    expect(await late).toBe("approved");
  });

  test("end with their stream and leave nothing behind", async () => {
    const pending = new PendingApprovals();
    const controller = new AbortController();
    const stream = pending.openStream(null);
    const asked = stream.approve(request, controller.signal);
    controller.abort();
    expect(await asked).toBe("expired");
    stream.close();
    expect(pending.answer("a1", null, true)).toBe("unknown");
    expect(pending.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
