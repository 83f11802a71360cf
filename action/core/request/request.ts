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
/** Fields of the tag, each with its values. */
export type Matrix = Exclude<WrittenVariants, readonly unknown[]>["matrix"];

/** An output may be written as its name alone. */
export const outputName = (output: RequestStep["out"][number]): string =>
  typeof output === "string" ? output : output.name;
