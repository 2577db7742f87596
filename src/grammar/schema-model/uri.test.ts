import { describe, expect, test } from "vitest";
import { resolveUri } from "./uri.ts";

describe("resolveUri", () => {
  // The examples of RFC 3986, sections 5.4.1 and 5.4.2.
  test.each([
    ["g:h", "g:h"],
    ["g", "http://a/b/c/g"],
    ["./g", "http://a/b/c/g"],
    ["g/", "http://a/b/c/g/"],
    ["/g", "http://a/g"],
    ["//g", "http://g"],
    ["?y", "http://a/b/c/d;p?y"],
    ["g?y", "http://a/b/c/g?y"],
    ["#s", "http://a/b/c/d;p?q#s"],
    ["g#s", "http://a/b/c/g#s"],
    ["", "http://a/b/c/d;p?q"],
    [".", "http://a/b/c/"],
    ["./", "http://a/b/c/"],
    ["..", "http://a/b/"],
    ["../g", "http://a/b/g"],
    ["../..", "http://a/"],
    ["../../g", "http://a/g"],
    ["../../../g", "http://a/g"],
    ["/./g", "http://a/g"],
    ["/../g", "http://a/g"],
    ["g.", "http://a/b/c/g."],
    ["..g", "http://a/b/c/..g"],
    ["./g/.", "http://a/b/c/g/"],
    ["g/../h", "http://a/b/c/h"],
    ["g;x=1/../y", "http://a/b/c/y"],
    ["g?y/../x", "http://a/b/c/g?y/../x"],
  ])("%s against http://a/b/c/d;p?q", (reference, expected) => {
    expect(resolveUri("http://a/b/c/d;p?q", reference)).toBe(expected);
  });

  test.each([
    ["", "node.json", "node.json"],
    ["", "#/a", "#/a"],
    ["http://a", "b", "http://a/b"],
    ["urn:uuid:1", "#foo", "urn:uuid:1#foo"],
    ["tag:x,2020:a", "b", "tag:b"],
    ["a/b", "../c", "c"],
  ])("base %o with %o", (base, reference, expected) => {
    expect(resolveUri(base, reference)).toBe(expected);
  });
});
