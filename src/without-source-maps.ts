/*
 * Imported first by the app. The runner turns source maps on, and Node then decodes those of all
 * provider bindings: a fifth of the time and memory of a synth. SOURCE_MAPS=1 leaves them on, to
 * find a defect by its stack trace.
 */
if (process.env.SOURCE_MAPS !== "1") process.setSourceMapsEnabled(false);
