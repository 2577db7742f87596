import { expect, test } from "vitest";
import { allowedAddress } from "./safe-link.tsx";

const followed = [
  "https://example.org/a?b=c#d",
  "http://127.0.0.1:8000",
  "HTTPS://EXAMPLE.ORG",
  "mailto:someone@example.org",
];
const dropped = [
  "",
  "#top",
  "/v1/models",
  "//example.org",
  "page.html",
  "javascript:alert(1)",
  "JaVaScRiPt:alert(1)",
  " javascript:alert(1)",
  "\u0001javascript:alert(1)",
  "java\nscript:alert(1)",
  "https:javascript:alert(1)",
  "http:///evil",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:msgbox(1)",
  "file:///etc/passwd",
  "blob:https://example.org/1",
  "https://exam\tple.org",
];

test.each(followed)("%j is followed", (address) => {
  expect(allowedAddress(address)).toBe(address);
});

test.each(dropped)("%j is not", (address) => {
  expect(allowedAddress(address)).toBe("");
});
