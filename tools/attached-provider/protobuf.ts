/** Wire type of strings, bytes and messages. */
const LENGTH_DELIMITED = 2;

interface Field {
  readonly number: number;
  /** Tag, length and value. */
  readonly whole: Buffer;
  readonly value: Buffer;
}

/**
 * Fields of a protobuf message, each of which is itself a message, a string or bytes.
 *
 * @throws Error when one is something else, or is not whole
 * @see https://protobuf.dev/programming-guides/encoding/
 */
export function fieldsOf(message: Buffer): Field[] {
  const fields: Field[] = [];
  for (let start = 0; start < message.length;) {
    const tag = readNumber(message, start);
    if ((tag.value & 7) !== LENGTH_DELIMITED) throw new Error(`field ${tag.value >> 3} has another type`);
    const length = readNumber(message, tag.end);
    const end = length.end + length.value;
    if (end > message.length) throw new Error("the message ends in the middle of a field");
    fields.push({
      number: tag.value >> 3,
      whole: message.subarray(start, end),
      value: message.subarray(length.end, end),
    });
    start = end;
  }
  return fields;
}

function readNumber(bytes: Buffer, start: number): { value: number; end: number } {
  let value = 0;
  for (let index = start, factor = 1; ; index += 1, factor *= 128) {
    const byte = bytes[index];
    if (byte === undefined) throw new Error("the message ends in the middle of a number");
    value += (byte & 127) * factor;
    if (byte < 128) return { value, end: index + 1 };
  }
}
