import "./clusters/api.suite";
import "./clusters/refusal.suite";
import "./clusters/updates.suite";
import "./nodegroups/api.suite";
import "./addons/api.suite";
import "./access/api.suite";
import "./tags.suite";
import "./catalog.suite";
import "./inventory.suite";
import "./conformance.suite";
import { closeEmulatedEks, startEmulatedEks } from "./emulated-eks";

// All suites share one emulator: starting moto takes seconds.
beforeAll(startEmulatedEks);
afterAll(closeEmulatedEks);
