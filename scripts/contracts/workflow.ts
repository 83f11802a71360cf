import type { Plan } from "../../action/core/plan/plan.ts";

/** A folder as pchain would be run in it, and the names that go beside it. */
export type Workflow = { readonly dir: string; readonly plan: Pick<Plan, "outDS" | "label"> };

export const vo = "sphenix";
