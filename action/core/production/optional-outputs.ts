import type { Request } from "../request/request.ts";
import type { InputSource } from "./production.ts";

/** The output of a step that not every job makes, so that its number of files is unknown. `undefined`: every job makes it. */
export const optionalOutput = ({ steps }: Pick<Request, "steps">, source: InputSource): string | undefined => {
  if (source.kind !== "step") return undefined;
  const isOptional = steps[source.step]?.out.some(
    (one) => typeof one !== "string" && one.name === source.output && one.optional === true,
  );
  return isOptional === true ? source.output : undefined;
};
