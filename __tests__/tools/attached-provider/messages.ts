/** Bytes of a protobuf field that is a string or a message of fewer than 128 bytes. */
export function field(number: number, value: Buffer | string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([Buffer.from([(number << 3) | 2, bytes.length]), bytes]);
}

/** Entry of a map from a type's name to its schema. */
export function entry(number: number, type: string): Buffer {
  return field(number, Buffer.concat([field(1, type), field(2, `schema of ${type}`)]));
}

/** A message as gRPC sends it. */
export function framed(message: Buffer): Buffer {
  const header = Buffer.alloc(5);
  header.writeUInt32BE(message.length, 1);
  return Buffer.concat([header, message]);
}
