import { Agent, get, type AgentOptions } from "node:https";
import { KubeletServer } from "../../../local/kubernetes/kubelet-server";
import { selfSigned } from "../../support/https-server";

const apiServer = selfSigned();
const CONTAINER = { namespace: "batch", pod: "aws-batch.1", container: "main" };
const PATH = "/containerLogs/batch/aws-batch.1/main";

let kubelet: KubeletServer;

beforeEach(async () => {
  kubelet = await KubeletServer.start({ certificate: apiServer.cert, key: apiServer.key });
});

afterEach(() => kubelet.close());

/** What the kubelet answers to who has a certificate, as `status text`. */
function asked(path: string, certificate: AgentOptions = apiServer): Promise<string> {
  return new Promise((resolve, reject) => {
    const agent = new Agent({ ...certificate, rejectUnauthorized: false });
    get({ host: "127.0.0.1", port: kubelet.port, path, agent }, (response) => {
      let text = "";
      response.on("data", (chunk: Buffer) => (text += chunk.toString()));
      response.on("end", () => resolve(`${response.statusCode} ${text}`));
    }).on("error", reject);
  });
}

test("tells the API server what a container printed", async () => {
  const output = kubelet.outputOf(CONTAINER);
  for (const line of ["one", "two", "three"]) output.write("stdout", line, false);
  expect(await asked(PATH)).toBe("200 one\ntwo\nthree\n");
  expect(await asked(`${PATH}?tailLines=1`)).toBe("200 three\n");
  expect(await asked(`${PATH}?limitBytes=5`)).toBe("200 one\nt");
  expect(await asked(`${PATH}?sinceTime=${new Date(Date.now() + 60_000).toISOString()}`)).toBe("200 ");
  expect(await asked(`${PATH}?timestamps=true&tailLines=1`)).toMatch(/^200 \d{4}-.*Z three\n$/);
});

test("goes on telling until the container has ended", async () => {
  const output = kubelet.outputOf(CONTAINER);
  output.write("stdout", "one", false);
  const followed = asked(`${PATH}?follow=true`);
  await asked(PATH);
  output.write("stdout", "two", false);
  await output.close();
  expect(await followed).toBe("200 one\ntwo\n");
});

test.each([
  ["none", {}],
  ["another one", selfSigned()],
])("tells nobody else, with %s for a certificate", async (_, certificate) => {
  kubelet.outputOf(CONTAINER).write("stdout", "secret", false);
  expect(await asked(PATH, certificate)).toBe("403 Forbidden");
});

test("says in the kubelet's words that a container has not begun, and forgets those of a pod that is gone", async () => {
  const waiting = '400 container "main" in pod "aws-batch.1" is waiting to start: ContainerCreating';
  expect(await asked(PATH)).toBe(waiting);
  kubelet.outputOf(CONTAINER);
  expect(await asked(PATH)).toBe("200 ");
  kubelet.forget("batch", "aws-batch.1");
  expect(await asked(PATH)).toBe(waiting);
});

test("has no container that could be entered", async () =>
  expect(await asked("/exec/batch/aws-batch.1/main?command=sh")).toMatch(
    /^501 The emulator's nodes do not answer/,
  ));
