import type { Request } from "../request/request.ts";
import type { InputSource } from "./production.ts";

/** The output of a step that not every job makes, so that its number of files is unknown. `undefined`: every job makes it. */
export const optionalOutput = (request: Pick<Request, "steps">, source: InputSource): string | undefined =>
  source.kind === "step" && writtenOutput(request, source)?.optional === true ? source.output : undefined;

/** Whether a step makes its files by a pattern, in unknown number. */
export const isByPattern = (request: Pick<Request, "steps">, source: InputSource): boolean =>
  writtenOutput(request, source)?.files !== undefined;

/** Whether a step makes one archive a job of what fits a pattern. */
export const isPacked = (request: Pick<Request, "steps">, source: InputSource): boolean =>
  writtenOutput(request, source)?.packs !== undefined;

const writtenOutput = ({ steps }: Pick<Request, "steps">, source: InputSource) => {
  if (source.kind !== "step") return undefined;
  const output = steps[source.step]?.out.find((one) => typeof one !== "string" && one.name === source.output);
  return typeof output === "string" ? undefined : output;
};
