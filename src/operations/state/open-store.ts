import type { StatePlace } from "../../model/state-place";
import { LocalStore } from "./local-store";
import { S3Store } from "./s3-store";
import type { StateStore } from "./state-store";

export function openStore(place: StatePlace): StateStore {
  return place.kind === "local" ? new LocalStore(place.root) : new S3Store(place);
}
