import { createReferenceBackend } from "./reference-backend.ts";
import { describeAnalytic } from "./testing/analytic.suite.ts";
import { describeKeyValues } from "./testing/key-values.suite.ts";
import { describeLifecycle } from "./testing/lifecycle.suite.ts";

describeAnalytic("reference", createReferenceBackend);
describeKeyValues("reference", createReferenceBackend);
describeLifecycle("reference", createReferenceBackend);
