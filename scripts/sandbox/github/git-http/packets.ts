/** Each begins with its length; those of less than five bytes separate or end. */
export const packetsIn = (text: string): readonly string[] => {
  const found: string[] = [];
  for (let at = 0; at + 4 <= text.length; ) {
    const length = Math.max(4, Number.parseInt(text.slice(at, at + 4), 16));
    if (length > 4) found.push(text.slice(at + 4, at + length).trimEnd());
    at += length;
  }
  return found;
};

export const packet = (line: string): string => `${(Buffer.byteLength(line) + 4).toString(16).padStart(4, "0")}${line}`;
