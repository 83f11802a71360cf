import type { Rules } from "../core/policy/rules.ts";

/** Who may command what, as main says it today. Read only. */
export interface MainRules {
  above(folders: readonly string[]): Promise<Rules>;
}
