import validateRequest from "../../generated/validate-request.js";
import type { Request } from "../../request/request.ts";
import { readYaml } from "../../text/read-yaml.ts";
import type { ProductionSource } from "../../text/source-file.ts";
import { readCuts } from "./cuts.ts";

/** What the lock beside a request should say; `undefined`: it reads no lists, or they or the request have problems. */
export const lockOf = (source: ProductionSource): string | undefined => {
  const read = readYaml(source.file, source.bytes, "first-reading");
  if (read.kind === "unreadable" || !isRequest(read.value)) return undefined;
  return readCuts({ file: source.file, places: read.places }, read.value, source).lock;
};

const isRequest = (value: unknown): value is Request => validateRequest(value);
