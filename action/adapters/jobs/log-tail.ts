import { open } from "node:fs/promises";

const tailLines = 12;
/** Bytes of its end that are read: a payload may print gigabytes. */
const tailBytes = 64 * 1024;

/** The last lines of a log; empty where there is none. */
export const logTail = async (log: string): Promise<readonly string[]> => {
  const file = await open(log).catch(() => undefined);
  if (file === undefined) return [];
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(tailBytes), 0, tailBytes, Math.max(0, size - tailBytes));
    return buffer.toString("utf8", 0, bytesRead).trimEnd().split("\n").slice(-tailLines);
  } finally {
    await file.close();
  }
};
