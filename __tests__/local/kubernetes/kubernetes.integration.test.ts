import "./batch-permissions.suite";
import "./nodes.suite";
import "./controllers.suite";
import "./access.suite";
import "./control-plane.suite";
import { startShared, stopShared } from "./emulator-with-kubernetes";

// All suites share one emulator with one cluster; who may enter is tried in a second one, which then goes.
beforeAll(startShared);
afterAll(stopShared);
