import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";

/**
 * What one job hands on to the next as an output. The runner puts it into one variable of a process, which holds 128 KiB
 * (execve(2), MAX_ARG_STRLEN), and drops an output whole that has the text of a secret in it. Packed it is a fraction, and
 * no text.
 */
export const pack = async (text: string): Promise<string> => (await promisify(gzip)(text)).toString("base64");

/** The most characters of an output. */
export const maxPacked = 120_000;

/** More than the output of any of our jobs. */
const largest = 64 * 1024 * 1024;

/** `undefined`: it was not packed here, or nothing came. */
export const unpack = async (packed: string): Promise<string | undefined> => {
  try {
    return (await promisify(gunzip)(Buffer.from(packed, "base64"), { maxOutputLength: largest })).toString("utf8");
  } catch {
    return undefined;
  }
};
