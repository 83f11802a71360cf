import type { Json } from "../text/canonical-json.ts";

export type Change = { readonly path: string; readonly from: Json | undefined; readonly to: Json | undefined };
