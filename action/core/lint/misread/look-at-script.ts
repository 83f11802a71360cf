import type { Problem } from "../../problems/problem.ts";
import type { Values } from "../bash/expand.ts";
import type { Script } from "../bash/script.ts";

/** What is known around a script: values, and the names that SHREK gives one, which are never empty. */
type Around = { readonly values: Values; readonly given: ReadonlySet<string> };

/** What bash reads otherwise than it looks shows each script alone. */
export type LookAtScript = (script: Script, around: Around) => readonly Problem[];
