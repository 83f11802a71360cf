import type { FromSchema } from "json-schema-to-ts";
import type { requestSchema } from "./schema.ts";

/** A request as the author wrote it, after the schema has accepted its shape. */
export type Request = FromSchema<typeof requestSchema>;
export type RequestStep = Request["steps"][string];
export type Parameters = NonNullable<RequestStep["parameters"]>;
