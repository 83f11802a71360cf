import type { Problem } from "../problems/problem.ts";
import { type Located, type Path, problemAt } from "../text/places.ts";

/** An option that would be taken and do nothing. */
export const noEffect = (where: Located, path: Path, message: string, hint?: string): Problem =>
  problemAt(where, path, "no-effect", { message, key: true, hint });
