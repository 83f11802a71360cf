import { writeSync } from "node:fs";
import type { Readable } from "node:stream";
import { type Bounds, boundless } from "../../ports/bounds.ts";

/** The pipe on which a limited process reports to the one that started it. */
const pipe = 3;

/** In a process that `runLimited` started: reports each step at its beginning, because a computation that hangs reports nothing more. */
export const boundsOutside: Bounds = { ...boundless, begin: (place) => tell("at", place) };

export const answering = (answer: unknown): void => tell("answer", answer);

const tell = (kind: "at" | "answer", value: unknown): void => {
  let rest = Buffer.from(`${kind} ${JSON.stringify(value)}\n`);
  while (rest.length > 0) rest = rest.subarray(writeSync(pipe, rest));
};

/** What came through the pipe so far: of what was begun, only the last. */
export const readReports = (stream: Readable): { last(): string | undefined; answer(): string | undefined } => {
  const known = new Map<string, string>();
  let parts: string[] = [];
  stream.setEncoding("utf8").on("data", (chunk: string) => {
    const [first = "", ...lines] = chunk.split("\n");
    parts.push(first);
    for (const next of lines) {
      const line = parts.join("");
      const kind = line.slice(0, line.indexOf(" "));
      known.set(kind, line.slice(kind.length + 1));
      parts = [next];
    }
  });
  const last = (): string | undefined => {
    const value: unknown = JSON.parse(known.get("at") ?? "null");
    return typeof value === "string" ? value : undefined;
  };
  return { last, answer: () => known.get("answer") };
};
