/** Each begins with its length; those of less than five bytes separate or end. */
export const packetsIn = (bytes: Buffer): readonly string[] => {
  const found: string[] = [];
  for (let at = 0; at + 4 <= bytes.length; ) {
    const length = Math.max(4, Number.parseInt(bytes.toString("latin1", at, at + 4), 16));
    if (length > 4) found.push(bytes.toString("utf8", at + 4, at + length).trimEnd());
    at += length;
  }
  return found;
};

export const packet = (line: string): string => `${(Buffer.byteLength(line) + 4).toString(16).padStart(4, "0")}${line}`;
