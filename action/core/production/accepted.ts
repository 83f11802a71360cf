import type { Content } from "./content.ts";
import type { Production } from "./production.ts";

/** A production that nothing refuses, and what it is made of. */
export type Accepted = { readonly production: Production; readonly content: Content };
