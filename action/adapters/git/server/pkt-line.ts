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
  let [chunks, count, isOver]: [Uint8Array[], number, boolean] = [[], 0, false];
  let length = prefix;
  for await (const chunk of stream) {
    chunks.push(chunk);
    count += chunk.length;
    // Joined once a packet is whole: it comes in many pieces.
    if (count < length) continue;
    let rest = Buffer.concat(chunks);
    for (length = lengthOf(rest); length <= rest.length; length = lengthOf(rest)) {
      if (isOver) throw new Error("A git server's answer goes on after its end.");
      isOver = length === 0;
      if (!isOver) yield rest.subarray(prefix, Math.max(length, prefix));
      rest = rest.subarray(Math.max(length, prefix));
    }
    [chunks, count] = [[rest], rest.length];
  }
  if (!isOver || count > 0) throw new Error("A git server's answer is cut off.");
}

/** Bytes of the digits. */
const prefix = 4;

/** Of the packet that begins here; what is no packet throws at once, because a page need not end. */
const lengthOf = (bytes: Buffer): number => {
  const digits = bytes.toString("latin1", 0, prefix);
  if (/^[0-9a-f]{4}$/.test(digits)) return Number.parseInt(digits, 16);
  if (digits.length < prefix) return prefix;
  throw new Error("A git server's answer is no list of packets.");
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
