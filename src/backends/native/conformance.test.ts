import { describeConformance } from "../testing/conformance.suite.ts";
import { createRecitingBackend } from "./test-model.ts";

describeConformance("the native backend", (text) => createRecitingBackend(text));
describeConformance("the native backend, tags in many tokens", (text) => createRecitingBackend(text, { tags: false }), {
  skip: {
    "the limit cuts a call": "the limit counts tokens, and the tag has eleven",
    "the limit inside the thought": "the limit counts tokens, and the tag has seven",
  },
});
