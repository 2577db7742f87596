import { expect, test } from "vitest";
import { ApiError } from "../api-error.ts";
import { Admission } from "./admission.ts";

const never = new AbortController().signal;

function admission(limits: Partial<ConstructorParameters<typeof Admission>[0]> = {}): Admission {
  return new Admission({ runningRequests: 1, requestsPerKey: 10, queuedRequests: 2, ...limits });
}

/** The failure of a promise, which must fail. */
async function failureOf(promise: Promise<unknown>): Promise<ApiError> {
  const error = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

test("places go to those who wait in the order they came", async () => {
  const places = admission();
  const order: string[] = [];
  const first = await places.enter(null, never);
  const [second, third] = ["second", "third"].map((name) =>
    places.enter(null, never).then((leave) => {
      order.push(name);
      return leave;
    }),
  );
  expect([places.running, places.waiting]).toEqual([1, 2]);
  first();
  (await second!)();
  (await third!)();
  expect(order).toEqual(["second", "third"]);
  expect([places.running, places.waiting]).toEqual([0, 0]);
});

test("a place is given back once, however often it is left", async () => {
  const places = admission({ runningRequests: 2 });
  const leave = await places.enter(null, never);
  await places.enter(null, never);
  leave();
  leave();
  expect(places.running).toBe(1);
});

test("whoever leaves the queue makes room in it, and gets no place", async () => {
  const places = admission({ queuedRequests: 1 });
  const leave = await places.enter("anna", never);
  const gone = new AbortController();
  const waiting = places.enter("anna", gone.signal);
  const reason = new Error("gone");
  gone.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  expect(places.waiting).toBe(0);
  const next = places.enter("anna", never);
  leave();
  (await next)();
  expect([places.running, places.waiting]).toEqual([0, 0]);
});

test("a full queue is 429 with a waiting time that grows with it", async () => {
  const waits: number[] = [];
  for (const queued of [0, 1, 2]) {
    const small = admission({ queuedRequests: queued });
    await small.enter(null, never);
    for (let index = 0; index < queued; index++) void small.enter(null, never);
    const { facts } = await failureOf(small.enter(null, never));
    expect(facts).toMatchObject({ status: 429, type: "rate_limit_error" });
    waits.push(facts.retryAfterMs!);
  }
  expect(waits).toEqual([1000, 2000, 3000]);
});

test("a key has its own limit, which leaves others alone", async () => {
  const places = admission({ runningRequests: 5, requestsPerKey: 2 });
  const leave = await places.enter("anna", never);
  await places.enter("anna", never);
  expect((await failureOf(places.enter("anna", never))).message).toContain("This key has 2 answers");
  await places.enter("berta", never);
  leave();
  await places.enter("anna", never);
  expect(places.running).toBe(3);
});
