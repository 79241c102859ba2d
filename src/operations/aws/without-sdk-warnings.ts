/*
 * Imported before any client of AWS's APIs is made. On Node.js 20 the SDK would tell every user at
 * every command what its releases of next year will need: the doctor says it once, in its line on node.
 */
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
