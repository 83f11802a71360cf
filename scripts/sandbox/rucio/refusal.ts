import type { Answer } from "../panda/envelope.ts";
import { pythonJson } from "../panda/python-text.ts";

/** What Rucio throws; its class and words are the answer (rucio 41.5.1, web/rest/flaskapi/v1/common.py:246). */
export class RucioRefusal extends Error {
  readonly status: number;
  readonly why: string;

  constructor(status: number, why: string, message: string) {
    super(message);
    this.status = status;
    this.why = why;
  }
}

export const refusalAnswer = ({ status, why, message }: RucioRefusal): Answer => ({
  status,
  contentType: "application/octet-stream",
  body: pythonJson({ ExceptionClass: why, ExceptionMessage: message }),
});

export const notFound = (scope: string, name: string): RucioRefusal =>
  new RucioRefusal(404, "DataIdentifierNotFound", `Data identifier '${scope}:${name}' not found`);

export const denied = (words: string): RucioRefusal => new RucioRefusal(401, "AccessDenied", `${words}. `);
export const unsupported = (words: string): RucioRefusal => new RucioRefusal(409, "UnsupportedOperation", words);
export const invalid = (what: string): RucioRefusal =>
  new RucioRefusal(400, "InvalidObject", `Problem validating ${what}`);
