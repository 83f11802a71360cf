import { isAmong } from "./login.ts";
import type { Needs } from "./needs.ts";

/** An author of a part of it may approve nothing, so of those who may approve he is named apart. */
export const apartFrom = (needs: Needs, authors: readonly string[]): Needs =>
  needs.kind === "unknown" || authors.length === 0
    ? needs
    : {
        kind: "known",
        needs: needs.needs.map((need) => {
          const { who } = need;
          if (who === "anybody" || !who.some((login) => isAmong(login, authors))) return need;
          const wrote = who.filter((login) => isAmong(login, authors));
          return { ...need, who: who.filter((login) => !isAmong(login, authors)), wrote };
        }),
      };
