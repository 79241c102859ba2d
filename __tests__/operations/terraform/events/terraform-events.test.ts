import { parseEvent } from "../../../../src/operations/terraform/events/terraform-events";

it("reads an event", () =>
  expect(parseEvent('{"@level":"info","@message":"done","type":"apply_complete"}')).toMatchObject({
    type: "apply_complete",
  }));

it.each(["Initializing the backend...", '{"a": 1}', '{"@level":"info","@mess'])("%j is no event", (line) =>
  expect(parseEvent(line)).toBeUndefined(),
);
