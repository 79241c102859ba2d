import "./cluster.suite";
import "./cluster-refusal.suite";
import "./cluster-update.suite";
import "./nodegroup.suite";
import "./addon.suite";
import "./access-entry.suite";
import "./tags.suite";
import "./catalog.suite";
import "./inventory.suite";
import "./conformance.suite";
import { closeEmulatedEks, startEmulatedEks } from "./emulated-eks";

// All suites share one emulator: starting moto takes seconds.
beforeAll(startEmulatedEks, 60_000);
afterAll(closeEmulatedEks);
