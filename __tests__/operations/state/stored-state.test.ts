import {
  decidePlacement,
  parseStoredState,
  type StoredState,
} from "../../../src/operations/state/stored-state";
import { stateText } from "./stored-states";

const state = (serial: number, lineage = "l", resources = 2): StoredState =>
  parseStoredState(stateText(serial, lineage, resources), "x")!;

describe("a state", () => {
  it("is told by serial, lineage and resources", () => {
    expect(state(7, "lineage", 3)).toMatchObject({ serial: 7, lineage: "lineage" });
    expect(state(7, "lineage", 3).resources).toHaveLength(3);
  });

  it.each([undefined, ""])("is none in %p, as Terraform sees it", (text) =>
    expect(parseStoredState(text, "x")).toBeUndefined(),
  );

  it.each(["{", "{}", '{"serial": 1}', '{"serial": "1", "lineage": "l"}'])(
    "is not a whole one in %p",
    (text) =>
      expect(() => parseStoredState(text, "s3://b/x")).toThrow("s3://b/x is not a whole state of Terraform"),
  );
});

describe("where a state goes", () => {
  it.each<[string, StoredState, StoredState | undefined, boolean, unknown]>([
    ["nothing is there", state(3), undefined, false, "copy"],
    ["an older one of it is there", state(3), state(2), false, "copy"],
    ["it is there already", state(3), state(3), false, "keep"],
    ["another one without resources is there", state(3), state(9, "other", 0), false, "copy"],
    ["a newer one is there, by runs since it was moved", state(3), state(4), true, "keep"],
  ])("is decided when %s", (_, source, target, isVerified, placement) =>
    expect(decidePlacement(source, target, isVerified)).toBe(placement),
  );

  it.each<[string, StoredState, StoredState, boolean, string]>([
    ["a newer one is there", state(3), state(4), false, "there is a newer state (serial 4, here 3)"],
    [
      "another one with resources is there",
      state(3),
      state(1, "other"),
      true,
      "another state with 2 resources",
    ],
    ["it has another content there", state(3), state(3, "l", 5), true, "another state of the same serial 3"],
  ])("is refused when %s", (_, source, target, isVerified, refusal) =>
    expect(decidePlacement(source, target, isVerified)).toEqual({
      refusal: expect.stringContaining(refusal) as string,
    }),
  );
});
