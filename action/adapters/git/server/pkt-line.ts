/** A packet of git's protocols: four hex digits of its length, which count too, and its text. */
export const packet = (text: string): Buffer => {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, "0")), bytes]);
};

/** Ends a list of packets, and stands between two. */
export const [flush, delimiter] = [Buffer.from("0000"), Buffer.from("0001")];

/** The lines of a list of packets; `undefined`: it is none, or is cut off. */
export const linesIn = (bytes: Buffer): readonly string[] | undefined => {
  const lines: string[] = [];
  for (let at = 0; at + 4 <= bytes.length; ) {
    const digits = bytes.toString("latin1", at, at + 4);
    if (digits === "0000") return at + 4 === bytes.length ? lines : undefined;
    const length = /^[0-9a-f]{4}$/.test(digits) ? Number.parseInt(digits, 16) : 0;
    if (length < 4 || at + length > bytes.length) return undefined;
    lines.push(bytes.toString("utf8", at + 4, at + length).replace(/\n$/, ""));
    at += length;
  }
  return undefined;
};
