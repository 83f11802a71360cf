/** A packet of git's protocols: four hex digits of its length, which count too, and its text. */
export const packet = (text: string): Buffer => {
  const bytes = Buffer.from(text);
  return Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, "0")), bytes]);
};

/** Ends a list of packets, and stands between two. */
export const [flush, delimiter] = [Buffer.from("0000"), Buffer.from("0001")];

/** Bytes as they come. */
export type ByteStream = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** What each packet of a list holds; what stands between two holds nothing. Throws where the list is cut off, or is none. */
export async function* packetsIn(stream: ByteStream): AsyncGenerator<Buffer, void> {
  let rest: Buffer = Buffer.alloc(0);
  let isOver = false;
  for await (const chunk of stream) {
    rest = Buffer.concat([rest, chunk]);
    for (let length = lengthOf(rest); !isOver && length <= rest.length; length = lengthOf(rest)) {
      isOver = length === 0;
      if (!isOver) yield rest.subarray(4, Math.max(length, 4));
      rest = rest.subarray(Math.max(length, 4));
    }
  }
  if (!isOver || rest.length > 0) throw new Error("A git server's answer is cut off.");
}

/** More than all bytes, until it is there. */
const lengthOf = (bytes: Buffer): number => {
  const digits = bytes.toString("latin1", 0, 4);
  return /^[0-9a-f]{4}$/.test(digits) ? Number.parseInt(digits, 16) : Number.POSITIVE_INFINITY;
};

/** The lines of a list of packets; `undefined`: it is none, or is cut off. */
export const linesIn = async (stream: ByteStream): Promise<readonly string[] | undefined> => {
  const lines: string[] = [];
  try {
    for await (const bytes of packetsIn(stream)) lines.push(bytes.toString("utf8").replace(/\n$/, ""));
  } catch {
    return undefined;
  }
  return lines;
};
