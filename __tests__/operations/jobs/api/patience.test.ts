import { Patience } from "../../../../src/operations/jobs/api/patience";
import { awsError, FakeClock, START } from "../fixtures";

/** Fails as often as told, then succeeds. */
function failing(times: number, error: Error): () => Promise<string> {
  let left = times;
  return () => (left-- > 0 ? Promise.reject(error) : Promise.resolve("done"));
}

test.each([
  ["throttling", awsError("TooManyRequestsException", "Rate exceeded", 429)],
  ["a defect of AWS", awsError("InternalFailure", "", 500)],
  ["a broken connection", Object.assign(new Error("reset"), { code: "ECONNRESET" })],
])("a call goes on through %s, with ever longer pauses, and says so once", async (_, error) => {
  const clock = new FakeClock();
  const said: string[] = [];
  const patience = new Patience(clock, (message) => said.push(message));
  expect(await patience.call(failing(5, error))).toBe("done");
  expect(clock.now() - START).toBe((2 + 4 + 8 + 16 + 32) * 1000);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain("AWS does not answer");
});

test("half an hour without an answer is enough", async () => {
  const patience = new Patience(new FakeClock());
  await expect(patience.call(failing(1000, awsError("ThrottlingException")))).rejects.toThrow(
    "AWS did not answer for 30 m 00 s (ThrottlingException: ThrottlingException).",
  );
});

test("credentials that have expired end it at once, in words", async () => {
  const clock = new FakeClock();
  const call = new Patience(clock).call(failing(1, awsError("ExpiredTokenException", "expired")));
  await expect(call).rejects.toThrow(
    "AWS does not accept your credentials (ExpiredTokenException: expired). Log in",
  );
  expect(clock.now()).toBe(START);
});

test("nobody at this shell's AWS_ENDPOINT_URL, such as after a rehearsal, is not waited for", async () => {
  const refused = Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:1"), { code: "ECONNREFUSED" });
  const before = { ...process.env };
  try {
    process.env.AWS_ENDPOINT_URL = "http://127.0.0.1:1";
    await expect(new Patience(new FakeClock()).call(failing(1, refused))).rejects.toThrow(
      "Nobody answers at http://127.0.0.1:1, the AWS_ENDPOINT_URL of this shell. Open a new shell",
    );
    delete process.env.AWS_ENDPOINT_URL;
    expect(await new Patience(new FakeClock()).call(failing(1, refused))).toBe("done");
  } finally {
    process.env = before;
  }
});

test("what AWS refuses is not tried again", async () => {
  const call = new Patience(new FakeClock()).call(failing(1, awsError("ClientException", "no")));
  await expect(call).rejects.toMatchObject({ name: "ClientException" });
});
