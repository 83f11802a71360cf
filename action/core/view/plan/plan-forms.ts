import { planProduction } from "../../plan/plan.ts";
import type { Production } from "../../production/production.ts";
import { renderCwl } from "../../render/cwl.ts";
import { renderNative } from "../../render/native.ts";
import { bindText, provisionalBindings } from "../../render/rendering.ts";

export type PlanForm = "prun" | "cwl" | "native";

/** Productions in a language of PanDA's: command lines, or one YAML document each. */
export const planAs = (form: PlanForm, productions: readonly Production[]): string => {
  switch (form) {
    case "prun":
      return productions
        .flatMap((production) => planProduction(production).steps.map(({ prun }) => `${prun}\n`))
        .join("");
    case "cwl":
      return productions.map((production) => bound(production, renderCwl(production))).join("---\n");
    case "native":
      return productions.map((production) => bound(production, renderNative(production))).join("---\n");
  }
};

const bound = (production: Production, text: string): string => bindText(text, provisionalBindings(production));
