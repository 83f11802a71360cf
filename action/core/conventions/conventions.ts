import type { FromSchema } from "json-schema-to-ts";
import type { conventionsSchema } from "./schema.ts";

export type Conventions = FromSchema<typeof conventionsSchema>;
