#!/usr/bin/env node
/*
 * CDKTF's engine calls this in place of Terraform: it asks the process that started the engine to do
 * the work, waits for that, and prints the answer. Plain JavaScript, since it is started several times for each stack.
 */
const { connect } = require("node:net");

const socket = connect(process.env.DEPLOYMENT_SOCKET ?? "/dev/null");
// Without an answer, nobody is there to ask, or not any more.
process.exitCode = 1;
socket.on("error", () => undefined);
socket.on("data", (answer) => {
  process.stdout.write(answer);
  process.exitCode = 0;
});
socket.end(JSON.stringify({ directory: process.cwd(), command: process.argv[2] }));
