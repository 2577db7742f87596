import { createReferenceBackend } from "./reference-backend.ts";
import { describeAnalytic } from "./testing/analytic.suite.ts";
import { describeLifecycle } from "./testing/lifecycle.suite.ts";

describeAnalytic("reference", createReferenceBackend);
describeLifecycle("reference", createReferenceBackend);
