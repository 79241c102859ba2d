import { readFileSync } from "node:fs";
import { join } from "node:path";
import { architectureOf } from "./architecture/architecture";
import { drawArchitecture } from "./architecture/draw";
import { synthesizeDefaults } from "./synthesized-app";
import { drawTimeline } from "./timeline/draw";
import type { Recording } from "./timeline/recording";

const IMAGES = join(__dirname, "..", "..", "docs", "images");

/** The recording that the timeline is drawn from. */
export const RECORDING = join(__dirname, "timeline", "recording.json");

/** The pictures of the documentation by the paths of their files. */
export async function pictures(): Promise<Record<string, string>> {
  return {
    [join(IMAGES, "architecture.svg")]: await drawArchitecture(architectureOf(synthesizeDefaults())),
    [join(IMAGES, "timeline.svg")]: drawTimeline(JSON.parse(readFileSync(RECORDING, "utf8")) as Recording),
  };
}
