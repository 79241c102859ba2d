import { fieldsOf } from "../../../tools/attached-provider/protobuf";
import { field } from "./messages";

const MESSAGE = Buffer.concat([field(1, "one"), field(7, "seven")]);

it("finds the fields of a message, in order and whole", () => {
  expect(fieldsOf(MESSAGE)).toEqual([
    { number: 1, whole: field(1, "one"), value: Buffer.from("one") },
    { number: 7, whole: field(7, "seven"), value: Buffer.from("seven") },
  ]);
});

it("reads a length of several bytes", () => {
  const value = Buffer.alloc(300, "x");
  const whole = Buffer.concat([Buffer.from([0x0a, 0xac, 0x02]), value]);
  expect(fieldsOf(whole)).toEqual([{ number: 1, whole, value }]);
});

it.each([
  ["a field", MESSAGE.subarray(0, -1), "in the middle of a field"],
  ["a number", Buffer.from([0x0a, 0xac]), "in the middle of a number"],
])("does not take a message that ends in the middle of %s", (_, message, problem) => {
  expect(() => fieldsOf(message)).toThrow(problem);
});

it("does not take a field that is a number", () => {
  expect(() => fieldsOf(Buffer.from([0x08, 0x01]))).toThrow("field 1 has another type");
});
