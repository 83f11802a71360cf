import type { FromSchema } from "json-schema-to-ts";
import type { requestSchema } from "./schema.ts";

/** A request as the author wrote it, after the schema has accepted its shape. */
export type Request = FromSchema<typeof requestSchema>;
export type RequestStep = Request["steps"][string];
export type RequestInput = NonNullable<RequestStep["in"]>[number];
export type ExternalInput = NonNullable<Request["inputs"]>[string];
export type Parameters = NonNullable<RequestStep["parameters"]>;
type WrittenVariants = NonNullable<Request["variants"]>;
export type Variant = Extract<WrittenVariants, readonly unknown[]>[number];
export type Matrix = Exclude<WrittenVariants, readonly unknown[]>["matrix"];

/** An output may be written as its name alone. */
export const outputName = (output: RequestStep["out"][number]): string =>
  typeof output === "string" ? output : output.name;

/** Whether an input is a list of files, which SHREK cuts into jobs; all other data are PanDA's to cut. */
export const isList = ({ inputs = {} }: Pick<Request, "inputs">, name: string): boolean =>
  Object.hasOwn(inputs, name) && inputs[name]?.list !== undefined;

/** Whether the jobs of a step are cut from lists of files. */
export const readsList = (request: Pick<Request, "inputs">, { in: read = [] }: Pick<RequestStep, "in">): boolean =>
  read.some(({ from }) => isList(request, from));

/** As PanDA sees it: a step whose jobs SHREK cut reads nothing there, and has as many jobs as its table has rows. */
export const withoutLists = (request: Request): Request => {
  const { inputs } = request;
  if (inputs === undefined || Object.values(inputs).every(({ list }) => list === undefined)) return request;
  return {
    ...request,
    inputs: Object.fromEntries(Object.entries(inputs).filter(([, { list }]) => list === undefined)),
    steps: Object.fromEntries(
      Object.entries(request.steps).map(([name, step]) => {
        const { in: _, ...rest } = step;
        return [name, readsList(request, step) ? rest : step];
      }),
    ),
  };
};
