import type { Content } from "./content.ts";
import type { Production } from "./production.ts";

/** A production that nothing refuses, and what it is made of. */
export type ValidProduction = { readonly production: Production; readonly content: Content };
